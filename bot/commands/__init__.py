"""What the desk can be asked: one readable list."""

from bot.commands.ask import ask, question
from bot.commands.claim import claim
from bot.commands.claims import claims
from bot.commands.history import history
from bot.commands.onrecord import onrecord
from bot.commands.passage import passage
from bot.commands.recent import recent
from bot.commands.source import source

COMMANDS = (claim, claims, source, onrecord, passage, history, recent, ask, question)
