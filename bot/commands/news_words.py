"""News in words: who says it first, then what was and what is."""

from collections.abc import Mapping

from bot.commands import words
from bot.commands.cards import shortened_quotation
from bot.core.plain import quoted
from bot.core.reply import Action, Line, SourceRow
from knowledge.anchoring import Fate
from knowledge.model import Claim, ClaimRating, Document
from knowledge.news import PARTS, Difference, News
from knowledge.relating import is_withdrawn

_QUOTED = frozenset({"words"})
"""Only these stand in the source; a statement is in the desk's own words."""

_MOMENTS = frozenset({"asked", "none by"})
_LONGEST = 300


def news_row(
    news: News, claims: Mapping[str, Claim], documents: Mapping[str, Document]
) -> SourceRow | None:
    """Return what changed as a row, its owner first; nothing where it is not shown any more."""
    claim = claims.get(news.slug)
    if claim is not None:
        opens = Action(claim.slug, "claim", {"slug": claim.slug})
        return SourceRow(words.owner(claim), _about_claim(news, claim), opens)
    document = documents.get(news.document)
    if document is None:
        return None
    owner = f"{document.outlet.name}, {words.date_words(document)}"
    return SourceRow(owner, _about_document(news, document))


def _about_claim(news: News, claim: Claim) -> Line:
    if is_withdrawn(claim):
        return (f"{claim.label}. ", *_withdrawn(news))
    if news.added:
        return ("New on record: ", *words.row_words(claim))
    return (f"{claim.label}. ", *_told(news), " Now: ", *words.row_words(claim))


def _withdrawn(news: News) -> Line:
    """Return what changed of a claim that is withdrawn; of what it says nothing is told again."""
    gone = any(each.now == ClaimRating.WITHDRAWN for each in news.differences)
    if news.added:
        return (f"Put on record, and withdrawn since.{_why(news) if gone else ''}",)
    return _told(news) if gone else (*_told(news), " It is withdrawn by now.")


def _told(news: News) -> Line:
    told = [difference_words(difference) for difference in news.differences]
    if news.evidence:
        pieces = "1 piece" if news.evidence == 1 else f"{news.evidence} pieces"
        told.append(f"{pieces} of evidence added")
    return (f"{_ended('; '.join(told))}{_why(news)}",)


def _why(news: News) -> str:
    """Return the reason that was given last, and who gave it."""
    if not news.whys:
        return ""
    return f" Why: {_cut(news.whys[-1])}{f' ({news.by})' if news.by else ''}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def _cut(text: str) -> str:
    """Return *text* in one line, cut at a word where it is long."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def difference_words(difference: Difference) -> str:
    """Return one part as it was and as it is: `Claim: Not checked → Disputed`."""
    was, now = (_side(difference.part, text) for text in (difference.was, difference.now))
    return f"{PARTS[difference.part]}: {was} → {now}"


def _side(part: str, text: str) -> str:
    if not text:
        return "nothing"
    if part in _QUOTED:
        shown, whole = shortened_quotation(text)
        return quoted(shown) if whole else f"{quoted(shown)} …"
    return words.moment_words(text) if part in _MOMENTS else _cut(text)


def _about_document(news: News, document: Document) -> Line:
    told = [difference_words(difference) for difference in news.differences]
    if news.compared:
        fared = [f"{count} {fate}" for fate, count in _fates(news).items()]
        told.append(f"its claims in a newer version: {', '.join(fared)}")
    notice = document.note if document.note and news.differences else ""
    said = f" The outlet's notice: {_cut(notice)}" if notice else ""
    return (f"Document {document.key}. {_ended('; '.join(told))}{said}",)


def _fates(news: News) -> Mapping[str, object]:
    return {fate.value: news.compared[fate.value] for fate in Fate if fate.value in news.compared}
