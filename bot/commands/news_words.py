"""News in words: who says it first, then what was and what is."""

from collections.abc import Mapping

from bot.commands import words
from bot.core.plain import quoted
from bot.core.reply import Action, Line, SourceRow, Span
from knowledge.anchoring import Fate
from knowledge.model import Claim, Document
from knowledge.news import PARTS, Difference, News

_QUOTED = frozenset({"statement", "words", "answer", "asked"})
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
    if news.added:
        return ("New on record: ", *words.row_words(claim))
    parts: list[Span] = [f"{claim.label}. ", *_told(news)]
    return tuple(parts)


def _told(news: News) -> Line:
    told = [difference_words(difference) for difference in news.differences]
    if news.evidence:
        pieces = "1 piece" if news.evidence == 1 else f"{news.evidence} pieces"
        told.append(f"{pieces} of evidence added")
    why = f" Why: {news.whys[-1][:_LONGEST]}" if news.whys else ""
    return (f"{'; '.join(told)}.{why}",)


def difference_words(difference: Difference) -> str:
    """Return one part as it was and as it is: `Claim: Not checked → Disputed`."""
    was, now = (_side(difference.part, text) for text in (difference.was, difference.now))
    return f"{PARTS[difference.part]}: {was} → {now}"


def _side(part: str, text: str) -> str:
    if not text:
        return "nothing"
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return quoted(short) if part in _QUOTED else short


def _about_document(news: News, document: Document) -> Line:
    told = [difference_words(difference) for difference in news.differences]
    if news.compared:
        fared = [f"{count} {fate}" for fate, count in _fates(news).items()]
        told.append(f"its claims in a newer version: {', '.join(fared)}")
    notice = f" {document.note}" if document.note and news.differences else ""
    return (f"Document {document.key}. {'; '.join(told)}.{notice}",)


def _fates(news: News) -> Mapping[str, object]:
    return {fate.value: news.compared[fate.value] for fate in Fate if fate.value in news.compared}
