"""Whether a clause looks forward: “will rule on Friday” against “ruled on Friday”.

Only the words of the clause are read, the last verb before the date first. It is a convention, not
knowledge: what was taken is said with the date.
"""

import re

_BACK, _ON = 220, 140
_CLAUSE = re.compile(
    r"[,;:—–()\n]|\b(?:that|which|who|whom|when|where|while|after|before|because|although|but|if|"
    r"and|as)\b|[.!?][\"”’']?\s"
)
_SENTENCE = re.compile(r"[.!?][\"”’']?\s|\n")
_MODAL = (
    r"(?:will|shall|won['’]t|must|may|could|would|should|to)\b(?! have\b)(?: not| also)?(?: be)?"
    r" [a-z]+"
)
_DUE = (
    r"(?:due|set|expected|scheduled|slated|planned|planning|going|preparing|hop(?:es?|ing)|plans?"
    r"|aims?|intends?|wants?|needs?|ready|likely|vow(?:s|ed)|promised|urged|agreed)"
)
_PRESENT = (
    r"opens|begins?|starts|resumes?|launches|meets?|expires?|ends|closes|faces|runs|goes|hosts"
    r"|takes? (?:place|effect|office)|arrives?|returns to|votes (?:on|in)|kicks? off|comes out"
)
_FORWARD = re.compile(
    rf"\b(?:(?:will|shall|must)|(?:is|are) (?:to|about|{_DUE})|{_DUE} (?:to|for|on|in)|has yet to"
    rf"|upcoming|deadline|scheduled|to be [a-z]+ed|to (?:take place|begin|start)|{_PRESENT}"
    r"|due (?:out|in|by|back)|(?:may|could|would|should)(?! have\b)|next)\b|['’]ll\b",
    re.IGNORECASE,
)
_AFTER_MODAL = re.compile(rf"\b{_MODAL}|['’]ll(?: be)? [a-z]+", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|began|came|went|took|made|got|met|left|held|won|lost|ran|rose"
    r"|fell|gave|found|saw|sent|paid|kept|led|spoke|wrote|died|shot|struck|hit|quit|shut|cut|put|set"
    r"|read|became|knew|thought|brought|bought|sold|fled|flew|broke|chose|drew|drove|grew|threw|has"
    r"|have|been|[a-z]{2,}ed)\b",
    re.IGNORECASE,
)
_SPEAKING = re.compile(
    r"\b(?:said|told|announced|reported|tweeted|added|wrote|stated)\s+(?:[a-z]+ )?(?:on |in )?$"
)
_WAS_DUE = re.compile(r"\b(?:was|were|had been) (?:due|set|expected|scheduled|to)\b")
_OPENING = re.compile(r"[ \"“]*(?:(?:on|in|at|late|early)? )?", re.IGNORECASE)


def looks_forward(text: str, start: int, end: int) -> bool | None:
    """Say whether the clause around the date from *start* to *end* speaks of what is to come.

    `None` where it has no verb that tells.
    """
    before = text[max(0, start - _BACK) : start]
    cut = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
    clause = before[cut:]
    if _SPEAKING.search(clause):
        return False
    told = _last(clause)
    if told is not None:
        return told
    after = text[end : end + _ON]
    stop = (_SENTENCE if _OPENING.fullmatch(clause) else _CLAUSE).search(after)
    return _first(after[: stop.start()] if stop else after)


def _last(clause: str) -> bool | None:
    if _WAS_DUE.search(clause):
        return False
    forward = max((match.start() for match in _FORWARD.finditer(clause)), default=-1)
    past = max(_past(clause), default=-1)
    return None if forward < 0 and past < 0 else forward >= past


def _first(clause: str) -> bool | None:
    forward = _FORWARD.search(clause)
    past = min(_past(clause), default=len(clause))
    if forward is None:
        return None if past == len(clause) else False
    return forward.start() <= past


def _past(clause: str) -> list[int]:
    """Return where verbs of the past stand: not those that a modal leads (“will be released”)."""
    led = [match.span() for match in _AFTER_MODAL.finditer(clause)]
    places = (match.start() for match in _PAST.finditer(clause))
    return [at for at in places if not any(first <= at < last for first, last in led)]
