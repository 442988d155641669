"""Claims that become restricted and are opened again: what was handed out before is forgotten."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Outcome, Reply, Result
from bot.core.structure import as_json
from bot.main import registry
from knowledge.desk import Desk, Found, Restricted
from knowledge.model import Claim, Claimant, ClaimantKind, Figure, Topic
from knowledge.ports import ClaimStore
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.fakes.empty_desk import empty_desk
from tests.knowledge.making import claim
from tests.thorough import examples

READER = "reader"
GAZETTE = Claimant("gazette", "Gazette Brundle", ClaimantKind.OUTLET, ("Brundlepost",))
COURIER = Claimant("courier", "Courier Vantrell", ClaimantKind.OUTLET)
SOURCE = Claimant("source-x", "Jorun Haskett", ClaimantKind.PERSON, ("Oldhask",), "A mason.")
OFFICIAL = Claimant("source-x", "an unnamed mason", ClaimantKind.PERSON, ("Masonic",))
UNION = Claimant("union", "Union Perrigold", ClaimantKind.ORGANISATION, ("UPG",))
UNION_TOO = Claimant("union", "Union Perrigold", ClaimantKind.ORGANISATION, ("Perrigolders",))
QUARRY = Topic("quarry-matters", "Quarry matters")
HARBOUR = Topic("harbour-dredging", "Harbour dredging")
LANTERNS = Topic("lantern-tax", "Lantern tax")


def _made(slug: str, label: str, topic: Topic, who: Sequence[Claimant], **more: str) -> Claim:
    outlet = GAZETTE if more.get("outlet") == "gazette" else COURIER
    made = claim(
        slug,
        label=label,
        topic=topic,
        published=more.get("published"),
        outlet=outlet,
        makers=who,
        aliases=(f"known-as-{slug[:4]}",),
        statement=f"{(who[0] if who else outlet).name} speaks of {label.lower()}.",
    )
    figure = Figure(f"{len(slug)} carts", unit="carts", measure=label)
    return replace(made, figures=(figure,))


CLAIMS = {
    one.slug: one
    for one in (
        _made("kolbrin-stone", "Kolbrin blocks", QUARRY, [SOURCE], published="2020-01-02"),
        _made("wexley-stone", "Wexley slabs", QUARRY, [OFFICIAL], published="2021-02-03"),
        _made("dredge-fulmar", "Fulmar silt", HARBOUR, [UNION], published="2021-03"),
        _made("tarn-piers", "Tarnish piers", HARBOUR, [UNION_TOO], outlet="gazette"),
        _made("lumen-duty", "Lumenary duty", LANTERNS, [], published="2019", outlet="gazette"),
        _made("mixed-oath", "Oathbound pair", LANTERNS, [SOURCE, UNION], published="2022-05-06"),
    )
}
RELATED = [("kolbrin-stone", "wexley-stone"), ("dredge-fulmar", "tarn-piers")]


def brought(claims: Iterable[Claim]) -> set[str]:
    """Return what tells of *claims*: their names, labels and words, and those of their people."""
    told = set()
    for one in claims:
        told |= {one.slug, *one.aliases, one.label, one.statement, one.document.url}
        told |= {one.topic.key, one.topic.label}
        told |= {name for who in one.people() for name in (who.name, *who.aliases)}
    return told


def secrets(hidden: Collection[str]) -> set[str]:
    """Return what only the claims called *hidden* bring."""
    shown = brought(one for slug, one in CLAIMS.items() if slug not in hidden)
    return brought(CLAIMS[slug] for slug in hidden) - shown


def leaks(told: str, asked: str, hidden: Collection[str]) -> list[str]:
    """Return the secrets in *told*, but for the asker's own words."""
    return sorted(s for s in secrets(hidden) if s in told and s.lower() not in asked.lower())


async def answer(app: App, command: str, args: dict[str, str], actor: str = "u1") -> Outcome:
    """Return what somebody is answered."""
    return await app.handle(asking(command, args, actor=actor))


