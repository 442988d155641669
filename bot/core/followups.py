"""Questions that say nothing by themselves: “who says so?”, “and Kenya?”, “the second one”.

A small grammar, read as a whole line or not at all: whatever is not surely a follow-up is a
question of its own. Pure: what a follow-up refers to is looked up by the command that answers it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

FOLLOW_UP = "about-that"
"""The command that answers them."""

_LONGEST = 80
_IT = (
    r"(?:it|this|that|so|these|those|them|this one|that one"
    r"|(?:the|this|that|these|those) (?:claims?|figures?|numbers?|words))"
)
_SAYING = r"(?:say|says|said|saying|claims?|claimed|reports?|reported|writes?|wrote|written)"
_WORDS_OF_IT = r"(?:sources? text|sources?|exact (?:words|quote)|quote|quotation|passage|original)"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_SHORT_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th")


class Wish(StrEnum):
    """What a follow-up asks for."""

    WHO = "who says it"
    WHEN = "since when"
    STATUS = "how it stands"
    COMPARE = "compare"
    OTHERS = "what others say"
    SOURCE = "the source"
    NUMBER = "one of several"
    ELSEWHERE = "the same elsewhere"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question about what was shown last.

    `words` are those after “and” or “what about”, as typed. `number` counts what was shown from 1;
    0 is the last of it.
    """

    wish: Wish
    words: str = ""
    number: int = 1


_WHOLE = {
    Wish.WHO: rf"""
        who (?:is |was )?{_SAYING}(?: {_IT})? | who(?: is|'s) {_SAYING} {_IT}
      | (?:says|said) who | according to whom | whose (?:claim|figure|number|words)(?: is {_IT})?
      | who(?: is|'s)(?: it| that| this) from | where (?:is|does) {_IT} (?:come )?from
    """,
    Wish.WHEN: rf"""
        since when | from when | as of when | how (?:old|recent) is {_IT} | (?:of )?what date
      | when (?:is|was|were) {_IT}(?: from| {_SAYING}| published| printed)?
      | when did (?:he|she|they|who) {_SAYING} {_IT}
    """,
    Wish.STATUS: rf"""
        (?:is|was) {_IT} (?:really |actually )?(?:true|right|correct|checked|confirmed|verified)
      | (?:has|have) {_IT} been (?:checked|confirmed|verified|reviewed) | (?:really|is that so)
      | true | verified | confirmed | checked
      | (?:has|have) (?:we|you|anyone|anybody) checked {_IT} | how does {_IT} stand
    """,
    Wish.COMPARE: rf"""
        (?:can you )?compare(?: (?:{_IT}|both|the two|all|all of them))?(?: side by side)?
      | how do (?:they|these|those|the two) compare | side by side
      | compare(?: {_IT})? (?:with|to) (?:the )?others?
    """,
    Wish.OTHERS: rf"""
        what (?:do|did) (?:the )?others say(?: (?:about|on) {_IT})?
      | what (?:does|did) (?:anyone|anybody) else say(?: (?:about|on) {_IT})?
      | who else {_SAYING} {_IT} | (?:anyone|anybody|who|anything|what) else(?: on record)?
      | what else is on record(?: (?:about|on) {_IT})? | (?:the )?others
      | (?:does|did) (?:anyone|anybody|someone) say otherwise
      | (?:does|did) (?:anyone|anybody|someone) (?:disagree|dispute)(?: with)?(?: {_IT})?
      | who (?:disagrees|disputes)(?: (?:with )?{_IT})?
    """,
    Wish.SOURCE: rf"""
        (?:can you )?(?:(?:show|give|send) (?:me |us )?)?(?:the )?{_WORDS_OF_IT}
      | what(?: is|'s| are| was| were) the (?:source|exact words|exact quote|quotation|quote)
      | where does it say {_IT} | where is {_IT} written
      | what exactly did (?:he|she|they) say
    """,
}
_PATTERNS = {
    wish: re.compile(re.sub(r" \| ", "|", " ".join(pattern.split())))
    for wish, pattern in _WHOLE.items()
}
_NUMBERED = re.compile(
    r"(?:(?:show|open|give) (?:me |us )?)?(?:the )?"
    rf"(?:({'|'.join(_ORDINALS)})|({'|'.join(_SHORT_ORDINALS)})|(last))(?: one| claim| row)?"
)
_BARE_NUMBER = re.compile(r"(?:(?:show|open|give) (?:me |us )?)?(?:number |no\. ?|# ?)?([1-8])")
_ELSEWHERE = re.compile(
    r"(?:(?:and )?(?:what|how) about|what of|(?:and )?the same (?:for|in)|and)"
    r" (?:(?:in|for|from|of) )?(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W_][\w.’'-]*){0,3}")
_NO_NAME = frozenset(
    """
    a also an are at but by can could did do does else he her his how i if is it its me my not now
    on or other others our she should so that their them then there these they this those to was
    we were what when where which who whom whose why will with would you your
    """.split()
)
_LEADING = re.compile(r"^(?:(?:ok|okay|so|but|and|well|hm+|please|thanks)[,:]? )+", re.IGNORECASE)


def follow_up(line: str) -> FollowUp | None:
    """Return the follow-up that *line* is as a whole, or nothing where it is not surely one."""
    if len(line) > _LONGEST:
        return None
    typed = " ".join(line.replace("’", "'").split()).strip(" ?!.…,;:")
    elsewhere = _ELSEWHERE.fullmatch(typed)
    asked = _LEADING.sub("", f"{typed} ", count=1).strip().lower()
    asked = re.sub(r",? please$", "", asked)
    for wish, pattern in _PATTERNS.items():
        # “what’s” is typed as one word and as two.
        if pattern.fullmatch(asked) or pattern.fullmatch(asked.replace("'s", " is")):
            return FollowUp(wish)
    if numbered := _NUMBERED.fullmatch(asked):
        word, short, _ = numbered.groups()
        if word or short:
            at = _ORDINALS.index(word) if word else _SHORT_ORDINALS.index(short)
            return FollowUp(Wish.NUMBER, number=at + 1)
        return FollowUp(Wish.NUMBER, number=0)
    if bare := _BARE_NUMBER.fullmatch(asked):
        return FollowUp(Wish.NUMBER, number=int(bare.group(1)))
    if elsewhere and _is_name(elsewhere["words"]):
        return FollowUp(Wish.ELSEWHERE, words=elsewhere["words"])
    return None


def _is_name(words: str) -> bool:
    """Say whether *words* may be the name of a place or of anybody, by their form alone."""
    first, *rest = words.split()
    if first.lower() == "the":
        return bool(rest) and all(word[0].isupper() for word in rest) and len(rest) <= 3
    known = _NO_NAME.isdisjoint(word.lower() for word in (first, *rest))
    return known and _NAME.fullmatch(words) is not None
