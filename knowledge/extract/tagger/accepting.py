"""Candidates from rules and tagger, what they look like, and the choice among them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.extract.found import Attributed
from knowledge.extract.tagger.features import shape
from knowledge.extract.tagger.tokens import Token
from knowledge.model import Span

_SAME = 0.5
"""Contents that share this much of all their letters are one."""

RULE, TAGGER, BOTH = "rule", "tagger", "both"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An attribution that may be kept, where its content and its source come from, and its rival.

    `rule` is the rules' attribution that it stems from or competes with, `tagged` the tagger's;
    `place` is the rules' one's place in their list.
    """

    attribution: Attributed
    content_from: str
    source_from: str
    rule: Attributed | None = None
    tagged: Attributed | None = None
    place: int | None = None


def overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return what two sets of spans share, as a part of all that either holds.

    The spans of a set do not overlap.
    """
    shared = sum(
        max(min(mine.end, its.end) - max(mine.start, its.start), 0) for mine in one for its in other
    )
    if not shared:
        return 0.0
    whole = sum(span.end - span.start for span in (*one, *other)) - shared
    return shared / whole


def touch(one: Iterable[Span], other: Sequence[Span]) -> bool:
    """Return whether two sets of spans share a place."""
    return any(mine.start < its.end and its.start < mine.end for mine in one for its in other)


def candidates(ruled: Sequence[Attributed], tagged: Sequence[Attributed]) -> Iterator[Candidate]:
    """Yield all that may be kept: each side's own, and one's content with the other's source."""
    left = list(tagged)
    for place, rule in enumerate(ruled):
        rival = _rival(rule, left)
        if rival is None:
            yield Candidate(rule, RULE, RULE, rule, None, place)
            continue
        left.remove(rival)
        yield from _mixed(rule, rival, place)
    for each in left:
        yield Candidate(each, TAGGER, TAGGER, None, each)


def _rival(rule: Attributed, tagged: Sequence[Attributed]) -> Attributed | None:
    """Return what the tagger makes of the same words, if it makes anything of them."""
    rated = [
        (touch(rule.cue, each.cue) + overlap(rule.content, each.content), -place, each)
        for place, each in enumerate(tagged)
    ]
    value, _, best = max(rated, default=(0.0, 0, None))
    return best if value >= _SAME else None


def _mixed(rule: Attributed, tagged: Attributed, place: int) -> Iterator[Candidate]:
    contents = {RULE: rule.content, TAGGER: tagged.content}
    sources = {RULE: rule.source, TAGGER: tagged.source}
    if overlap(rule.content, tagged.content) > 0.95:
        contents = {BOTH: rule.content}
    if touch(rule.source, tagged.source) or not (rule.source or tagged.source):
        sources = {BOTH: rule.source}
    for content_from, content in contents.items():
        for source_from, source in sources.items():
            # How strongly it is said, and who is accused, is what the rules read off the cue.
            made = replace(rule, content=content, source=source)
            yield Candidate(made, content_from, source_from, rule, tagged, place)


@dataclass(frozen=True, slots=True)
class Look:
    """What stands at a place of the text: for each token its place, and the tagger's certainty."""

    tokens: Sequence[Token]
    starts: Sequence[int]
    certain: Sequence[float]

    def of(self, spans: Iterable[Span]) -> list[int]:
        """Return the places of the tokens in *spans*."""
        return [
            place
            for span in spans
            for place in range(
                bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
            )
        ]


