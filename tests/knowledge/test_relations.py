"""Which relations the rules suggest, which they never do, and what the desk keeps of them."""

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.desk import Desk
from knowledge.errors import RecordError
from knowledge.match.model import Band, Hit
from knowledge.model import (
    Attribution,
    Claim,
    Claimant,
    ClaimantKind,
    ClaimRating,
    Figure,
    Maker,
    Quote,
    Record,
    Span,
    Strength,
    Voice,
)
from knowledge.relating import MAX_CANDIDATES, Relating
from knowledge.relation_rules import RULES, proposed, why
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.sample.loader import sample_claims
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.soundness import examine
from tests.knowledge.making import AT, NURSES, claim, review

MINISTRY = Claimant("ministry", "Ministry of Health", ClaimantKind.ORGANISATION, ("MoH",))
POST = Claimant("post", "The Post", ClaimantKind.OUTLET)


def with_figure(
    slug: str, number: str, published: str = "2024-05-01", *, population: str = "", place: str = ""
) -> Claim:
    """Return a claim of the Nurses' Union with a figure."""
    figure = Figure(
        number,
        value=Decimal(number),
        unit="beds",
        measure="beds in use",
        population=population,
        place=place,
    )
    return replace(claim(slug, makers=[NURSES], published=published), figures=(figure,))


def quoting(slug: str, words: str, start: int = 0) -> Claim:
    """Return a claim with a quotation."""
    return replace(claim(slug), quotes=(Quote(words, Span(start, start + len(words))),))


def accusing(slug: str, accused: str) -> Claim:
    """Return an allegation of the Nurses' Union."""
    said = Attribution(
        Voice.INDIRECT,
        Strength.ALLEGED,
        makers=(Maker(NURSES),),
        accuser_named=True,
        accused=accused,
    )
    return replace(claim(slug), attribution=said)


def denying(slug: str) -> Claim:
    """Return a denial by the ministry."""
    said = Attribution(Voice.INDIRECT, Strength.DENIED, makers=(Maker(MINISTRY),))
    return replace(claim(slug), attribution=said)


def passing_on(slug: str, relays: str) -> Claim:
    """Return a claim that passes on what others say."""
    said = Attribution(Voice.INDIRECT, Strength.STATED, makers=(Maker(MINISTRY),), relays=relays)
    return replace(claim(slug), attribution=said)


def seen(one: Claim, other: Claim, band: Band | None = None) -> tuple[str, str, str, str] | None:
    """Return what the rules suggest of two claims: the one, the kind, the other, the rule."""
    made = proposed(one, other, band)
    return (made.claim, made.kind.value, made.other, made.rule) if made else None


@pytest.mark.parametrize(
    ("one", "other", "suggested"),
    [
        (
            accusing("accusation", "the Ministry of Health"),
            denying("denial"),
            ("denial", "answers", "accusation", "denies-the-accusation"),
        ),
        (
            passing_on("copy", "a letter of the Nurses' Union"),
            claim("letter", makers=[NURSES]),
            ("copy", "repeats", "letter", "passes-on"),
        ),
        (
            quoting("here", "not one bed was free that night"),
            quoting("there", "“not one bed was free that night”, she said", 40),
            ("here", "appearance", "there", "same-words"),
        ),
        (
            with_figure("early", "40", "2019"),
            with_figure("late", "40", "2020-02"),
            ("late", "repeats", "early", "same-figure-again"),
        ),
        (
            with_figure("union", "40"),
            replace(with_figure("ministry", "40"), attribution=denying("x").attribution),
            ("union", "appearance", "ministry", "same-figure"),
        ),
        (
            with_figure("forty", "40"),
            with_figure("fifty", "50", "2020"),
            ("forty", "differs", "fifty", "another-figure"),
        ),
    ],
)
def test_each_rule_suggests_its_kind(
    one: Claim, other: Claim, suggested: tuple[str, str, str, str]
) -> None:
    """A rule gives kind and direction from the two records, whichever was asked about."""
    assert seen(one, other) == suggested
    claim_slug, kind, other_slug, rule = suggested
    turned = seen(other, one)
    assert turned is not None
    assert turned[1::2] == (kind, rule)
    if not RelationKind(kind).symmetric:
        assert turned == (claim_slug, kind, other_slug, rule)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (accusing("accusation", "the Ministry of Healthcare"), denying("denial")),
        (accusing("accusation", "an unnamed ministry"), denying("denial")),
        (passing_on("copy", "a letter"), claim("letter", makers=[NURSES])),
        (quoting("here", "not one bed was free"), quoting("there", "not one bed is free", 40)),
        (quoting("here", "four short words here"), quoting("there", "four short words here", 40)),
        (with_figure("one", "40", place="Ayton"), with_figure("two", "50", place="Beeton")),
        (with_figure("one", "40", population="adults"), with_figure("two", "5", population="all")),
        (claim("one"), claim("two")),
        (claim("one"), claim("one")),
    ],
)
def test_no_rule_guesses(one: Claim, other: Claim) -> None:
    """Part of a name, short words, other people's figures and mere likeness suggest nothing."""
    assert seen(one, other) is None


