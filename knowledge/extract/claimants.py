"""From a source phrase to claimants: named, traced, or described in the document's words."""

from typing import TYPE_CHECKING

from knowledge.extract import phrases
from knowledge.extract.authors import FIRST_PERSON, author_at
from knowledge.extract.coreference import Coreference, Said
from knowledge.extract.found import FoundClaimant
from knowledge.extract.grid import Grid
from knowledge.extract.names import is_organisations
from knowledge.extract.people import People, Somebody
from knowledge.extract.signatures import HANDLE_AFTER
from knowledge.extract.times import MONTHS_FOR_NAMES, is_time
from knowledge.model import Span
from knowledge.vocabulary import ClaimantKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

Spans = tuple[Span, ...]
_MAKING = frozenset(
    """
    author bring compile draft file issue make prepare present produce publish release submit write
    """.split()
)


_NOBODYS = frozenset(
    "q a chair chairman chairwoman chairperson moderator host presenter interviewer reporter "
    "journalist question answer speaker witness judge counsel".split()
)
"""Labels of a transcript that say what somebody does there, and not who it is."""


class Claimants:
    """Reads source phrases in reading order; what was read before decides whom “he” means."""

    def __init__(self, grid: Grid, people: People) -> None:
        """Start at the head of the document."""
        self._grid = grid
        self._people = people
        self._coreference = Coreference(grid, people)

    def of(
        self, source: Spans, around: "Sequence[FoundClaimant]" = ()
    ) -> tuple[FoundClaimant, ...]:
        """Return who a source phrase means; *around* is who says the words that it stands in."""
        if not source:
            return ()
        tokens = [t for t in self._grid.tokens(source[0]) if not t.is_space]
        head = phrases.head_of(tokens)
        if head is None:
            return (self._described(source[0], ClaimantKind.GROUP),)
        tokens = [token for token in tokens if token.doc is head.doc]
        found: list[FoundClaimant] = []
        for part in phrases.joined_to(head, tokens):
            words = phrases.own_words(part, tokens)
            found += self._part(part, words, self._closed(words), around)
        unique = list({(each.name, each.text): each for each in found}.values())
        self._remember(head, source[0], unique)
        return tuple(unique)

    def _closed(self, words: "Sequence[Token]") -> Span:
        """Return where *words* stand, with the bracket that closes one among them."""
        span = self._grid.span(words[0], words[-1])
        text = self._grid.words(span)
        opened = text.count("(") > text.count(")")
        return Span(span.start, span.end + (opened and self._grid.text[span.end :][:1] == ")"))

    def speaker(self, label: Span) -> tuple[FoundClaimant, ...]:
        """Return whose turn it is in a transcript, by the label before the colon."""
        named = self._people.within(label)
        words = self._grid.words(label)
        if len(named) == 1 and named[0][0].kind is ClaimantKind.PERSON:
            return (self._named(named[0][0], label),)
        last = words.split(" (")[0].split()[-1].lower()
        known = [
            who
            for who in self._people.all
            if who.kind is ClaimantKind.PERSON and who.name.lower().split()[-1] == last
        ]
        fuller = [who for who in known if len(who.name.split()) > 1]
        if len(fuller) == 1:
            return (self._named(fuller[0], label),)
        kind = ClaimantKind.PERSON
        if words.split(" (")[0].lower() in _NOBODYS:  # another one in each transcript
            return (FoundClaimant(label, words, kind),)
        at = self._fullest_label(last) or Span(label.start, label.start + len(words.split(" (")[0]))
        return (FoundClaimant(label, words, kind, self._grid.words(at), at),)

    def signed(self, name: Span) -> tuple[FoundClaimant, ...]:
        """Return who signed a post with the words *name*, the handle after it kept as an alias."""
        named = [who for who, mention in self._people.within(name) if mention.span == name]
        if named:
            return (self._named(named[0], name),)
        words = self._grid.words(name)
        person = 2 <= len(words.split()) <= 3 and not is_organisations(words)
        kind = ClaimantKind.PERSON if person else ClaimantKind.ORGANISATION
        handle = HANDLE_AFTER.match(self._grid.text, name.end)
        aliases = (handle[1],) if handle else ()
        return (FoundClaimant(name, words, kind, words, name, aliases=aliases),)

    def _fullest_label(self, last: str) -> Span | None:
        """Return the first speaker's label of more words that ends in the surname *last*."""
        fuller: dict[str, Span] = {}
        for paragraph in self._grid.parsed.paragraphs:
            if paragraph.speaker is None:
                continue
            words = self._grid.words(paragraph.speaker).split(" (")[0]
            start = paragraph.speaker.start
            if len(words.split()) > 1 and words.split()[-1].lower() == last:
                fuller.setdefault(words.lower(), Span(start, start + len(words)))
        return next(iter(fuller.values())) if len(fuller) == 1 else None

    def _part(
        self, head: "Token", words: "list[Token]", span: Span, around: "Sequence[FoundClaimant]"
    ) -> list[FoundClaimant]:
        if head.pos_ == "PRON" or head.lower_ in phrases.HE_OR_SHE:
            return self._pronoun(head, span, around)
        handle = self._grid.words(span).strip("() ")
        if handle.startswith("@"):
            owners = [who for who in self._people.all if handle in who.aliases]
            if len(owners) == 1:
                return [self._named(owners[0], span)]
        if is_time(head) and self._people.at_token(head) is None:
            return self._called_like_a_month(head, span)
        kind_of = phrases.noun(head)
        body = self._name_beside(head) if kind_of in phrases.BODIES else None
        if body is not None:
            return [self._named(body, span, self._kind_words(head))]
        named = self._name_of(head, span)
        if named is not None:
            return [self._named(named, span)]
        if kind_of in phrases.WRITINGS:
            makers = self._makers(head, words, kind_of, span)
            if makers:
                return makers
        if phrases.is_definite(head):
            taken_up = self._taken_up(head, words, kind_of, span)
            if taken_up:
                return taken_up
        return [self._unnamed(head, kind_of, span)]

    def _name_of(self, head: "Token", span: Span) -> Somebody | None:
        """Return whom the phrase itself names, by its head or beside it."""
        at_head = self._people.at_token(head)
        if at_head is not None and span.start <= at_head[1].span.start:
            return at_head[0]
        for child in head.children:
            if child.dep_ == "appos" and head.i < child.i and _after_comma(child):
                named = self._people.at_token(child)
                if named is not None and named[0].kind is ClaimantKind.PERSON:
                    return named[0]
        inside = [
            mention
            for who, mention in self._people.within(span)
            if who.kind is ClaimantKind.PERSON and mention.span.end >= span.end - 1
        ]
        if len(inside) == 1:
            first = before = self._grid.tokens(inside[0].span)[0]
            while before.i and (before.i == first.i or before.dep_ == "det"):
                before = before.nbor(-1)
            named = self._people.at_token(first)
            if named and before.pos_ not in ("ADP", "CCONJ", "SCONJ") and before.tag_ != "POS":
                return named[0]
        return None

    def _name_beside(self, head: "Token") -> Somebody | None:
        """Return whom a noun is followed by the name of: “the charity Open Rivers”."""
        if head.i + 1 >= len(head.doc) or head.i + 1 >= head.sent.end:
            return None
        following = head.nbor(1)
        named = self._people.at_token(following)
        if named is None or named[1].span.start != self._grid.place(following).start:
            return None
        last = following.doc[named[1].head]
        # “the paper Jones owns” is a clause about the paper.
        owns = last.dep_ in ("nsubj", "nsubjpass") and last.head.dep_ in ("relcl", "acl")
        return None if owns else named[0]

    def _kind_words(self, head: "Token") -> str:
        """Return what a noun before a name calls it, without article: “anti-slavery charity”."""
        first = head.left_edge
        while first.i < head.i and (first.dep_ in ("det", "poss", "case") or first.is_punct):
            first = first.nbor(1)
        return self._grid.words(self._grid.span(first, head))

    def _called_like_a_month(self, head: "Token", span: Span) -> list[FoundClaimant]:
        """Return somebody whose first name a month has too; a day or an hour says nothing."""
        if head.lower_ not in MONTHS_FOR_NAMES or head.dep_ not in ("nsubj", "pobj"):
            return []
        if head.dep_ == "pobj" and head.head.dep_ != "agent":
            return []
        fuller = [
            who
            for who in self._people.all
            if who.kind is ClaimantKind.PERSON and who.name.split()[0] == head.text
        ]
        if len(fuller) == 1:
            return [self._named(fuller[0], span)]
        place = self._grid.place(head)
        return [FoundClaimant(span, self._grid.words(span), ClaimantKind.PERSON, head.text, place)]

    def _pronoun(
        self, head: "Token", span: Span, around: "Sequence[FoundClaimant]"
    ) -> list[FoundClaimant]:
        word = head.lower_
        if word in phrases.HE_OR_SHE:
            who = self._coreference.person(head)
            return [self._named(who, span) if who else self._described(span, ClaimantKind.PERSON)]
        if word in phrases.SPEAKER and around:
            return [_again(each, span, self._grid.words(span)) for each in around]
        if word in FIRST_PERSON and not self._is_quoted(span):
            return [self._author(span)]
        if word in phrases.RELATIVE:
            antecedent = _antecedent(head)
            if antecedent is not None:
                words = phrases.own_words(antecedent, list(antecedent.subtree))
                words = [w for w in words if w.i <= antecedent.i] or [antecedent]
                where = self._grid.span(words[0], words[-1])
                return [
                    _again(each, span, self._grid.words(span)) if each.name else each
                    for each in self._part(antecedent, words, where, around)
                ]
        if word == "it":
            organisation = self._coreference.organisation(head)
            if organisation is not None:
                return [self._named(organisation, span)]
            return [self._described(span, ClaimantKind.ORGANISATION)]
        if word == "they":
            said = self._coreference.several(head)
            alone = said is not None and [who.kind for who in said.who] == [ClaimantKind.PERSON]
            if said is not None and said.who and not alone:
                return [self._named(who, span) for who in said.who]
            return [self._described(span, ClaimantKind.GROUP)]
        singular = word in ("i", "one", "someone", "somebody", "this", "that")
        kind = ClaimantKind.PERSON if singular else ClaimantKind.GROUP
        return [self._described(span, kind)]

    def _is_quoted(self, span: Span) -> bool:
        return any(
            quote.span.start <= span.start and span.end <= quote.span.end
            for quote in self._grid.parsed.quotations
        )

    def _author(self, span: Span) -> FoundClaimant:
        """Return whoever wrote the text, under the name of the byline where that gives one."""
        words, kind = self._grid.words(span), ClaimantKind.PERSON
        at = author_at(self._grid.text, self._grid.parsed.paragraphs)
        name = self._grid.words(at) if at else ""
        return FoundClaimant(span, words, kind, name, at, author=True)

    def _makers(
        self, head: "Token", words: "list[Token]", kind_of: str, span: Span
    ) -> list[FoundClaimant]:
        """Return who made “a report by A and B”, “A's statement”, or “the report” of before."""
        inside = {word.i for word in words}
        for child in head.children:
            if (
                child.dep_ == "poss"
                and child.i in inside
                and child.pos_ in ("PROPN", "NOUN", "PRON")
                and not is_time(child)
            ):
                return self._part(child, *self._phrase(child, words), ())
            by = child if child.dep_ in ("prep", "agent") else _made_by(child)
            if by is not None and by.lower_ in ("by", "from"):
                makers = [t for t in by.children if t.dep_ == "pobj"]
                if makers and not is_time(makers[0]):
                    inner = list(child.subtree)
                    return [
                        made
                        for part in phrases.joined_to(makers[0], inner)
                        for made in self._part(part, *self._phrase(part, inner), ())
                    ]
        if phrases.is_definite(head):
            said = self._coreference.writing(head, kind_of)
            if said is not None:
                return [self._named(who, span) for who in said.who]
        return []

    def _phrase(self, head: "Token", tokens: "list[Token]") -> "tuple[list[Token], Span]":
        words = phrases.own_words(head, tokens)
        words = [word for word in words if word.tag_ != "POS"] or [head]
        return words, self._grid.span(words[0], words[-1])

    def _taken_up(
        self, head: "Token", words: "list[Token]", kind_of: str, span: Span
    ) -> list[FoundClaimant]:
        """Return whom “the group”, “the organisations”, “the minister” take up."""
        if len(words) > 3:
            return []
        if kind_of in phrases.BODIES and phrases.is_plural(head):
            said = self._coreference.several(head, ClaimantKind.ORGANISATION)
            return [self._named(who, span) for who in said.who] if said else []
        if kind_of in phrases.BODIES:
            organisation = self._coreference.organisation(head, kind_of)
            return [self._named(organisation, span)] if organisation else []
        if kind_of in phrases.PERSONS and not phrases.is_plural(head):
            people = self._people.with_role(kind_of)
            before = [who for who in people if who.at.start < span.start]
            return [self._named(before[0], span)] if len(before) == 1 else []
        return []

    def _named(self, who: Somebody, span: Span, role: str = "") -> FoundClaimant:
        return FoundClaimant(
            span,
            self._grid.words(span),
            who.kind,
            who.name,
            who.at,
            who.role or role,
            who.affiliation,
            tuple(who.aliases),
        )

    def _described(self, span: Span, kind: ClaimantKind) -> FoundClaimant:
        return FoundClaimant(span, self._grid.words(span), kind)

    def _unnamed(self, head: "Token", kind_of: str, span: Span) -> FoundClaimant:
        """Return somebody who is described and not named: “a spokesman for the union”."""
        kind = ClaimantKind.GROUP
        if kind_of in phrases.PERSONS and not phrases.is_plural(head):
            kind = ClaimantKind.PERSON
        elif kind_of in phrases.BODIES and not phrases.is_plural(head):
            kind = ClaimantKind.ORGANISATION
        affiliation = ""
        role = ""
        if kind is ClaimantKind.PERSON:
            role = self._grid.words(span)
            bodies = [
                mention.text
                for who, mention in self._people.within(span)
                if who.kind is ClaimantKind.ORGANISATION
            ]
            affiliation = bodies[0] if bodies else ""
        return FoundClaimant(span, self._grid.words(span), kind, role=role, affiliation=affiliation)

    def _remember(self, head: "Token", span: Span, found: "Sequence[FoundClaimant]") -> None:
        by_place = {who.at: who for who in self._people.all}
        who = tuple(by_place[f.named_at] for f in found if f.named_at in by_place)
        block = self._grid.block_of(head)
        self._coreference.remember(
            Said(
                span.start, block.paragraph, who, phrases.noun(head), phrases.is_plural(head), span
            )
        )


def _made_by(participle: "Token") -> "Token | None":
    """Return the “by” of “a lawsuit filed by Ann Lee”."""
    if participle.dep_ != "acl" or participle.lemma_.lower() not in _MAKING:
        return None
    return next((child for child in participle.children if child.dep_ == "agent"), None)


def _after_comma(noun: "Token") -> bool:
    first = noun.left_edge.i
    return first > 0 and noun.doc[first - 1].text == ","


def _antecedent(relative: "Token") -> "Token | None":
    verb = relative.head
    for _ in range(4):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def _again(claimant: FoundClaimant, span: Span, words: str) -> FoundClaimant:
    return FoundClaimant(
        span,
        words,
        claimant.kind,
        claimant.name,
        claimant.named_at if claimant.name else None,
        claimant.role,
        claimant.affiliation,
        claimant.aliases,
    )
