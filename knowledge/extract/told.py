"""Claims in the outlet's own voice, and in that of whoever has the turn in a transcript."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.extract.checkable import is_checkable_statement
from knowledge.extract.claimants import Claimants
from knowledge.extract.clauses import Statement, statements
from knowledge.extract.found import FoundClaim, FoundDate, FoundFigure, Paragraph
from knowledge.extract.grid import Grid
from knowledge.extract.sayings import Said
from knowledge.extract.strength import Strong, is_grave, relays_accusation, strength_of_words
from knowledge.model import Span
from knowledge.vocabulary import Strength, Voice

if TYPE_CHECKING:
    from spacy.tokens import Token

_TAKEN = 0.5
"""A statement is left to its claimant where so much of it is attributed."""

CONFIDENCE = 0.85
"""A little below the share, about .9, that one reader found sensible in 20 articles."""

_SOMEBODY_ELSES = re.compile(
    r"\baccording\s+to\b|\bin\s+the\s+words\s+of\b"
    r"|\b(?:said|says|claims|claimed|told\s+\w+|argued|insisted|alleged|added|wrote|finds|found"
    r"|shows|showed|suggests?|reports?|reported|announced)[\s,:.]*\Z",
    re.IGNORECASE,
)
_SAYING = frozenset("say claim argue insist allege add write contend maintain assert".split())


_JUDGING = frozenset("be prove turn remain".split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the paragraph that it stands in."""

    span: Span
    paragraph: Paragraph


