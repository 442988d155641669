"""What the tagger looks at: words, grammar and quotation marks around a token, and the rules' view.

A feature is a short text; a change here makes models of before useless, so it needs a new number in
`knowledge.extract.tagger.model.FORMAT`.
"""

from collections.abc import Sequence

from knowledge.extract.tagger.tokens import Row, Token

MARKS = frozenset({'"', "“", "”", "''", "``", "«", "»"})
_CLAUSES = frozenset({"ccomp", "parataxis", "xcomp", "advcl", "acl", "relcl", "pcomp", "appos"})
_DEEPEST = 12
"""Steps up the parse that are looked at; a parse has no circles, and sentences few more."""


def shape(text: str) -> str:
    """Return what a word looks like: `cap`, `caps`, `num`, `punct` or `low`."""
    if text[0].isdigit():
        return "num"
    if not any(letter.isalnum() for letter in text):
        return "punct"
    if len(text) > 1 and text.isupper():
        return "caps"
    return "cap" if text[0].isupper() else "low"


def features(row: Row, hints: Sequence[str]) -> list[list[str]]:
    """Return the features of each token of *row*; *hints* are what the rules make of each."""
    tokens = row.tokens
    kids: list[list[str]] = [[] for _ in tokens]
    for place, token in enumerate(tokens):
        if token.head != place:
            kids[token.head].append(token.dep)
    sentence = _sentences(tokens)
    quoting = _with_quotations(tokens, sentence)
    return [
        [
            *_own(tokens, place, hints),
            *_around(tokens, place, hints),
            *_grammar(tokens, place, kids[place]),
            f"q={tokens[place].quoted:d}{quoting[sentence[place]]:d}",
            *(["begins"] if place == 0 else []),
            *(["ends"] if place == len(tokens) - 1 else []),
        ]
        for place in range(len(tokens))
    ]


def _own(tokens: Sequence[Token], place: int, hints: Sequence[str]) -> list[str]:
    token = tokens[place]
    hint = hints[place]
    return [
        "bias",
        f"w={token.text.lower()}",
        f"l={token.lemma}",
        f"t={token.tag}",
        f"d={token.dep}",
        f"pd={token.pos}.{token.dep}",
        f"s={shape(token.text)}",
        f"e={token.entity}",
        f"h={hint}",
        f"hq={hint[:9]}.{token.quoted:d}",
        *(["first"] if token.first else []),
    ]


def _around(tokens: Sequence[Token], place: int, hints: Sequence[str]) -> list[str]:
    made = []
    for step in (-3, -2, -1, 1, 2, 3):
        there = place + step
        if not 0 <= there < len(tokens):
            made.append(f"{step}=edge")
            continue
        near = tokens[there]
        made += (
            f"{step}l={near.lemma}",
            f"{step}p={near.pos}",
            f"{step}d={near.dep}",
            f"{step}h={hints[there][:9]}",
        )
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    own = tokens[place]
    if before is not None:
        made += (f"-b={before.lemma}|{own.lemma}", f"-t={before.tag}|{own.tag}")
        if before.text in MARKS:
            made.append("after-mark")
    if after is not None:
        made += (f"+b={own.lemma}|{after.lemma}", f"+t={own.tag}|{after.tag}")
    if before is not None and after is not None:
        made.append(f"p3={before.pos}|{own.pos}|{after.pos}")
    return made


def _grammar(tokens: Sequence[Token], place: int, kids: Sequence[str]) -> list[str]:
    token = tokens[place]
    head = tokens[token.head]
    made = [
        f"hl={head.lemma}",
        f"dhl={token.dep}.{head.lemma}",
        f"dhp={token.dep}.{head.pos}",
        f"side={(token.head > place) - (token.head < place)}",
        f"kids={'.'.join(sorted(set(kids)))}",
        *(f"lk={token.lemma}.{kid}" for kid in set(kids) if kid in _CLAUSES or "subj" in kid),
    ]
    at, steps = place, 0
    path: list[str] = []
    clause = False
    while tokens[at].head != at and steps < _DEEPEST:
        here, above = tokens[at], tokens[tokens[at].head]
        if here.dep in _CLAUSES:
            path.append(here.dep)
            name = "in" if not clause else "in2"
            made += (f"{name}={here.dep}.{above.lemma}", f"{name}p={here.dep}.{above.pos}")
            clause = True
        at, steps = tokens[at].head, steps + 1
    if not clause:
        made.append(f"main={tokens[at].lemma}.{'subj' in token.dep:d}")
    made.append(f"path={'.'.join(path[:3])}")
    return made


def _sentences(tokens: Sequence[Token]) -> list[int]:
    """Return for each token the number of its sentence in the row."""
    number = -1
    made = []
    for place, token in enumerate(tokens):
        if token.first or place == 0:
            number += 1
        made.append(number)
    return made


def _with_quotations(tokens: Sequence[Token], sentence: Sequence[int]) -> list[bool]:
    """Return for each sentence whether quotation marks stand in it."""
    made = [False] * (sentence[-1] + 1 if sentence else 0)
    for token, number in zip(tokens, sentence, strict=True):
        if token.text in MARKS:
            made[number] = True
    return made
