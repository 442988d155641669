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
_FORWARD = re.compile(
    r"\b(?:will|shall|won['’]t|(?:is|are|'s) (?:to|due|set|expected|scheduled|slated|planning|going"
    r"|likely|about|preparing|ready)|(?:due|set|expected|scheduled|slated|planned|going|hopes?|plans?"
    r"|aims?|intends?|wants?|needs?|ready|likely|vows?|vowed|promised|urged|agreed) (?:to|for|on|in)"
    r"|has yet to|must|upcoming|deadline|scheduled|to be (?:held|published|released|announced|made)|to take place|to begin"
    r"|to start|opens|begins?|starts|resumes?|launches|meets?|expires?|ends|closes|faces|runs"
    r"|takes? (?:place|effect|office)|arrives?|returns to|votes on|goes|kicks? off|comes out|hosts"
    r"|due (?:out|in|by|back)|may|could|would|should|next)\b|['’]ll\b",
    re.IGNORECASE,
)
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


def looks_forward(text: str, start: int, end: int) -> bool:
    """Say whether the clause around the date from *start* to *end* speaks of what is to come."""
    before = text[max(0, start - _BACK) : start]
    cut = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
    clause = before[cut:]
    if _SPEAKING.search(clause):
        return False
    told = _last(clause)
    if told is not None:
        return told
    after = text[end : end + _ON]
    after = after.lstrip(" ,") if not clause.strip(' "“OonIinAat') else after
    stop = _CLAUSE.search(after)
    return bool(_first(after[: stop.start()] if stop else after))


def _last(clause: str) -> bool | None:
    forward = max((match.start() for match in _FORWARD.finditer(clause)), default=-1)
    past = max((match.start() for match in _PAST.finditer(clause)), default=-1)
    if forward < 0 and past < 0:
        return None
    if re.search(r"\b(?:was|were|had been) (?:due|set|expected|scheduled|to)\b", clause):
        return False
    return forward >= past or (forward >= 0 and past - forward < 14 and " to be " in clause)


def _first(clause: str) -> bool:
    forward, past = _FORWARD.search(clause), _PAST.search(clause)
    if forward is None:
        return False
    return past is None or forward.start() <= past.start()
