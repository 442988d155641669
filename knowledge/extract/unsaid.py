"""Cues that report nothing said: “did not say that …”, “refused to admit that …”, “if he says …”.

To take what stands behind such a cue for somebody's claim would turn it into its opposite.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_BELIEVING = frozenset("think believe expect feel suppose agree accept consider imagine".split())
"""With “not”, these hold the opposite of what follows to be true."""

_HOLDING_BACK = frozenset(
    """
    refuse decline fail refrain stop cease avoid hesitate forget neglect want wish hope try need
    plan intend threaten
    """.split()
)
_REFUSING = frozenset("refuse decline fail".split())
_NOBODY = frozenset("nobody none neither no 's ’s us".split())
"""Nobody says it, or everybody is asked to: “let's assume that …”."""

_NOT_SO = frozenset(
    """
    absurd afraid careful difficult early easy eager fair false foolish hard impossible misleading
    possible premature ready reasonable reluctant ridiculous safe silly tempting unable unfair
    unwilling willing wrong
    """.split()
)
"""With an infinitive, these judge what may be said: “it is wrong to say that …”."""

_SUPPOSING = frozenset("if unless whether".split())
_MAYBE = frozenset("may might could should would must".split())
"""With these, something would be said, or ought to be, or could."""

_AFTER_ALL = frozenset("later eventually subsequently then often always repeatedly".split())
"""With “would”, these tell what was said at a later time, or over and over."""

_TO_COME = frozenset("will shall 'll ’ll wo".split())
_SELF = frozenset("i we".split())
_ANYBODY = frozenset("you one anyone anybody".split())
_LEADING_TO = frozenset("expect set due schedule plan go likely able prepare poise".split())
"""With an infinitive, these say that it has not been said yet: “is expected to say”."""


def disbelief(cue: "Sequence[Token]") -> "Token | None":
    """Return the “not” of a cue that holds the opposite to be true: “does not believe that …”."""
    for token in cue:
        negation = _negation(token)
        if negation is not None and token.lemma_.lower() in _BELIEVING and not _is_passive(token):
            return negation
    return None


def is_unsaid(cue: "Sequence[Token]", source: "Sequence[Token]", *, quoted: bool) -> bool:
    """Say whether a cue reports that something was not said, or not yet, or asks or supposes it.

    What stands in quotation marks was said by somebody all the same, so for *quoted* words only a
    “not” counts.
    """
    if source and source[0].lower_ in _NOBODY:
        return True
    verbs = [token for token in cue if token.pos_ in ("VERB", "AUX", "NOUN")]
    if any(
        _negation(token) is not None or _is_none(token) or token.lemma_.lower() in _REFUSING
        for token in verbs
    ):
        return True
    oneself = bool(source) and source[0].lower_ in _SELF
    if not oneself and any(_is_imagined(verb) for verb in verbs):
        return True
    if source and source[0].lower_ in _ANYBODY and any(_is_able(verb) for verb in verbs):
        return True
    if quoted:
        return False
    return any(_holds_back(t) or _supposes(t) for t in verbs) or _is_asked(verbs)


def is_to_come(cue: "Sequence[Token]") -> bool:
    """Say whether a cue tells what somebody is going to say: “will announce”, “is to tell”."""
    return any(_is_ahead(token) for token in cue if token.pos_ in ("VERB", "AUX"))


def _is_ahead(verb: "Token") -> bool:
    if any(child.dep_ == "aux" and child.lower_ in _TO_COME for child in verb.children):
        return True
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    return infinitive and verb.dep_ in ("xcomp", "acl") and verb.head.lemma_.lower() in _LEADING_TO


def _is_able(verb: "Token") -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "can" for child in verb.children)


def _is_imagined(verb: "Token") -> bool:
    """Say whether *verb* is only thought of: “critics would say”, “you could argue”."""
    modal = next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in _MAYBE), None)
    if modal is None:
        return False
    told = any(child.lower_ in _AFTER_ALL for child in verb.children)
    return not (modal == "would" and told)


def _negation(verb: "Token") -> "Token | None":
    for child in verb.children:
        if child.dep_ != "neg":
            continue
        following = child.doc[child.i + 1].lower_ if child.i + 1 < len(child.doc) else ""
        if following not in ("only", "just", "merely"):
            return child
    return None


def _is_none(noun: "Token") -> bool:
    """Say whether *noun* is denied: “no allegations of …”, “without the claim that …”."""
    if noun.pos_ != "NOUN":
        return False
    determined = any(child.lower_ == "no" for child in noun.children if child.dep_ == "det")
    return determined or (noun.dep_ == "pobj" and noun.head.lower_ == "without")


def _is_passive(verb: "Token") -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def _holds_back(verb: "Token") -> bool:
    above = verb.head
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    return infinitive and (
        above.lemma_.lower() in _HOLDING_BACK
        or any(word.lower_ in _NOT_SO for word in (above, *above.children))
        or (verb.dep_ == "xcomp" and _negation(above) is not None)
    )


def _supposes(verb: "Token") -> bool:
    children: Iterable[Token] = verb.children
    return any(child.dep_ == "mark" and child.lower_ in _SUPPOSING for child in children)


def _is_asked(verbs: "Sequence[Token]") -> bool:
    return any(verb.dep_ == "ROOT" and verb.sent[-1].text == "?" for verb in verbs)
