"""Handing messages to Discord, and what becomes of them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from enum import Enum, auto
from io import BytesIO
from typing import Any

import aiohttp
import discord
import structlog

from bot.adapters.discord.buttons import shortened
from bot.adapters.discord.incoming import Interaction
from bot.adapters.discord.render import COLOUR, Page
from bot.core.chart import description
from bot.core.picture import NotDrawn, Painter
from bot.core.recording import Ticket

log = structlog.stdlib.get_logger(__name__)

_ACKNOWLEDGED = 40060
_GONE = frozenset({10003, 10008, 10015, 10062, 50027})
"""Unknown channel (a thread too), message, webhook or interaction, and a token that is too old:
nobody waits any more."""

_NOT_AS_IT_IS = frozenset({400, 413})
"""Not so, and not so much."""

_NOT_ALLOWED = 50013

MAX_ALT = 1024
NOT_ATTACHED = "Discord did not take the files."
_PICTURE = "chart.png"
PAINTER = Painter()
"""One for the process: it remembers whether this machine has a font."""


FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


class Fate(Enum):
    """What became of something we sent."""

    TAKEN = auto()
    REFUSED = auto()
    """Discord read it and will not have it as it is; nothing was shown."""
    BARRED = auto()
    """A permission is missing; answers to interactions need one for nothing but files."""
    GONE = auto()
    """There is nothing left to answer to."""
    FAILED = auto()
    """It did not get through, or nobody can say whether it did."""


def fate_of(error: BaseException) -> Fate:
    """Return what an error of a send means.

    An interaction that is answered already was answered by us: the library sends a callback again
    after a server error, and the first may have arrived.
    """
    if isinstance(error, discord.HTTPException):
        if error.code == _ACKNOWLEDGED:
            return Fate.TAKEN
        if error.code in _GONE:
            return Fate.GONE
        if error.code == _NOT_ALLOWED:
            return Fate.BARRED
        if error.status in _NOT_AS_IT_IS:
            return Fate.REFUSED
    return Fate.FAILED


async def attempt(send: Callable[[], Awaitable[object]], *, what: str, reference: str) -> Fate:
    """Run *send* and say what became of it; a failure is logged without the words sent."""
    try:
        await send()
    except FAILURES as error:
        fate = fate_of(error)
        if fate is not Fate.TAKEN:
            log.warning(
                "not sent",
                what=what,
                reference=reference,
                fate=fate.name.lower(),
                error=type(error).__name__,
                status=getattr(error, "status", None),
                code=getattr(error, "code", None),
            )
        return fate
    return Fate.TAKEN


async def settle(ticket: Ticket, fate: Fate, channel: str, messages: Sequence[str]) -> None:
    """Keep where an answer stands, given the *fate* of its first message.

    Where nobody can say whether it was taken, the answer stays unconfirmed.
    """
    if fate is Fate.TAKEN:
        why = "" if messages else "Discord did not say which message the answer is"
        await ticket.stands(channel, messages, why=why)
    elif fate is not Fate.FAILED:
        await ticket.failed()


async def illustrated(
    pages: tuple[Page, ...], reference: str, painter: Painter = PAINTER
) -> tuple[Page, ...]:
    """Return *pages* with their charts drawn; what cannot be drawn stays text, and is logged."""
    drawn = list(pages)
    for number, page in enumerate(pages):
        if page.chart is not None:
            try:
                drawn[number] = replace(page, picture=await painter.png(page.chart))
            except NotDrawn as error:
                log.warning("chart not drawn", reference=reference, error=str(error))
    return tuple(drawn)


def fresh(page: Page) -> dict[str, Any]:
    """Return *page* as the arguments of a send. Must run in the event loop."""
    made: dict[str, Any] = {"content": page.content or None, "embeds": _embeds(page)}
    if files := _files(page):
        made["files"] = files
    if page.rows:
        made["view"] = _view(page)
    if not page.parts:
        # Our own text never holds a live address; this is for what we did not foresee.
        made["suppress_embeds"] = True
    return made


def redrawn(page: Page) -> dict[str, Any]:
    """Return *page* as the arguments of an edit, which also takes away what is not in it."""
    view = _view(page) if page.rows else None
    made = {"content": page.content or None, "embeds": _embeds(page), "view": view}
    return {**made, "attachments": _files(page)}


def _files(page: Page) -> list[discord.File]:
    """Return the files of *page*; a picture has its words for who cannot see it."""
    files = [discord.File(BytesIO(file.content), filename=file.name) for file in page.files]
    if page.picture and page.chart is not None:
        words = shortened(description(page.chart), MAX_ALT)
        files.append(discord.File(BytesIO(page.picture), filename=_PICTURE, description=words))
    return files


def _embeds(page: Page) -> list[discord.Embed]:
    embeds = []
    for part in page.parts:
        embed = discord.Embed(
            title=part.title or None, description=part.description or None, colour=COLOUR
        )
        if part.footer:
            embed.set_footer(text=part.footer)
        embeds.append(embed)
    if page.picture and embeds:
        embeds[-1].set_image(url=f"attachment://{_PICTURE}")
    return embeds


def _view(page: Page) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(page.rows):
        for button in row:
            view.add_item(
                discord.ui.Button(
                    style=discord.ButtonStyle.secondary,
                    label=button.label,
                    custom_id=button.token,
                    row=number,
                )
            )
    # A view that was stopped before it is sent is not kept, so presses come as plain interactions
    # whether or not this process sent the button.
    view.stop()
    return view


class FollowUps:
    """Sends what comes after an interaction's first answer, at most once each.

    The library repeats a follow-up after every server error, though the first may have been shown.
    Its own session raises on such errors instead, and so nothing is ever shown twice.
    """

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def send(
        self, interaction: Interaction, page: Page, *, private: bool
    ) -> discord.WebhookMessage:
        """Send *page* and return the message it became. Raises one of `FAILURES`."""
        if self._session is None:
            self._session = aiohttp.ClientSession(raise_for_status=_raise_on_server_error)
        webhook = interaction.followup
        webhook.session = self._session
        made: discord.WebhookMessage = await webhook.send(
            ephemeral=private, wait=True, **fresh(page)
        )
        return made

    async def close(self) -> None:
        """Close the connections; safe to call twice."""
        if self._session is not None:
            await self._session.close()
            self._session = None


async def _raise_on_server_error(response: aiohttp.ClientResponse) -> None:
    if response.status >= 500:
        response.raise_for_status()
