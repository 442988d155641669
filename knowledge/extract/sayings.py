"""Claims out of attributions: one for each sentence said, by whom, and what is relayed.

An accusation that a source passes on (“the union notes that the firm is accused of …”) is a claim
inside a claim: the first is the union's, the maker of the second is not named.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.extract.called_what import called_what
from knowledge.extract.checkable import (
    has_clause,
    is_checkable_saying,
    is_fragment,
    is_said_by_nobody,
    is_somebody,
)
from knowledge.extract.claimants import Claimants
from knowledge.extract.found import Attributed, FoundClaim, FoundClaimant, Part
from knowledge.extract.grid import Grid
from knowledge.extract.names import has_name
from knowledge.extract.phrases import head_of
from knowledge.extract.quotations import Quotation
from knowledge.extract.strength import (
    is_grave,
    relays_accusation,
    strength_of_attribution,
)
from knowledge.extract.unsaid import disbelief, is_to_come, is_unsaid
from knowledge.model import Span
from knowledge.vocabulary import Strength, Voice

Spans = tuple[Span, ...]

_ASKING = re.compile(r"\b(?:ask|wonder|inquir|question)\w*\b", re.IGNORECASE)
_BY_NOUN = frozenset(("noun-that", "noun-of"))
_SOMEBODYS = re.compile(
    r"\b(?:claim|allegation|accusation|assertion|rumou?r|suggestion|report|complaint)s?\b", re.I
)
"""Nouns for what somebody says, though nobody is named for it."""

_IN_FULL = ("quote", "posted", "turn")
"""How the rules begin that find whole sentences."""

_THING = frozenset(("object", "about", "framed"))
"""Rules of attribution whose content is a thing rather than a clause."""

_SILENT = re.compile(
    r"\b(?:declin|refus)\w+\s+to\s+(?:comment|respond|answer|discuss|say|elaborate|speak|talk|be)\b",
    re.IGNORECASE,
)
_THAT = re.compile(r"that\s+(?=\S)", re.IGNORECASE)
_CALLING = re.compile(
    r"\b(?:describ|call|term|brand|dub|label|denounc|condemn|accus|blam)\w*", re.I
)
_DENYING = re.compile(r"\b(?:den(?:y|ies|ied|ying)|refut\w+|rebut\w*|disput\w+)\b", re.I)
_DENIABLE = re.compile(
    r"\b(?:wrongdoing|misconduct|allegations?|accusations?|charges?|claims?|reports?|rumou?rs?|guilt"
    r"|involvement|responsibility|knowledge|links?|ties|role|part|story|account|figures?|crimes?)\b",
    re.I,
)
"""What is denied as a thing. Visas and requests are denied, too, and then nothing is said."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that somebody makes, with the attribution it came from and the words of its frame."""

    claim: FoundClaim
    frame: Spans
    parent: int | None = None


