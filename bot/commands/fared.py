"""What became of a claim's words in a newer version, in words, with what changed side by side."""

from collections.abc import Sequence

from bot.commands import words
from bot.core.reply import Action, Block, Line, Note, Paragraph, SourceRow, Sources, Span, Strong
from knowledge.anchoring import Fate, Part, Piece
from knowledge.documents import DocumentVersion
from knowledge.dossier import Dossier
from knowledge.fates import KeptFinding
from knowledge.model import Claim
from knowledge.versions import ClaimFate

DIFFERENCES = "[- …] stood there before, [+ …] stands there now."
UNTOUCHED = "No claim was changed by this: a person decides what follows."

MAX_ROWS = 6
_AROUND = 60
_WORST_FIRST = (Fate.CHANGED, Fate.NOT_FOUND, Fate.AMBIGUOUS, Fate.MOVED, Fate.IN_PLACE)
_SINCE = {
    Fate.MOVED: "the words stand elsewhere in it",
    Fate.AMBIGUOUS: "the words stand in several places of it",
    Fate.CHANGED: "the words read otherwise in it",
    Fate.NOT_FOUND: "the words are not found in it",
}


def since_words(kept: KeptFinding | None) -> str:
    """Return what to say on a claim's card of a newer version of its document, or nothing."""
    if kept is None or kept.finding.fate not in _SINCE:
        return ""
    day = f"{kept.at.day} {kept.at:%B %Y}"
    return (
        f"Its document has a newer version, compared {day}: {_SINCE[kept.finding.fate]}. "
        "The claim stands as it was taken from the older one."
    )


def newer_blocks(newer: DocumentVersion | None, fared: ClaimFate | None) -> list[Block]:
    """Return what became of a proposal's words in the *newer* version of its document."""
    if newer is None:
        return []
    day = f"{newer.retrieved_at.day} {newer.retrieved_at:%B %Y}"
    since = f"The document has changed since: version {newer.number} was read {day}."
    if fared is None:
        return [Note((since,))]
    blocks: list[Block] = [Paragraph((f"{since} These words there: ", *fate_words(fared)))]
    if fared.pieces:
        blocks.append(Note((DIFFERENCES,)))
    return [*blocks, Note(("The claim keeps to the version it was taken from.",))]


def dossier_rows(dossier: Dossier) -> list[tuple[Claim, SourceRow]]:
    """Return a row for each claim, those first that a person should look at."""
    fates = sorted(dossier.fates, key=lambda each: _WORST_FIRST.index(each.finding.fate))
    rows = [(each.claim, _row(each.claim, fate_words(each))) for each in fates]
    rows += [
        (claim, _row(claim, ("no words of it are on record to look for",)))
        for claim in dossier.unanchored
    ]
    here = "taken from the newest version" if dossier.versions else "taken from it"
    return rows + [(claim, _row(claim, (here,))) for claim in dossier.newest]


def fared_blocks(dossier: Dossier) -> list[Block]:
    """Return how the claims of older versions fared in the newest, the worst first."""
    older = {each.claim.slug for each in dossier.fates} | {c.slug for c in dossier.unanchored}
    rows = [row for claim, row in dossier_rows(dossier) if claim.slug in older]
    if not rows:
        return []
    blocks: list[Block] = [Sources("Claims on record of older versions", tuple(rows[:MAX_ROWS]))]
    if len(rows) > MAX_ROWS:
        blocks.append(Note((f"{len(rows) - MAX_ROWS} more are not listed here.",)))
    if any(each.pieces for each in dossier.fates):
        blocks.append(Note((DIFFERENCES,)))
    return [*blocks, Note((UNTOUCHED,))]


def _row(claim: Claim, said: Line) -> SourceRow:
    opens = Action(claim.slug, "claim", {"slug": claim.slug})
    return SourceRow(words.owner(claim), (f"{claim.label}: ", *said), opens)


def fate_words(fared: ClaimFate) -> Line:
    """Return what became of a claim's words in the newest version."""
    found, place = fared.finding, ""
    if found.span:
        place = f" (characters {found.span.start:,} to {found.span.end:,})"
    match found.fate:
        case Fate.IN_PLACE:
            return (f"in place{place}",)
        case Fate.MOVED:
            return (f"moved: the words stand elsewhere{place}",)
        case Fate.AMBIGUOUS:
            return (f"ambiguous: the words stand in {found.times} places, and none was chosen",)
        case Fate.CHANGED:
            return (f"changed; the nearest passage{place}: ", *diff(fared.pieces))
    return ("not found in the newest version",)


def diff(pieces: Sequence[Piece]) -> Line:
    """Return a comparison in one line; long stretches that both have are cut in their middle."""
    line: list[Span] = []
    gone = come = ""
    for piece in pieces:
        if piece.part is Part.REMOVED:
            gone += piece.text
        elif piece.part is Part.ADDED:
            come += piece.text
        elif piece.text.isspace() and (gone or come):
            gone, come = gone + piece.text, come + piece.text  # words in a row read as one change
        else:
            line += [*_change(gone, come), _shortened(piece.text)]
            gone = come = ""
    return (*line, *_change(gone, come))


def _change(gone: str, come: str) -> Line:
    """Return what gave way and what came, each in brackets, with the spaces around them outside."""
    told = [f"[{sign} {text.strip()}]" for sign, text in (("-", gone), ("+", come)) if text.strip()]
    if not told:
        return (" ",) if gone or come else ()
    before = " " if gone[:1].isspace() or come[:1].isspace() else ""
    after = " " if gone[-1:].isspace() or come[-1:].isspace() else ""
    return (before, Strong(" ".join(told)), after)


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _AROUND else f"{text[:_AROUND]} […] {text[-_AROUND:]}"
