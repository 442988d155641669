"""How strongly something is said: the word that says so, kept as written."""

import re
from dataclasses import dataclass

from knowledge.model import Span
from knowledge.vocabulary import Strength

_ALLEGED = re.compile(
    r"\b(?:allegedly|purportedly|reportedly|supposedly|alleged|purported|accused\s+of"
    r"|it\s+(?:is|was|has\s+been)\s+(?:\w+ly\s+)?(?:alleged|claimed|rumou?red)|rumou?red\s+to"
    r"|suspected\s+(?:arson|attack|bomb|burglar|gang|gun|hack|hijack|kidnap|kill|loot|milita"
    r"|murder|poach|rap|robb|shoot|smuggl|spy|spies|swindl|terror|thie|traffick)\w*"
    r"|(?:is|are|was|were|been|being)\s+(?:accused|suspected|charged|alleged)"
    r"|suspected\s+of|charged\s+with|allegations?|accusations?|alleg(?:e|es|ing))\b",
    re.IGNORECASE,
)
_ALLEGING = re.compile(r"\b(?:alleg(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|suspect(?:s|ed)?)\b", re.I)
_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refut(?:e|es|ed|ing)|disput(?:e|es|ed|ing)"
    r"|disavow(?:s|ed|ing)?|rebut(?:s|ted|ting)?)\b",
    re.IGNORECASE,
)
_ESTIMATED = re.compile(
    r"\b(?:estimat(?:e|es|ed|ing|edly)|(?:is|are|was|were)\s+(?:believed|thought|reckoned)\s+to)\b",
    re.IGNORECASE,
)
_PREDICTED = re.compile(
    r"\b(?:will(?!\s+of\b)|won['’]t|shall|(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:expected|set|due|likely"
    r"|scheduled|slated|planned|poised|bound|going|forecast|projected|predicted)\s+to"
    r"|to\s+be\s+\w+ed\s+(?:next|by)|(?:forecast|predict|project)(?:s|ed)?)\b|\w['’]ll\b",
    re.IGNORECASE,
)
_INTENDING = re.compile(
    r"\b(?:vow|promis|pledg|threaten|plan|forecast|predict|project|expect|intend|hope)\w*\b", re.I
)
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|had\s+\w+\s+(?:not\s+)?(?:been|happened|come)|provided\s+that)\b.*\b(?:would|could"
    r"|might|may)\b|\b(?:would|could|might)\b.*\b(?:if|unless)\b"
    r"|(?-i:\bHad)\s+\w+\b.*\b(?:would|could|might)\s+(?:\w+\s+){0,2}have\b",
    re.IGNORECASE | re.DOTALL,
)
_MAYBE = re.compile(
    r"\b(?:may(?=\s+(?:have|be|not|also|already|well|soon|[a-z]+\b))(?!\s+\d)|might"
    # “Nobody could tell us” and “could not pay” are told; “could not be” may be supposed.
    r"|(?<!nobody\s)(?<!no\sone\s)(?<!Nobody\s)(?<!No\sone\s)could(?!(?:\s+not|n['’]t)\s+(?!be\b|have\b))"
    r"|possibly|perhaps"
    r"|maybe|probably|presumably|potentially|apparently|seemingly|(?:seem|appear)(?:s|ed)?\s+to)\b"
)
_BACK_SHIFTED = re.compile(r"\bwould(?!\s+have)\b|\bwouldn['’]t\b", re.IGNORECASE)
_GRAVE = re.compile(
    r"\b(?:crimes?|criminal|murder(?:s|ed|ers?)?|rap(?:e|es|ed|ists?)|assault(?:s|ed|ing)?|abus(?:e|es|ed|ive)"
    r"|fraud(?:s|ulent)?|corrupt(?:ion)?|brib(?:e|es|ed|ery)|theft|stole|stolen|launder(?:ed|ing)"
    r"|traffick(?:ing|ed|ers?)|slave(?:s|ry)?|genocide|tortur(?:e|ed|ing)|terror(?:ism|ists?)"
    r"|wrongdoing|misconduct|treason|perjury|l(?:iars?|ied|ying)|cover-up|collu(?:sion|ded)|embezzl\w+|extort\w+"
    r"|forced\s+labou?r|falsif\w+|rigg(?:ed|ing)|harass\w*|plagiari\w+|conspir\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Strong:
    """A strength and the words that show it, where there are any."""

    strength: Strength
    hedge: Span | None = None


def strength_of_words(text: str, start: int, end: int) -> Strong:
    """Return how strongly the outlet says what stands from *start* to *end*, outside quotations."""
    for strength, pattern in (
        (Strength.ALLEGED, _ALLEGED),
        (Strength.ESTIMATED, _ESTIMATED),
        (Strength.PREDICTED, _PREDICTED),
        (Strength.CONDITIONAL, _CONDITIONAL),
        (Strength.CONDITIONAL, _MAYBE),
    ):
        for match in pattern.finditer(text, start, end):
            if pattern is _ALLEGED and _is_denied(text, start, end, match):
                continue
            whole = pattern is _CONDITIONAL
            return Strong(strength, None if whole else Span(*match.span()))
    return Strong(Strength.STATED)


def strength_of_attribution(text: str, cue: str, content: Span) -> Strong:
    """Return how strongly somebody says *content* with the words *cue*.

    The cue decides first: to deny, to allege, to estimate, to promise. Then the words said do.
    """
    if _DENYING.search(cue):
        return Strong(Strength.DENIED)
    if _ALLEGING.search(cue):
        return Strong(Strength.ALLEGED)
    if _ESTIMATED.search(cue):
        return Strong(Strength.ESTIMATED)
    said = strength_of_words(text, content.start, content.end)
    if said.strength is not Strength.STATED:
        return said
    if _INTENDING.search(cue):
        return Strong(Strength.PREDICTED)
    shifted = _BACK_SHIFTED.search(text, content.start, content.end)
    if shifted is not None:
        return Strong(Strength.PREDICTED, Span(*shifted.span()))
    return said


def is_grave(words: str) -> bool:
    """Say whether *words* name a wrong that somebody may be accused of."""
    return _GRAVE.search(words) is not None


def relays_accusation(text: str, start: int, end: int) -> Span | None:
    """Return the words by which a passage passes on an accusation without saying whose it is."""
    match = _PASSED_ON.search(text, start, end)
    return Span(*match.span()) if match and not _is_denied(text, start, end, match) else None


def _is_denied(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Say whether there is no accusation, or one that the words themselves call untrue.

    “No allegations of”, “has not been accused of”; “the allegation was false”, “false accusations”.
    """
    if _NO.search(text, start, match.start()) is not None:
        return True
    if not _ACCUSATION.match(match[0]):
        return False
    before = _FALSE_BEFORE.search(text, start, match.start())
    return before is not None or _FALSE_AFTER.match(text, match.end(), end) is not None


_NO = re.compile(
    r"(?:\b(?:no|not|never|without|could|may|might|would|should)|n['’]t)\s+(?:been\s+|any\s+)?\Z",
    re.IGNORECASE,
)


_ACCUSATION = re.compile(r"(?:allegation|accusation)s?\b", re.IGNORECASE)
_FALSE = (
    r"(?:false|untrue|unfounded|baseless|groundless|meritless|unproven|unsubstantiated|bogus|wrong|incorrect"
    r"|fabricated|made[ -]up|not\s+true|no\s+truth|(?:a\s+)?(?:lie|lies|smear|hoax)"
    r"|without\s+(?:any\s+)?(?:merit|foundation|basis|substance))\b"
)
_FALSE_BEFORE = re.compile(_FALSE + r"\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_FALSE_AFTER = re.compile(
    r"[^.!?;:]{0,160}?\b(?:is|are|was|were|be|been|(?:prove|turn)[sd]?(?:\s+out\s+to\s+be)?|as)\s+"
    r"(?:(?:all|both|\w+ly)\s+)?(?:[\w-]+(?:\s+[\w-]+)?(?:,|,?\s+and)\s+){0,2}"
    rf"[“\"‘']?{_FALSE}|\s+{_FALSE}",
    re.IGNORECASE,
)


_PASSED_ON = re.compile(
    r"\b(?:(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?(?:accused\s+of|suspected\s+of|charged\s+with"
    r"|alleged\s+to)|(?:stands?|stood)\s+accused\s+of"
    r"|(?:face[sd]?|facing)\s+(?:\w+\s+){0,2}(?:allegations?|accusations?|charges)(?:\s+(?:of|that))?"
    r"|(?:allegations?|accusations?)\s+(?:of|that)|allegedly)\b(?!\s+(?:\w+\s+){0,3}by\b)",
    re.IGNORECASE,
)
