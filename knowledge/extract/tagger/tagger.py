"""Who says what, by rules and by what was learnt from labelled text, each where it is right."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from knowledge.extract.attribution.voices import voice_of
from knowledge.extract.found import Attributed
from knowledge.extract.parsing import Parsed
from knowledge.extract.tagger.accepting import (
    Candidate,
    Look,
    accept_features,
    candidates,
    chosen,
)
from knowledge.extract.tagger.crf import Crf
from knowledge.extract.tagger.features import features
from knowledge.extract.tagger.labels import OUTSIDE, ROLES, Segment, labels, segments
from knowledge.extract.tagger.linking import linked
from knowledge.extract.tagger.model import Model
from knowledge.extract.tagger.tokens import Row, rows
from knowledge.model import Span

WARY = 0.6
"""How much less likely than none a role may be and still be looked at."""

LEAST_SOURCE = 0.3
"""A source that is less likely to belong to a cue than this is none."""


class RoleTagger:
    """Finds attributions in rows of tokens, given what the rules found."""

    def __init__(self, roles: bytes, content: bytes, source: bytes) -> None:
        self._roles = Crf(roles)
        self._content = Crf(content)
        self._source = Crf(source)

    def tagged(
        self, parsed: Parsed, lines: Sequence[Row], ruled: Sequence[Attributed]
    ) -> tuple[list[Attributed], Look]:
        """Return what the tagger finds, and how certain it is of each token."""
        found: list[Attributed] = []
        certain: list[float] = []
        for line in lines:
            if not line.tokens:
                continue
            self._roles.look_at(features(line, labels(line, ruled, ruled=True)))
            marked, outside = _marked(self._roles, len(line.tokens))
            certain += (1.0 - likelihood for likelihood in outside)
            found += self._attributions(parsed, line, segments(marked))
        tokens = tuple(chain.from_iterable(line.tokens for line in lines))
        return found, Look(tokens, [token.start for token in tokens], certain)

    def _attributions(
        self, parsed: Parsed, line: Row, found: Sequence[Segment]
    ) -> Iterator[Attributed]:
        def span(segment: Segment) -> Span:
            return Span(line.tokens[segment.first].start, line.tokens[segment.last].end)

        for each in linked(
            line,
            found,
            self._content.likely,
            self._source.likely,
            LEAST_SOURCE,
        ):
            content = tuple(map(span, each.contents))
            yield Attributed(
                (span(each.source),) if each.source else (),
                (span(each.cue),),
                content,
                voice_of(parsed, content),
                rule="tagger",
            )


def _marked(crf: Crf, count: int) -> tuple[list[str], list[float]]:
    """Return the label of each token of the sequence that was set, and how likely it has no role.

    A role is taken where it is likelier than `WARY` of none: what was taken too easily is refused
    later, when it is seen whole, and what was not taken is lost.
    """
    marked: list[str] = []
    outside: list[float] = []
    before = OUTSIDE
    for place in range(count):
        none = crf.marginal(OUTSIDE, place)
        outside.append(none)
        if 1.0 - none <= none * WARY:  # most words: no role can be likely enough
            marked.append(OUTSIDE)
            before = OUTSIDE
            continue
        begins = {role: crf.marginal(f"B-{role}", place) for role in ROLES}
        goes_on = {role: crf.marginal(f"I-{role}", place) for role in ROLES}
        role = max(ROLES, key=lambda each: begins[each] + goes_on[each])
        if begins[role] + goes_on[role] <= none * WARY:
            marked.append(OUTSIDE)
            before = OUTSIDE
        else:
            new = before != role or begins[role] > goes_on[role]
            marked.append(f"{'B' if new else 'I'}-{role}")
            before = role
    return marked, outside


class Tagger:
    """A model, ready for use."""

    def __init__(self, model: Model) -> None:
        self.about = model.about
        self._roles = RoleTagger(model.roles, model.content, model.source)
        self._accept = Crf(model.accept)

    def attributions(self, parsed: Parsed, ruled: Sequence[Attributed]) -> tuple[Attributed, ...]:
        """Return who says what in *parsed*, given what the rules found, in reading order.

        The confidence of each is how likely the model takes it to be right.
        """
        tagged, look = self._roles.tagged(parsed, rows(parsed), ruled)

        def rate(option: Candidate) -> float:
            return self._accept.likely(accept_features(option, look))

        return in_order(chosen(list(candidates(ruled, tagged)), rate, self.about.least))


def in_order(kept: Sequence[tuple[Candidate, float]]) -> tuple[Attributed, ...]:
    """Return what was kept in reading order, parents found again by their new places."""
    ordered = sorted(
        kept,
        key=lambda each: min(
            (span.start, span.end)
            for span in (*each[0].attribution.content, *each[0].attribution.cue)
        ),
    )
    places = {
        option.place: number
        for number, (option, _) in enumerate(ordered)
        if option.place is not None
    }
    return tuple(
        replace(
            option.attribution,
            parent=None if option.attribution.parent is None else places[option.attribution.parent],
            confidence=round(value, 3),
        )
        for option, value in ordered
    )