WORDS = sorted(brought(CLAIMS.values()))
PEOPLE = sorted({n for c in CLAIMS.values() for w in c.people() for n in (w.name, *w.aliases)})
OUTLETS = (GAZETTE.name, COURIER.name)
TOPICS = (QUARRY.label, HARBOUR.label, LANTERNS.label)

QUESTIONS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "names": [("claim", {"slug": name}) for c in CLAIMS.values() for name in (c.slug, *c.aliases)],
    "free words": [("claim", {"slug": words}) for words in WORDS if " " in words],
    "near spellings": [("claim", {"slug": f"{slug[:-2]}x{slug[-1]}"}) for slug in CLAIMS],
    "beginnings": [("claim", {"slug": slug[:5]}) for slug in CLAIMS],
    "did you mean": [("claim", {"slug": w}) for w in ("quarries", "harbor", "lantrn", "xyzzy")],
    "topics": [("claims", {})],
    "lists": [
        *(("claims", {"topic": topic}) for topic in TOPICS),
        *(("claims", {"topic": f"by:{who}"}) for who in PEOPLE),
        *(("claims", {"topic": f"in:{outlet}"}) for outlet in OUTLETS),
        *(("claims", {"topic": t}) for t in ("since:2019-06", "until:2021", "figure:any", "piers")),
    ],
    "sources": [("source", {"name": who}) for who in (*PEOPLE, "Haskett", "Perrigold", "mason")],
    "recent changes": [("recent", {})],
    "comparing": [("compare", {"claims": f"{one}, {other}"}) for one, other in RELATED],
    "relations": [("related", {"slug": slug}) for slug in CLAIMS],
    "passages": [("passage", {"slug": slug}) for slug in CLAIMS],
    "histories": [("history", {"slug": slug}) for slug in CLAIMS],
}


async def told_by_questions(app: App, surface: str) -> list[tuple[str, str]]:
    """Return what each question of *surface* asks, and what it is told."""
    told = []
    for command, args in QUESTIONS[surface]:
        for actor in (READER, "u1"):  # the reader first, so that whatever is kept is kept
            outcome = await answer(app, command, args, actor)
        asked = " ".join(args.values())
        told.append((asked, plain(outcome, hints=True) + as_json(outcome)))
    return told


async def told_by_suggestions(app: App) -> list[tuple[str, str]]:
    """Return what is suggested for every parameter of every command."""
    told = []
    for declared in registry():
        for param in declared.params:
            for typed in ("", "k", "known", "union", "ga", "jor", "old", "quar", "lan", "by:"):
                choices = await app.suggest(asking(declared.name), param.name, typed)
                told.append((typed, " ".join(f"{c.label} {c.value}" for c in choices)))
    return told


async def told_by(app: App, surface: str) -> list[tuple[str, str]]:
    """Return pairs of what was asked and what was told on *surface*."""
    if surface == "suggestions":
        return await told_by_suggestions(app)
    return await told_by_questions(app, surface)


SURFACES = [*QUESTIONS, "suggestions"]


async def filled(store: ClaimStore) -> App:
    """Return the core over *store* with the claims above, related in both ways."""
    await store.add(CLAIMS.values(), RELATED)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for one, other in (*RELATED, ("wexley-stone", "mixed-oath")):
        pair = Proposal(one, other, RelationKind.DIFFERS)
        await store.relate(pair, Verdict(RelationState.CONFIRMED, "discord:u9 Zoe", at))
    policy = Policy(restricted_readers=frozenset({READER}), per_minute=1_000_000)
    return App(registry(), Desk(store), policy)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """Return an empty store in a file of this test's own."""
    path = tmp_path / "desk.sqlite3"
    empty_desk(path)
    store = SqliteStore(path)
    yield store
    await store.close()


async def flipped(desk: Desk, hidden: set[str], slug: str) -> None:
    """Restrict the open claim called *slug*, or open the restricted one."""
    hidden ^= {slug}
    done = await desk.restrict(slug, restricted=slug in hidden)
    assert done is not None
    assert done[1]