def accept_features(candidate: Candidate, look: Look) -> list[str]:
    """Return what *candidate* looks like to the model that accepts or refuses it."""
    each = candidate.attribution
    cue = look.of(each.cue)
    content = look.of(each.content)
    source = look.of(each.source)
    lemma = ".".join(look.tokens[place].lemma for place in cue[:3])
    head = look.tokens[cue[0]] if cue else None
    grammar = f"{head.tag}.{head.dep}" if head else "none"
    rule = candidate.rule.rule if candidate.rule else "none"
    kind = f"{candidate.content_from}.{candidate.source_from}"
    by = RULE if candidate.tagged is None else TAGGER if candidate.rule is None else BOTH
    first = look.tokens[content[0]] if content else None
    quoted = sum(look.tokens[place].quoted for place in content)
    saying = f"{min(quoted * 4 // max(len(content), 1), 3)}"
    made = [
        "bias",
        f"kind={kind}",
        f"by={by}",
        f"rule={rule}.{by}",
        f"rule+kind={rule}.{kind}",
        f"voice={each.voice.value}.{by}",
        f"strength={each.strength.value}.{by}",
        f"cue={lemma}.{by}",
        f"cue+rule={lemma}.{rule}",
        f"cue+quoted={lemma}.{saying}",
        f"grammar={grammar}.{by}",
        f"grammar+rule={grammar}.{rule}",
        f"nested={each.parent is not None:d}.{rule}",
        f"length={min(len(content).bit_length(), 6)}.{by}",
        f"length+rule={min(len(content).bit_length(), 6)}.{rule}",
        f"spans={len(each.content)}.{kind}",
        f"quoted={saying}.{by}",
        f"source={_looks(look, source)}.{kind}",
        f"source+rule={_looks(look, source)}.{rule}",
        f"whole={first.first if first else 0}.{by}",
        f"content={_step(look, content)}.{by}",
        f"content+rule={_step(look, content)}.{rule}",
        f"cue-sure={_step(look, cue)}.{by}",
        f"cue-sure+rule={_step(look, cue)}.{rule}",
        f"source-sure={_step(look, source)}.{kind}",
        f"edge={_edge(look, content)}.{kind}",
    ]
    if candidate.rule is not None and candidate.tagged is not None:
        shared = overlap(candidate.rule.content, candidate.tagged.content)
        both = touch(candidate.rule.cue, candidate.tagged.cue)
        sources = f"{bool(candidate.rule.source):d}{bool(candidate.tagged.source):d}"
        made += [
            f"shared={int(shared * 5)}.{candidate.content_from}",
            f"same-cue={both:d}.{candidate.content_from}",
            f"longer={_longer(candidate)}.{kind}",
            f"sources={sources}.{kind}",
        ]
    return made


def _looks(look: Look, source: Sequence[int]) -> str:
    if not source:
        return "none"
    last = look.tokens[source[-1]]
    return f"{look.tokens[source[0]].pos}.{last.pos}.{shape(last.text)}"


def _step(look: Look, places: Sequence[int]) -> int:
    """Return how certain the tagger is that these are words of an attribution, in eight steps."""
    if not places:
        return -1
    return int(sum(look.certain[place] for place in places) / len(places) * 7.999)


def _edge(look: Look, content: Sequence[int]) -> str:
    """Return how certain the tagger is of the last word, and of the next one after it."""
    if not content:
        return ""
    last = content[-1]
    after = look.certain[last + 1] if last + 1 < len(look.certain) else 0.0
    return f"{int(look.certain[last] * 3.999)}{int(after * 3.999)}"


def _longer(candidate: Candidate) -> int:
    rule, tagged = candidate.rule, candidate.tagged
    if rule is None or tagged is None:
        return 0
    ours = sum(span.end - span.start for span in rule.content)
    theirs = sum(span.end - span.start for span in tagged.content)
    return (ours > theirs) - (ours < theirs)


def chosen(
    options: Sequence[Candidate], rate: Callable[[Candidate], float], least: float
) -> list[tuple[Candidate, float]]:
    """Return what is kept of *options*, each with how likely it is right, likeliest first.

    No two have the same cue or much the same content. One that stands inside another takes the
    other along, since it would lose who says it.
    """
    rated = sorted(
        ((rate(option), -place, option) for place, option in enumerate(options)),
        key=lambda each: each[:2],
        reverse=True,
    )
    kept: list[tuple[Candidate, float]] = []
    for value, _, option in rated:
        if value < least:
            break
        if _is_free(option, kept):
            kept.append((option, value))
    return _with_parents(kept, [(option, value) for value, _, option in rated])


def _is_free(option: Candidate, kept: Iterable[tuple[Candidate, float]]) -> bool:
    mine = option.attribution
    return not any(
        touch(mine.cue, other.attribution.cue)
        or overlap(mine.content, other.attribution.content) >= _SAME
        for other, _ in kept
    )


def _with_parents(
    kept: list[tuple[Candidate, float]], rated: Sequence[tuple[Candidate, float]]
) -> list[tuple[Candidate, float]]:
    there = {option.place for option, _ in kept if option.place is not None}
    wanted = [option.attribution.parent for option, _ in kept if option.place is not None]
    while wanted:
        parent = wanted.pop()
        if parent is None or parent in there:
            continue
        best = next((each for each in rated if each[0].place == parent), None)
        if best is not None:
            kept.append(best)
            there.add(parent)
            wanted.append(best[0].attribution.parent)
    return kept