class Told:
    """Finds what a text says without giving it to anybody else."""

    def __init__(
        self,
        grid: Grid,
        claimants: Claimants,
        figures: Sequence[FoundFigure],
        dates: Sequence[FoundDate],
        frames: Sequence[Span] = (),
    ) -> None:
        """Look for statements with *figures* and *dates*, which are those of the whole text.

        *frames* are all sources and cues, of what became no claim too: “said Luis Prat” is none.
        """
        self._grid = grid
        self._claimants = claimants
        self._figures = figures
        self._dates = dates
        self._frames = frames

    def claims(self, sentences: Sequence[Sentence], said: Sequence[Said]) -> list[Said]:
        """Return the statements of *sentences* that are not *said* by somebody."""
        return [claim for each in sentences for claim in self._of_sentence(each, said)]

    def _of_sentence(self, sentence: Sentence, said: Sequence[Said]) -> Iterator[Said]:
        near = [
            one
            for one in said
            if (
                one.claim.span.start < sentence.span.end
                and sentence.span.start < one.claim.span.end
            )
            or any(sentence.span.start <= s.start < sentence.span.end for s in one.frame)
        ]
        kept = [
            statement
            for block in self._grid.blocks(sentence.span)
            if block.quotation is None
            for statement in statements(self._grid, block, sentence.span)
            if not self._is_taken(statement, near)
        ]
        checked = [
            self._is_checkable(statement) or self._judges_a_claim(statement, near)
            for statement in kept
        ]
        for statement, checkable in zip(kept, checked, strict=True):
            # A piece without a name of its own goes with the sentence that it was cut from.
            piece = statement.verb.tag_ == "VBG" and any(checked)
            if checkable or (statement.cut and piece):
                yield Said(self._claim(statement, sentence.paragraph, near), ())

    def _is_taken(self, statement: Statement, near: Sequence[Said]) -> bool:
        verb = self._grid.place(statement.verb)
        span = statement.span
        letters = [i for i in range(span.start, span.end) if self._grid.text[i].isalnum()]
        if not letters or self._is_quoted(letters):
            return True
        if any(cue.start <= verb.start < cue.end for cue in self._frames):
            return True
        if self._judges_a_claim(statement, near):
            return False
        covered: set[int] = set()
        for one in near:
            if any(cue.start <= verb.start < cue.end for cue in one.claim.cue):
                return True
            for part in (*one.claim.content, *one.frame):
                covered.update(range(part.start, part.end))
        return sum(i in covered for i in letters) >= _TAKEN * len(letters)

    def _judges_a_claim(self, statement: Statement, near: Sequence[Said]) -> bool:
        """Say whether the outlet says how it is with a claim: “X's claim that … is false”."""
        if statement.verb.lemma_ not in _JUDGING:
            return False
        subjects = [
            self._grid.place(child).start
            for child in statement.verb.children
            if child.dep_ in ("nsubj", "nsubjpass")
        ]
        return any(
            cue.start <= place < cue.end
            for one in near
            if one.claim.rule == "noun-that"
            for cue in one.claim.cue
            for place in subjects
        )

    def _is_quoted(self, letters: Sequence[int]) -> bool:
        quoted = [
            quote.span
            for quote in self._grid.parsed.quotations
            if quote.span.start <= letters[-1] and letters[0] < quote.span.end
        ]
        inside = sum(any(s.start <= i < s.end for s in quoted) for i in letters)
        return inside * 2 > len(letters)

    def _is_checkable(self, statement: Statement) -> bool:
        tokens = self._grid.tokens(statement.span)
        tokens = [token for token in tokens if token.doc is statement.verb.doc]
        words = self._grid.words(statement.span)
        if _SOMEBODY_ELSES.search(words) or any(_puts_in(token) for token in tokens):
            return False  # it has a claimant, though nobody was found
        return bool(tokens) and is_checkable_statement(
            tokens,
            statement.verb,
            figures=_within(self._figures, statement.span),
            dates=_within(self._dates, statement.span),
            accusing=is_grave(words)
            or strength_of_words(words, 0, len(words)).strength is Strength.ALLEGED,
        )

    def _claim(
        self, statement: Statement, paragraph: Paragraph, near: Sequence[Said]
    ) -> FoundClaim:
        text, span = self._grid.text, statement.span
        speaker = paragraph.speaker
        strong = strength_of_words(text, span.start, span.end)
        if strong.hedge and _holds(near, strong.hedge):
            strong = Strong(Strength.STATED)  # it is the claimant's hedge, not the outlet's
        cue: tuple[Span, ...] = ()
        passed = relays_accusation(text, span.start, span.end)
        if passed is not None and strong.strength is Strength.ALLEGED:
            cue = (passed,)
        marked = tuple(
            quote.inner
            for quote in self._grid.parsed.quotations
            if span.start <= quote.inner.start and quote.inner.end <= span.end
        )
        alleged = strong.strength is Strength.ALLEGED
        return FoundClaim(
            span,
            (span,),
            Voice.DIRECT if speaker else Voice.OUTLET,
            strong.strength,
            self._claimants.speaker(speaker) if speaker else (),
            cue,
            strong.hedge,
            scare_quotes=marked,
            accused=self._accused(statement) if alleged else "",
            accuser_named=bool(_agent(statement.verb)) if alleged else None,
            part=paragraph.part,
            rule="turn" if speaker else "told",
            confidence=CONFIDENCE,
        )

    def _accused(self, statement: Statement) -> str:
        for child in statement.verb.children:
            if child.dep_ == "nsubjpass" and child.pos_ != "PRON":
                return self._grid.words(self._grid.span(child.left_edge, child))
        return ""


def _agent(verb: "Token") -> "Token | None":
    for child in verb.children:
        if child.dep_ == "agent":
            return child
        if child.dep_ == "nsubj" and verb.lemma_ in ("accuse", "allege", "charge"):
            return child
    return None


def _puts_in(token: "Token") -> bool:
    """Say whether *token* puts a speaker into the sentence: “this, the firm claimed, is wrong”."""
    if token.lemma_ not in _SAYING or token.pos_ != "VERB":
        return False
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
    if subject is None:
        return False
    if token.dep_ in ("parataxis", "ccomp") and token.right_edge.i == token.i:
        return True
    first, after = subject.left_edge.i, token.i + 1
    while after < len(token.doc) and token.doc[after].ent_type_ in ("DATE", "TIME"):
        after += 1
    closed = after >= len(token.doc) or token.doc[after].text in (",", ".")
    return closed and first > token.sent.start and token.doc[first - 1].text == ","


def _holds(near: Sequence[Said], span: Span) -> bool:
    return any(s.start <= span.start < s.end for one in near for s in one.claim.content)


def _within(found: Sequence[FoundFigure] | Sequence[FoundDate], span: Span) -> int:
    return sum(span.start <= each.span.start and each.span.end <= span.end for each in found)