async def all_that_is_open_is_found(app: App, hidden: Collection[str]) -> None:
    """Fail unless every open claim is found by all that it brings, and every other is refused."""
    view = await app.desk.for_viewer(may_see_restricted=False)
    for slug, one in CLAIMS.items():
        for name in (slug, *one.aliases):
            found = await view.look_up(name)
            assert isinstance(found, Restricted if slug in hidden else Found), (name, hidden)
        typed = [name.slug for name in await view.complete(slug)]
        assert (slug in typed) == (slug not in hidden)
        for command, args in (
            ("claims", {"topic": one.topic.label}),
            *(("source", {"name": n}) for w in one.people() for n in (w.name, *w.aliases)),
            ("claims", {"topic": f"in:{one.document.outlet.name}"}),
        ):
            reply = await answer(app, command, args)
            assert isinstance(reply, Reply)
            shown = one.slug in plain(reply, hints=True) + as_json(reply)
            assert shown == (slug not in hidden), (args, slug, hidden)


@pytest.mark.parametrize("surface", SURFACES)
async def test_a_surface_forgets_what_becomes_restricted(store: SqliteStore, surface: str) -> None:
    """Whatever was asked before, nothing that only restricted claims bring is told after."""
    app = await filled(store)
    hidden: set[str] = set()
    everything = " ".join(told for _, told in await told_by(app, surface))
    assert any(word in everything for word in WORDS)
    for slug in ("kolbrin-stone", "dredge-fulmar", "mixed-oath", "kolbrin-stone", "lumen-duty"):
        await flipped(app.desk, hidden, slug)
        for asked, told in await told_by(app, surface):
            assert leaks(told, asked, hidden) == [], (surface, asked, hidden)
    for slug in list(hidden):
        await flipped(app.desk, hidden, slug)
    assert leaks(" ".join(told for _, told in await told_by(app, surface)), "", hidden) == []
    await all_that_is_open_is_found(app, hidden)


@settings(max_examples=examples(12), deadline=None)
@given(flips=st.lists(st.sampled_from(sorted(CLAIMS)), min_size=1, max_size=5))
@example(flips=["kolbrin-stone", "mixed-oath", "kolbrin-stone"])
@example(flips=["wexley-stone", "kolbrin-stone", "wexley-stone"])
@example(flips=["tarn-piers", "lumen-duty", "dredge-fulmar"])
def test_any_flips_hide_and_show_again(flips: Sequence[str]) -> None:
    """For any sequence of flips, viewers see what open claims bring, all of it and no more."""

    async def run() -> None:
        store = MemoryStore()
        app = await filled(store)
        hidden: set[str] = set()
        for slug in flips:
            await all_that_is_open_is_found(app, hidden)
            await flipped(app.desk, hidden, slug)
            for surface in ("names", "topics", "recent changes", "relations"):
                for asked, told in await told_by(app, surface):
                    assert leaks(told, asked, hidden) == [], (surface, asked, hidden)
        await all_that_is_open_is_found(app, hidden)
        for asked, told in await told_by_suggestions(app):
            assert leaks(told, asked, hidden) == [], (asked, hidden)

    asyncio.run(run())


async def test_another_process_restricts_and_the_next_answer_knows(store: SqliteStore) -> None:
    """What the command line restricts while a desk is served is hidden at once, and opened so."""
    app = await filled(store)
    other = SqliteStore(store.database.path)
    try:
        assert (await answer(app, "claim", {"slug": "lumen-duty"})).result is Result.FOUND  # type: ignore[union-attr] # a reply
        assert await Desk(other).restrict("known-as-lume", restricted=True)
        refused = await answer(app, "claim", {"slug": "lumen-duty"})
        assert "is restricted" in plain(refused)
        assert await Desk(other).restrict("lumen-duty", restricted=False)
        shown = await answer(app, "claim", {"slug": "known-as-lume"})
        assert "revision 3" in plain(shown)
        assert "No longer restricted" in plain(await answer(app, "recent", {}))
    finally:
        await other.close()


