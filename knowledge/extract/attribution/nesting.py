"""One attribution inside another: the OAS notes that the regime is accused of …"""

from collections.abc import Sequence

from knowledge.extract.attribution.candidate import Candidate

_FIRST = (
    "quote-cue turn clause-that clause-bare question accused told-to called framed according adverb"
).split()
_KEPT_INSIDE = frozenset("accused adverb noun-that noun-of".split())
"""Rules whose finds are kept where they stand inside another's: those that say an accusation is
passed on. Other nested cues (“he said he thinks …”) restate the same claim."""

_ACCUSING_NOUNS = frozenset("accusation allegation claim denial rejection suspicion".split())


def chosen(found: Sequence[Candidate]) -> list[tuple[Candidate, int | None]]:
    """Return the finds that are kept, in reading order, each with the place of the one around it.

    Of two with one cue the surer rule's is kept; of two that share most of their content, the one
    that begins first. “Allegedly” within what somebody says is that speaker's word and no find.
    """
    found = [each for each in found if not _is_speakers_own(each, found)]
    ordered = sorted(found, key=lambda each: (each.start, -each.length, _rank(each)))
    kept: list[Candidate] = []
    parents: list[int | None] = []
    for candidate in ordered:
        if any(candidate.cue and candidate.cue == other.cue for other in kept):
            continue
        around = [at for at, other in enumerate(kept) if _inside(candidate, other)]
        if around and not _passes_on(candidate, kept[around[-1]]):
            continue
        kept.append(candidate)
        parents.append(around[-1] if around else None)
    return list(zip(kept, parents, strict=True))


def _is_speakers_own(adverb: Candidate, found: Sequence[Candidate]) -> bool:
    return adverb.rule == "adverb" and any(
        other.source and _inside(adverb, other) for other in found
    )


def _rank(candidate: Candidate) -> int:
    return _FIRST.index(candidate.rule) if candidate.rule in _FIRST else len(_FIRST)


def _passes_on(candidate: Candidate, outer: Candidate) -> bool:
    if candidate.rule == "quote-cue":
        return candidate.end > outer.end  # “appears to promise more by saying, “…””
    if candidate.rule not in _KEPT_INSIDE:
        return False
    return not candidate.rule.startswith("noun") or candidate.lemma in _ACCUSING_NOUNS


def _inside(inner: Candidate, outer: Candidate) -> bool:
    return any(
        span.start <= cue.start and cue.end <= span.end
        for cue in inner.cue
        for span in outer.content
    )
