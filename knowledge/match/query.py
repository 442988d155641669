"""What a question asks for, once greetings, links, marks and the form of a post are taken away.

Found on tweets that ask for a known claim: links and the post's date go, the author's name stays,
`#HashTags` and `@handles` are split where their case changes; and all the words that are left are
searched for, since the rarest alone do far worse.
"""

import re
import unicodedata

from knowledge.match.names_of_places import PLACES
from knowledge.match.normal import words
from knowledge.text import STOP_WORDS

MAX_WORDS = 64
"""A search takes so many distinct words; a long post has half of them."""

_LONGEST_TEXT = 4_000
_LINK = re.compile(r"<?\b(?:https?://|www\.)\S+|\b(?:pic\.twitter\.com|t\.co)/\S+", re.IGNORECASE)
_OWN_MENTION = re.compile(r"<[@#!][^>\s]{1,80}>|(?<!\w)@onrecord\b", re.IGNORECASE)
_TAGGED = re.compile(r"(?<!\w)[#@](\w+)")
_CASE_CHANGES = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
# The date of a post stands at its end, after a name or a time; a date in a sentence stays.
_POSTED = re.compile(
    r"(?:[·|—–-]\s*|\)\s*|\b\d{1,2}:\d{2}\s*(?:[AP]M)?\s*[·|-]\s*)"
    rf"{_MONTH}\.? \d{{1,2}},? \d{{4}}\s*$"
)
_LEAD_IN = re.compile(
    r"""^(?:
      (?:hi|hey|hello|ok|okay|so|and|please|pls|quick\ question|fact[ -]?check|rt)\b[\s:,!.-]*
    | (?:breaking|exclusive|just\ in|watch|video|thread|update|urgent|opinion)\s*:\s*
    )*
    (?:(?:
      (?:is|was)\ (?:it|this)\ (?:really\ |actually\ )?(?:true|right|correct|the\ case)(?:\ that)?
    | (?:did|has|have|does|do)\ (?:any(?:one|body)|some(?:one|body))\ (?:ever\ )?
      (?:say|said|claim|claimed|report|reported|write|written)(?:\ that)?
    | (?:do|have)\ we\ (?:have\ |got\ )?(?:a\ claim|a\ record|any(?:thing|\ claims?)?|something)?
      (?:\ on\ (?:the\ )?record)?\ ?(?:on|about|that|for|saying)?
    | what\ (?:do|have)\ we\ (?:have|got|know)\ (?:on|about)
    | who\ (?:said|says|claimed|claims|wrote|reported)(?:\ that)?
    | (?:is|are)\ there\ (?:a\ claim|any(?:thing|\ claims?)|something)\ (?:on|about|that)
    | (?:can|could)\ (?:you|someone|we)\ (?:check|find|look\ up|confirm)(?:\ (?:if|whether|that))?
    | (?:looking|searching)\ for (?:\ (?:a\ claim|the\ claim))?(?:\ (?:about|that))?
    | i\ (?:heard|read|saw|think|remember|thought)(?:\ (?:that|somewhere\ that|something\ about))?
    | (?:they|some|people)\ say(?:\ that)?
    | (?:any|some)thing\ (?:on|about)
    | check\ (?:this|if|whether|that)?
    )\b[\s:,?]*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKING = frozenset(
    """
    anybody anyone anything arent cant couldnt didnt doesnt dont ever hadnt hasnt havent isnt please
    shouldnt somebody someone something thats theres wasnt werent whats wont wouldnt
    """.split()
)
_UNITS = frozenset({"percent", "dollar", "euro", "pound"})
"""What a sign such as % is read as: it asks for nothing by itself."""

_UNSEARCHED = STOP_WORDS | _ASKING


def cleaned(text: str) -> str:
    """Return *text* without links, the date of a post, our own mention and what leads in to it."""
    text = _LINK.sub(" ", text[:_LONGEST_TEXT])
    text = _OWN_MENTION.sub(" ", text)
    text = _POSTED.sub(" ", text.rstrip())
    text = _TAGGED.sub(lambda tag: _CASE_CHANGES.sub(" ", tag[1]).replace("_", " "), text)
    text = "".join(" " if unicodedata.category(c) in _PICTURES else c for c in text)
    return _LEAD_IN.sub("", " ".join(text.split()), count=1)


_TOKEN = re.compile(r"[^\W\d_]+")
_PLACES = frozenset(PLACES.values())
_PICTURES = frozenset({"So", "Sk", "Cs", "Co", "Cn"})


def query_words(text: str) -> tuple[str, ...]:
    """Return the distinct words to search *text* for, in order, at most 64; perhaps none.

    None of them is a stop word or can be search syntax: they are letters and digits alone.
    """
    kept = (
        word
        for word in words(cleaned(text))
        if word not in _UNSEARCHED and (len(word) > 1 or word.isdigit())
    )
    found = tuple(dict.fromkeys(kept))[:MAX_WORDS]
    return () if _UNITS.issuperset(found) else found


def named(text: str) -> frozenset[str]:
    """Return the words of *text* that are names by their capitals or are places, normalised.

    A first word, and a text in which most words have capitals, tell nothing.
    """
    text = cleaned(text)
    tokens = [token for token in _TOKEN.findall(text) if len(token) > 2]
    capitals = [token for token in tokens[1:] if token[0].isupper()]
    if 2 * len(capitals) > len(tokens):
        capitals = []
    places = [word for word in words(text) if word in _PLACES]
    return frozenset(word for token in capitals for word in words(token)) | frozenset(places)


def content(text_words: list[str]) -> list[str]:
    """Return those of an index's words that carry a topic, in order, with repetitions."""
    return [word for word in text_words if word not in _UNSEARCHED]