class Sayings:
    """Turns attributions into claims, in the order in which they stand."""

    def __init__(self, grid: Grid, claimants: Claimants, sentences: Sequence[Span]) -> None:
        """Read source phrases with *claimants*; *sentences* are those of body and captions."""
        self._grid = grid
        self._claimants = claimants
        self._sentences = sentences

    def claims(self, found: Sequence[Attributed]) -> list[Said]:
        """Return the claims of *found*; `parent` is a place in the list that is returned."""
        found = [*found, *called_what(self._grid.text, self._sentences, found)]
        held = [i for i, each in enumerate(found) if self._in_body(each)]
        order = sorted(held, key=lambda i: (_first(found[i]), -_length(found[i])))
        who: dict[int, tuple[FoundClaimant, ...]] = {}
        made: list[Said] = []
        places: dict[int, list[int]] = {}
        for i in order:
            each = found[i]
            around = who.get(each.parent, ()) if each.parent is not None else ()
            speaker = self._speaker(each)
            who[i] = self._claimants.of(self._sayer(each, found), around)
            own = not who[i] or any(one.author for one in who[i])  # whose turn it is says “I”
            if speaker is not None and (own or _touches(speaker, each.source)):
                who[i] = self._claimants.speaker(speaker)
            if each.rule == "posted":
                who[i] = self._claimants.signed(each.source[0])
            parent = self._outer(each, made, places)
            around_it = None if parent is None else made[parent].claim.strength
            if each.inner and around_it in (None, Strength.DENIED):
                continue  # that it was said is itself what was not said, asked or denied
            for piece in self._pieces(each):
                claim = self._claim(each, piece, who[i])
                if claim is None:
                    continue
                if speaker and parent is None and all(one.written != speaker for one in who[i]):
                    # In a transcript, what others said is told by whose turn it is.
                    claim = replace(claim, told_by=self._claimants.speaker(speaker))
                places.setdefault(i, []).append(len(made))
                made.append(Said(claim, (*each.source, *each.cue), parent))
                if not any(one.parent == i and _accuses(one) for one in found):
                    made += self._relayed(claim, len(made) - 1)
        return made

    def _outer(
        self, each: Attributed, made: Sequence[Said], places: dict[int, list[int]]
    ) -> int | None:
        """Return which of the claims *made* passes on what *each* attributes."""
        held = places.get(each.parent, []) if each.parent is not None else []
        first = _first(each)
        around = [at for at in held if _touches(Span(first, first + 1), made[at].claim.content)]
        return next(iter(around or held), None)

    def _sayer(self, each: Attributed, found: Sequence[Attributed]) -> Spans:
        """Return the source, or that of the verb whose object it is: who is told says nothing."""
        if not each.source:
            return ()
        head = head_of(self._grid.tokens(each.source[0]))
        if head is None or head.dep_ not in ("dobj", "dative"):
            return each.source
        verb = self._grid.place(head.head)
        for other in found:
            if other is not each and any(c.start <= verb.start < c.end for c in other.cue):
                return other.source
        return each.source

    def _speaker(self, each: Attributed) -> Span | None:
        """Return whose turn it is where *each* stands, in a transcript."""
        for paragraph in self._grid.parsed.paragraphs:
            if paragraph.span.start <= each.content[0].start < paragraph.span.end:
                return paragraph.speaker
        return None

    def _in_body(self, each: Attributed) -> bool:
        """Say whether *each* stands in running text, not in a title or a picture's credit."""
        return bool(each.content) and any(
            sentence.start <= each.content[0].start < sentence.end for sentence in self._sentences
        )

    def _pieces(self, each: Attributed) -> Iterator[Spans]:
        """Yield what is said sentence by sentence; a clause that was cut in two stays one."""
        content = self._completed(each)
        hull = Span(content[0].start, content[-1].end)
        inside = [s for s in self._sentences if s.start < hull.end and hull.start < s.end]
        for sentence in inside:
            cut = tuple(
                trimmed
                for span in content
                if span.start < sentence.end
                and sentence.start < span.end
                and (
                    trimmed := self._trimmed(
                        max(span.start, sentence.start), min(span.end, sentence.end)
                    )
                )
            )
            whole = tuple(span for span in cut if not self._is_relative(span))
            if cut:
                yield whole or cut

    def _is_relative(self, span: Span) -> bool:
        """Say whether *span* is the “what” or “that” alone which a frame cut off the rest."""
        return all(token.tag_ in ("WDT", "WP", "WRB") for token in self._grid.tokens(span))

    def _completed(self, each: Attributed) -> Spans:
        """Return the content with the rest of a quotation that it breaks off in, marks included."""
        content = sorted(each.content, key=lambda span: span.start)
        if each.inner:
            return tuple(content)  # the quotation is the outer speaker's
        frame = (*each.source, *each.cue)
        for quote in self._grid.parsed.quotations:
            last = content[-1]
            if last.start < quote.span.end and quote.span.start < last.end < quote.span.end:
                rest = Span(last.end, quote.span.end)
                if not _touches(rest, frame):
                    content[-1] = Span(last.start, quote.span.end)
            first = content[0]
            between = self._grid.text[quote.span.start : first.start]
            if quote.span.start < first.start < quote.span.end and not between.strip("“”\"'‘’«„ "):
                content[0] = Span(quote.span.start, first.end)
        apart = content[:1]
        for span in content[1:]:
            if span.start <= apart[-1].end:
                apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
            else:
                apart.append(span)
        return tuple(apart)

    def _trimmed(self, start: int, end: int) -> Span | None:
        text = self._grid.text
        that = _THAT.match(text, start, end)
        start = that.end() if that else start
        while start < end and (text[start].isspace() or text[start] in ",;:—–-"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-"):
            end -= 1
        return Span(start, end) if start < end else None

    def _claim(
        self, each: Attributed, content: Spans, who: tuple[FoundClaimant, ...]
    ) -> FoundClaim | None:
        text = self._grid.text
        words = " ".join(text[span.start : span.end] for span in content)
        cue = " ".join(text[span.start : span.end] for span in each.cue)
        tokens = [token for span in content for token in self._grid.tokens(span)]
        hull = Span(content[0].start, content[-1].end)
        voice, quotes, scare = self._voice(hull, content)
        if each.rule == "posted":
            voice, quotes, scare = Voice.DIRECT, (), (*quotes, *scare)
        speaker = self._speaker(each)
        if speaker is not None and any(one.written == speaker for one in who):
            voice, quotes, scare = Voice.DIRECT, (), (*quotes, *scare)
        calling = bool(_CALLING.search(cue)) and is_grave(words) and bool(quotes or each.accusation)
        framed = each.rule == "framed" and bool(quotes)
        thing = each.rule in _THING and not (framed or has_clause(tokens))
        asked = bool(_ASKING.search(cue)) and each.rule != "told-to"
        said_with = [token for span in each.cue for token in self._grid.tokens(span)]
        opposite = disbelief(said_with)
        sayer = [token for span in each.source for token in self._grid.tokens(span)]
        if not tokens or (opposite is None and is_unsaid(said_with, sayer, quoted=bool(quotes))):
            return None
        if not quotes and is_to_come(said_with):
            return None  # it is the outlet's word that somebody will say so
        if not who and each.rule.startswith("clause") and not is_said_by_nobody(said_with):
            return None  # somebody says it, and no rule found who
        first = next((t for t in tokens if t.pos_ != "ADV" or t.tag_ == "WRB"), tokens[0])
        if first.tag_ in ("WDT", "WP") and each.rule not in ("question", "called-what"):
            return None  # a relative clause without what it tells of
        if each.rule.startswith(_IN_FULL) and is_fragment(tokens):
            return None
        if each.rule == "infinitive" and _SILENT.search(f"{cue} {words}"):
            return None  # whoever declines to comment has claimed nothing
        if each.rule == "noun-of" and is_somebody(tokens):
            return None  # whose claim it is, or against whom, and not what it says
        if not who and tokens[0].tag_ == "TO":
            return None  # what is to be done, and nobody to do it
        denial = each.rule in _THING and _DENYING.search(cue) and _DENIABLE.search(words)
        turned_down = each.rule in _BY_NOUN and each.strength is Strength.DENIED
        held = each.rule == "accused" and each.accused is not None and len(words.split()) >= 2
        polled = any(t.like_num and t.lower_ != "one" for t in sayer)  # “24 per cent said so”
        short = bool(denial or turned_down or held or polled) or (
            calling and len(words.split()) >= 2
        )
        if not short and not is_checkable_saying(
            words, tokens, asked=asked, thing=thing, polled=polled
        ):
            return None
        strong = strength_of_attribution(text, cue, hull)
        strength, hedge = strong.strength, each.hedge or strong.hedge
        if each.strength is not Strength.STATED:
            strength = each.strength
        if calling or each.accusation or each.rule == "accused":
            strength = Strength.ALLEGED
        if not who and each.rule in _BY_NOUN and strength is not Strength.DENIED:
            if not _SOMEBODYS.search(cue):
                return None  # a fear or a hope that nobody is named for
            strength = Strength.ALLEGED
        if opposite is not None:
            strength, hedge = Strength.DENIED, self._grid.place(opposite)
        own = calling or bool(who and each.rule == "accused")
        accuser = _accuser_named(text, strength, hull, who, passed_on=not own)
        if not who and each.parent is None:
            quotes, scare, voice = (), (*quotes, *scare), Voice.OUTLET
        span = self._whole(each, hull) if short and not has_clause(tokens) else hull
        accused = text[each.accused.start : each.accused.end] if each.accused else ""
        return FoundClaim(
            span,
            content,
            voice,
            strength,
            who,
            each.cue,
            hedge,
            quotes,
            scare,
            accused=accused or (self.accused(hull) if strength is Strength.ALLEGED else ""),
            accuser_named=accuser,
            part=self._part(hull),
            rule=each.rule,
            confidence=each.confidence,
        )

    def _whole(self, each: Attributed, hull: Span) -> Span:
        """Return a few quoted words with the frame that alone makes them clear."""
        frame = [s for s in (*each.source, *each.cue) if s.end <= hull.start]
        sentence = next((s for s in self._sentences if s.start <= hull.start < s.end), hull)
        first = min((s.start for s in frame if s.start >= sentence.start), default=hull.start)
        return Span(first, hull.end)

    def _voice(self, hull: Span, content: Spans) -> tuple[Voice, Spans, Spans]:
        """Return whose words they are, what is quoted, and what only stands in marks."""
        text = self._grid.text
        quoted = [q for q in self._grid.parsed.quotations if _touches(q.span, content)]
        letters = [i for s in content for i in range(s.start, s.end) if text[i].isalnum()]
        if not quoted:
            return Voice.INDIRECT, (), ()
        inside = sum(any(q.span.start <= i < q.span.end for q in quoted) for i in letters)
        inner = tuple(s for q in quoted if (s := _common(q, hull)))
        if inside == len(letters):
            return Voice.DIRECT, inner, ()
        single = all(len(text[s.start : s.end].split()) == 1 for s in inner)
        if single and inside * 8 < len(letters):
            return Voice.INDIRECT, (), inner
        return Voice.MIXED, inner, ()

    def _part(self, span: Span) -> Part:
        for paragraph in self._grid.parsed.paragraphs:
            if paragraph.span.start <= span.start < paragraph.span.end:
                return paragraph.part
        return Part.BODY

    def accused(self, span: Span) -> str:
        """Return the words for who “is accused of” something in *span*, if they stand there."""
        passed = relays_accusation(self._grid.text, span.start, span.end)
        if passed is None:
            return ""
        for token in self._grid.tokens(passed):
            for child in token.children:
                named = child.dep_ in ("nsubjpass", "nsubj") and child.pos_ != "PRON"
                if named and child.i < token.i:
                    return self._grid.words(self._grid.span(child.left_edge, child))
        return ""

    def _relayed(self, outer: FoundClaim, place: int) -> Iterator[Said]:
        """Yield the accusation that the words of *outer* pass on, as a claim of its own."""
        text = self._grid.text
        passed = relays_accusation(text, outer.span.start, outer.span.end)
        if passed is None or not outer.claimants or _touches(passed, outer.cue):
            return
        if text[passed.start : passed.end].lower() == "allegedly":
            return  # the speaker's own word of caution
        yield Said(
            replace(
                outer,
                strength=Strength.ALLEGED,
                claimants=(),
                cue=(passed,),
                hedge=None,
                accuser_named=False,
                accused=self.accused(outer.span),
                rule="relayed",
                parent=None,
            ),
            (),
            place,
        )


def _accuses(each: Attributed) -> bool:
    return each.accusation or each.strength is Strength.ALLEGED


def _first(each: Attributed) -> int:
    return min(span.start for span in (*each.source, *each.cue, *each.content))


def _length(each: Attributed) -> int:
    return sum(span.end - span.start for span in each.content)


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _common(quote: Quotation, span: Span) -> Span | None:
    start, end = max(quote.inner.start, span.start), min(quote.inner.end, span.end)
    return Span(start, end) if start < end else None


def _accuser_named(
    text: str, strength: Strength, span: Span, who: Sequence[FoundClaimant], *, passed_on: bool
) -> bool | None:
    if strength is not Strength.ALLEGED:
        return None
    if passed_on and relays_accusation(text, span.start, span.end):
        return False
    return any(each.name or has_name(each.text) for each in who)
