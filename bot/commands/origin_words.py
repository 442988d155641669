"""Outlets and origins in words: how many there are, who they are, and who cites whom."""

from bot.core.plain import quoted
from bot.core.reply import Line
from knowledge.amending import called
from knowledge.citations import Citation, How
from knowledge.model import DocumentState
from knowledge.origins import Origin, Origins, Step, Via

MAX_NAMED = 3
"""So many origins are named; the others are counted."""


def counted(found: Origins) -> str:
    """Return the count with who they are: `4 outlets, 1 origin: Reuters, 8 January 2020`."""
    outlets, origins = len(found.outlets), len(found.origins)
    parts = []
    if origins:
        named = [_named(origin) for origin in found.origins[:MAX_NAMED]]
        named += [f"and {origins - MAX_NAMED} more"] * (origins > MAX_NAMED)
        parts.append(f"{origins} origin{'s' * (origins != 1)}: {'; '.join(named)}")
    parts += [_circular(circle, alone=not origins) for circle in found.circles]
    return f"{outlets} outlet{'s' * (outlets != 1)}, {'; '.join(parts)}"


def _named(origin: Origin) -> str:
    if origin.outlet and not origin.on_record:
        return f"{origin.name} (itself not on record with it)"
    if not origin.on_record:
        return origin.name
    day = origin.day.words() if origin.day else "undated"
    since = origin.state
    gone = "" if since is DocumentState.CURRENT else f" ({since.value} by its outlet since)"
    return f"{origin.name}, {day}{gone}"


def _circular(circle: tuple[tuple[str, str], ...], *, alone: bool) -> str:
    pairs = [f"{citing} cites {cited}" for citing, cited in circle]
    said = pairs[0] if len(pairs) == 1 else f"{', '.join(pairs[:-1])}, and {pairs[-1]}"
    ending = "; no other origin is named" if alone else ""
    return f"circular: {said}{ending}"


def step_words(step: Step) -> Line:
    """Return how one comes to point to another, and who said so."""
    if step.via is Via.NAMES:
        return (f"names {step.cited} as who says it",)
    if step.via is Via.PASSES:
        return (f"has it from {step.cited}, by what {step.outlet} says",)
    if step.via is Via.RELAYS:
        return (f"passes on what {step.cited} says, by what {step.outlet} says",)
    if step.citation is None:
        return (f"repeats {step.cited} (confirmed by a person)",)
    return (f"cites {step.cited}: {citation_words(step.citation)}",)


def citation_words(citation: Citation) -> str:
    """Return by what a citation is known, its words as they stand, who said so, and its number."""
    said = quoted(citation.words) if citation.words else ""
    if citation.how is How.PERSON:
        day = f", {citation.at.day} {citation.at:%B %Y}" if citation.at else ""
        known = f"said by {called(citation.by)}{day}"
    elif citation.how is How.LINK:
        known = f"a link on the words {said}, found by the desk's rules"
    elif citation.start < 0:
        known = f"the byline {said}, found by the desk's rules"
    else:
        known = f"{said}, found by the desk's rules"
    return f"{known} (citation {citation.number})"
