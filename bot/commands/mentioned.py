"""A claim's own name inside a question: “is doctors-salary true?”, “what do we have on it?”."""

import re

from bot.core.registry import Context
from bot.core.request import Door
from knowledge.desk import Found, How, Lookup
from knowledge.match.query import cleaned
from knowledge.text import folded

_MOST = 3
_HYPHENED = re.compile(r"(?<![\w-])[^\W_]+(?:-[^\W_]+)+(?![\w-])")


async def looked_up(context: Context, asked: str) -> Lookup:
    """Return what the desk finds for *asked*; the name of one claim in it is that claim.

    A question's frame is taken off for that (“is it true that …?”). A message that somebody else
    wrote is looked up as it stands.
    """
    found = await context.desk.look_up(asked)
    exact = isinstance(found, Found) and found.how in (How.SLUG, How.ALIAS)
    if exact or context.request.door is Door.MENU:
        return found
    names = {
        name
        for words in (cleaned(asked), *_HYPHENED.findall(asked))
        if (name := await _name(context, words))
    }
    return await context.desk.look_up(names.pop()) if len(names) == 1 else found


async def _name(context: Context, words: str) -> str:
    """Return the slug of the claim called *words* exactly, from memory."""
    key = folded(words)
    for name in await context.desk.complete(key, _MOST) if key else ():
        if key == name.slug or key in map(folded, name.aliases):
            return name.slug
    return ""