@pytest.mark.parametrize(
    ("read", "command", "args"),
    [
        ("names", "claim", {"slug": "known-as-lume"}),
        ("record", "claim", {"slug": "known-as-lume"}),
        ("rank", "claim", {"slug": "who spoke of the lumenary duty"}),
        ("filtered", "claims", {"topic": "in:Gazette Brundle"}),
        ("claims", "claims", {"topic": "in:Gazette Brundle"}),
        ("topics", "claims", {}),
        ("reported_by", "source", {"name": "Gazette Brundle"}),
        ("changes", "recent", {}),
        ("claims", "source", {"name": "Gazette Brundle"}),
        ("relations_of", "related", {"slug": "wexley-stone"}),
        ("claims", "related", {"slug": "wexley-stone"}),
    ],
)
@pytest.mark.parametrize("after", [True, False])
async def test_what_was_read_before_is_screened_after(
    read: str, command: str, args: dict[str, str], *, after: bool
) -> None:
    """A claim that becomes restricted after or just before a read is not in the answer."""
    store = MemoryStore()
    app = await filled(store)
    await answer(app, command, {"slug": "wexley-stone"} if "slug" in args else args)
    setattr(store, "touched", lambda _: None)  # so that all is read again  # noqa: B010 - it is a method
    await store.keep("something", "else")
    method: Callable[..., Awaitable[object]] = getattr(store, read)
    hidden = {"lumen-duty", "mixed-oath"}

    async def late(*given: object, **named: object) -> object:
        early = await method(*given, **named)
        for slug in hidden:
            await store.restrict(slug, restricted=True)
        return early if after else await method(*given, **named)

    setattr(store, read, late)
    outcome = await answer(app, command, args)
    told = plain(outcome, hints=True) + as_json(outcome)
    assert leaks(told, " ".join(args.values()), hidden) == []
    assert [one.slug for _, one in await store.ever_restricted() if one.restricted]
    assert "Code: unexpected" not in told
    setattr(store, read, method)
    view = await app.desk.for_viewer(may_see_restricted=False)
    assert isinstance(await view.look_up("known-as-lume"), Restricted)
    assert not {name.slug for name in await view.complete("")} & hidden


async def test_undated_restricted_claims_are_counted(store: SqliteStore) -> None:
    """A restricted claim without a date is under “not shown”, with free words and without."""
    app = await filled(store)
    await app.desk.restrict("tarn-piers", restricted=True)
    for asked in ("about:harbour-dredging since:2019", "piers about:harbour-dredging since:2019"):
        told = plain(await answer(app, "claims", {"topic": asked}))
        assert "1 restricted claim not shown." in told, asked


async def test_a_source_is_called_as_open_claims_call_it(store: SqliteStore) -> None:
    """A name that a restricted claim alone gave a source is gone from its open claims."""
    app = await filled(store)
    for slug in ("kolbrin-stone", "mixed-oath"):
        await app.desk.restrict(slug, restricted=True)
    told = plain(await answer(app, "claim", {"slug": "wexley-stone"}))
    assert "an unnamed mason" in told
    assert "Haskett" not in told
    view = await app.desk.for_viewer(may_see_restricted=False)
    [name] = await view.complete("wexley")
    assert name.owner == "an unnamed mason"
    who = [each for each in await view.sources() if each.key == "source-x"]
    assert [(each.name, each.aliases, each.about) for each in who] == [
        ("an unnamed mason", ("Masonic",), "")
    ]


async def test_a_screened_desk_restricts_nothing(store: SqliteStore) -> None:
    """Whoever may not see restricted claims can neither restrict one nor open it."""
    app = await filled(store)
    await app.desk.restrict("lumen-duty", restricted=True)
    view = await app.desk.for_viewer(may_see_restricted=False)
    assert await view.restrict("lumen-duty", restricted=False) is None
    with pytest.raises(AttributeError):
        await view.restrict("wexley-stone", restricted=True)