def test_the_same_claim_needs_the_matcher_to_be_sure() -> None:
    """Only the matcher's surest band suggests an appearance, and never within one document."""
    one, other = claim("one"), claim("two")
    assert seen(one, other, Band.CLOSE) is None
    assert seen(one, other, Band.SAME) == ("one", "appearance", "two", "same-claim")
    assert seen(one, replace(other, document=one.document), Band.SAME) is None


def test_a_partial_date_has_no_order_within_itself() -> None:
    """“2019” and “May 2019” do not tell which came first, so neither repeats the other."""
    made = seen(with_figure("year", "40", "2019"), with_figure("month", "40", "2019-05"))
    assert made is not None
    assert made[1] == "appearance"


def test_every_rule_says_why_in_one_sentence() -> None:
    """Each rule has a name of its own and a sentence; a rule of another version is named."""
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(why(rule.name).count(".") == 1 and rule.why.endswith(".") for rule in RULES)
    assert RelationKind.SUPERSEDES not in {rule.kind for rule in RULES}
    assert "“older-rule”" in why("older-rule")


def test_every_rule_is_documented() -> None:
    """The page on relations has each rule with its kind and its sentence."""
    page = (Path(__file__).parents[2] / "docs" / "relations.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| `{rule.name}` | {rule.kind.words} | {rule.why} |" in page
    for kind in RelationKind:
        assert f"| {kind.words} |" in page


def test_withdrawn_and_restricted_claims_are_never_suggested() -> None:
    """Neither side of a suggestion is restricted or withdrawn."""
    one, other = with_figure("forty", "40"), with_figure("fifty", "50")
    withdrawn = replace(other, reviews=(review(ClaimRating.WITHDRAWN),))
    for closed in (withdrawn, replace(other, restricted=True)):
        assert proposed(one, closed, Band.SAME) is None
        assert proposed(closed, one, Band.SAME) is None


def test_the_samples_suggestions() -> None:
    """On the sample desk the rules suggest what a reader would look at, and nothing else."""
    claims = {c.slug: c for c in sample_claims()}
    assert seen(claims["doctors-salary-un-letter"], claims["doctors-salary-arbol-invertido"]) == (
        "doctors-salary-un-letter",
        "differs",
        "doctors-salary-arbol-invertido",
        "another-figure",
    )
    iwpr = claims["doctors-salary-iwpr"]
    assert seen(claims["doctors-salary-un-letter"], iwpr) is None, "neither excludes the other"


class FixedMatcher:
    """A matcher that finds the same claims whatever is asked."""

    gear = "fixed 1"

    def __init__(self, *slugs: str, band: Band = Band.CLOSE) -> None:
        self.hits = [Hit(slug, 0.5, band) for slug in slugs]
        self.asked: list[tuple[str, int]] = []

    async def find(
        self, text: str, limit: int, among: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return the first of the fixed hits."""
        self.asked.append((text, limit))
        return self.hits[:limit]


async def record_of(store: MemoryStore, slug: str) -> Record:
    """Return the reading of a claim that is there."""
    record = await store.record(slug)
    assert record is not None
    return record


async def test_what_the_matcher_finds_is_suggested_with_gear_and_score() -> None:
    """Rule, gear and score of a suggestion are kept, and it is suggested once."""
    store = MemoryStore()
    await store.add([with_figure("forty", "40"), with_figure("fifty", "50", "2020")])
    matcher = FixedMatcher("forty", "fifty", "gone")
    relating = Relating(store, matcher)
    [made] = await relating.suggest(await record_of(store, "forty"))
    assert made.proposal == Proposal(
        "fifty", "forty", RelationKind.DIFFERS, "another-figure", "fixed 1", 0.5
    )
    (text, limit), *in_topic = matcher.asked
    assert text.startswith("Beds. The Herald writes")
    assert "40" in text
    assert limit == MAX_CANDIDATES + 1
    texts = (text, "Beds", "beds in use")
    assert in_topic == [(text, MAX_CANDIDATES) for text in texts]
    assert await relating.suggest(await record_of(store, "fifty")) == []


async def test_without_a_matcher_the_desks_own_pairs_are_looked_at() -> None:
    """Claims that the desk put beside each other are candidates; their suggestion has no score."""
    store = MemoryStore()
    claims = [with_figure("forty", "40"), with_figure("fifty", "50"), with_figure("sixty", "60")]
    await store.add(claims, [("forty", "fifty")])
    [made] = await Relating(store).suggest(await record_of(store, "forty"))
    assert (made.proposal.claim, made.proposal.other) == ("fifty", "forty")
    assert (made.proposal.model, made.proposal.score) == ("", None)


async def test_a_closed_claim_suggests_nothing_and_asks_nobody() -> None:
    """For a restricted claim no matcher is asked, so its words reach no log and no model."""
    store = MemoryStore()
    await store.add([replace(with_figure("forty", "40"), restricted=True), claim("other")])
    matcher = FixedMatcher("other", band=Band.SAME)
    assert await Relating(store, matcher).suggest(await record_of(store, "forty")) == ()
    assert matcher.asked == []


async def test_a_refused_pair_is_not_suggested_under_a_weaker_rule() -> None:
    """After a refusal, neither the same rule nor the next one brings the pair back."""
    store = MemoryStore()
    await store.add([with_figure("forty", "40"), with_figure("fifty", "50", "2020")])
    relating = Relating(store, FixedMatcher("forty", "fifty"))
    [made] = await relating.suggest(await record_of(store, "forty"))
    await relating.judge(made.number, RelationState.REFUSED, "console:ana Ana")
    relating.matcher = FixedMatcher("forty", "fifty", band=Band.SAME)
    assert await relating.suggest(await record_of(store, "forty")) == []
    found = await relating.of((await record_of(store, "forty")).claim)
    assert (found.links, found.refused) == ((), 1)


async def test_what_is_shown_of_a_claim() -> None:
    """Confirmed relations come before suggestions, and those to withdrawn claims are counted."""
    store = MemoryStore()
    await store.add([claim(slug) for slug in ("a", "b", "c", "d")])
    relating = Relating(store)
    claims = {c.slug: c for c in await store.claims(["a", "b", "c", "d"])}
    await store.suggest([Proposal("a", "b", RelationKind.DIFFERS, "another-figure")], AT)
    await relating.relate(claims["c"], RelationKind.REPEATS, claims["a"], "slack:U1 Ana")
    await relating.relate(claims["a"], RelationKind.ANSWERS, claims["d"], "slack:U1 Ana")
    await store.review("d", review(ClaimRating.WITHDRAWN))
    found = await relating.of(claims["a"])
    states = [(link.claim.slug, link.relation.state.value) for link in found.links]
    assert states == [("c", "confirmed"), ("b", "suggested")]
    assert (found.refused, found.withdrawn, found.withheld) == (0, 1, 0)


async def test_a_relation_of_a_withdrawn_claim_is_left_as_it_is() -> None:
    """A press that comes after the withdrawal changes nothing."""
    store = MemoryStore()
    await store.add([claim("a"), claim("b")])
    [made] = await store.suggest([Proposal("a", "b", RelationKind.DIFFERS, "a-rule")], AT)
    await store.review("b", review(ClaimRating.WITHDRAWN))
    ruling = await Relating(store).judge(made.number, RelationState.CONFIRMED, "slack:U1 Ana")
    assert ruling is not None
    assert [gone.slug for gone in ruling.withdrawn] == ["b"]
    assert (await store.relations_of("a"))[0].state is RelationState.SUGGESTED


async def test_the_desk_suggests_for_a_claim_by_name(desk: Desk) -> None:
    """The desk runs the rules for a claim that there is, and for no other."""
    [made, *_] = await desk.suggest_relations("doctors-salary-un-letter")
    assert made.proposal.rule == "another-figure"
    assert await desk.suggest_relations("no-such-claim-at-all") == ()


@pytest.mark.parametrize("by", ["", "  "])
def test_a_verdict_is_signed_and_decides(by: str) -> None:
    """Nobody judges without a name, and “suggested” is no verdict."""
    with pytest.raises(RecordError):
        Verdict(RelationState.CONFIRMED, by, AT)
    with pytest.raises(RecordError):
        Verdict(RelationState.SUGGESTED, "slack:U1 Ana", AT)
    with pytest.raises(RecordError):
        Proposal("beds", "beds", RelationKind.DIFFERS)


def run(path: Path, *statements: str) -> None:
    """Run *statements* on the database as somebody with a SQLite shell would."""
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


_RELATION = "INSERT INTO relation VALUES (1, 1, {}, 'differs', 'by-hand', '', NULL, '')"
_VERDICT = "INSERT INTO relation_verdict VALUES (1, {}, 'confirmed', 'slack:U1 Ana', '')"


@pytest.mark.parametrize(
    "statements",
    [[_RELATION.format(999)], [_RELATION.format(2), _VERDICT.format(7)]],
)
def test_a_dangling_relation_is_named(database: Path, statements: list[str]) -> None:
    """A relation to no claim, and a verdict on no relation, make a database unsound."""
    assert all(finding.sound for finding in examine(database))
    run(database, *statements)
    unsound = {f.name: f.seen for f in examine(database) if not f.sound}
    assert list(unsound) == ["references"]
    assert "relation" in unsound["references"]


@pytest.mark.parametrize(
    "statement", ["UPDATE relation_verdict SET by = 'x'", "DELETE FROM relation_verdict"]
)
def test_a_verdict_is_never_taken_away(database: Path, statement: str) -> None:
    """What a person said of a relation can be neither changed nor deleted, whoever tries."""
    run(database, _RELATION.format(2), _VERDICT.format(1))
    with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        run(database, statement)
