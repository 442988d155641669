"""Restricted claims: shown to those who may see them in private, and to nobody else by any way."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Outcome, Reply, Result, Visibility
from bot.core.request import Actor, Door, Place, Request
from bot.core.structure import as_json
from bot.main import registry
from knowledge.desk import Desk, Restricted
from knowledge.model import Claim
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.fakes.empty_desk import empty_desk
from tests.knowledge.making import review
from tests.thorough import THOROUGH

HIDDEN = ("doctors-salary-arbol-invertido", "castro-1957", "affected-each-year", "venezuela-oil")
CLAIMS = {
    claim.slug: replace(claim, restricted=claim.slug in HIDDEN, aliases=(f"also-{claim.slug}",))
    for claim in sample_claims()
}
READER = "reader"


def secrets(claim: Claim) -> set[str]:
    """Return what of *claim* must not be told, but for words that open claims hold as well."""
    said = [claim.slug, claim.label, claim.statement, *claim.aliases]
    said += [quote.exact for quote in claim.quotes] + [figure.text for figure in claim.figures]
    said += [claim.anchor.quote.exact] if claim.anchor else []
    said += [evidence.what for evidence in claim.evidence]
    others = repr([one for slug, one in CLAIMS.items() if slug not in HIDDEN])
    return {text for text in said if text not in others}


SECRETS = {slug: secrets(CLAIMS[slug]) for slug in HIDDEN}


@pytest.fixture(scope="module")
def restricted_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample desk's file with some claims restricted, reviewed and related."""
    path = tmp_path_factory.mktemp("restricted") / "desk.sqlite3"
    empty_desk(path)

    async def fill() -> None:
        store = SqliteStore(path)
        await store.add(CLAIMS.values(), sample_related())
        for slug in HIDDEN:
            await store.review(slug, review())
        at = datetime(2026, 1, 1, tzinfo=UTC)
        pair = Proposal("doctors-salary", HIDDEN[0], RelationKind.DIFFERS)
        await store.relate(pair, Verdict(RelationState.CONFIRMED, "discord:u9 Zoe", at))
        await store.close()

    asyncio.run(fill())
    return path


@pytest.fixture
async def held(restricted_desk: Path, tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """Return that desk's store, in a file of this test's own."""
    path = tmp_path / "desk.sqlite3"
    await asyncio.to_thread(shutil.copyfile, restricted_desk, path)
    store = SqliteStore(path)
    yield store
    await store.close()


@pytest.fixture
def app(held: SqliteStore) -> App:
    """Return the core over that desk, with one person who may see restricted claims."""
    policy = Policy(
        restricted_readers=frozenset({READER}),
        public_channels=frozenset({"open"}),
        per_minute=100_000,
    )
    return App(registry(), Desk(held), policy)


def on_console(command: str, **args: str) -> Request:
    """Return a request from the terminal."""
    here = Place("console", channel="terminal", direct=True)
    return Request(command, args, Actor("console", "root"), here, Door.CONSOLE)


VIEWERS = {
    "somebody": {"actor": "u1"},
    "the reader by a mention": {"actor": READER, "door": Door.MENTION},
    "the reader in a public channel": {"actor": READER, "channel": "open"},
    "the reader sharing": {"actor": READER, "door": Door.BUTTON, "share": "1"},
    "somebody who says it is the console": {"actor": "root", "door": Door.CONSOLE},
}

QUESTIONS = [
    *({"": slug} for slug in (*HIDDEN, "doctors-salary", "venezuela-deal", "million-deployed")),
    *({"": text} for slug in HIDDEN for text in sorted(SECRETS[slug])),
    {"": f"also-{HIDDEN[0]}"},
    {"": HIDDEN[0][:-1]},
    {"": f"{HIDDEN[0]}s"},
    {"": HIDDEN[2][:8]},
    *({"": CLAIMS[slug].topic.key} for slug in HIDDEN),
    *({"": name} for slug in HIDDEN for name in CLAIMS[slug].owners()),
    {"": "by:Árbol Invertido"},
    {"": "in:Infobae"},
    {"": "figure:any"},
    {"": "since:1900"},
    {"": "until:2100"},
    {"": "status:supported"},
    {"": "doctors in:Árbol Invertido"},
    {"": "1"},
    {},
]


def asked_by(viewer: str) -> list[dict[str, str]]:
    """Return the questions of *viewer*: somebody asks all, each of the others a part of its own.

    Who asks and by which way decides what may be seen, and the question what is looked for, so that
    not each pair is to be tried; all are where THOROUGH is set.
    """
    number = list(VIEWERS).index(viewer)
    if number == 0 or THOROUGH:
        return QUESTIONS
    return [*QUESTIONS[: len(HIDDEN)], *QUESTIONS[len(HIDDEN) + number - 1 :: len(VIEWERS) - 1]]


def leaks(outcome: Outcome, asked: str) -> list[str]:
    """Return what *outcome* tells of restricted claims, but for the asker's own words."""
    text = plain(outcome, hints=True) + as_json(outcome)
    told = {secret for slug in HIDDEN for secret in SECRETS[slug] if secret in text}
    return sorted(secret for secret in told if secret not in asked)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("command", [each.name for each in registry()])
async def test_no_command_tells_of_a_restricted_claim(app: App, viewer: str, command: str) -> None:
    """Whatever is asked by whom, nothing of a restricted claim is in the answer."""
    declared = registry().get(command)
    param = declared.text_param
    how = VIEWERS[viewer]
    if how.get("share") and not declared.shareable:
        return
    for question in asked_by(viewer) if param else [{}]:
        given = {param.name: question[""]} if param and question else {}
        outcome = await app.handle(asking(command, given, **how))  # type: ignore[arg-type] # by name
        assert not leaks(outcome, question.get("", "")), (command, viewer, question)
        if command == "meeting-start":  # or the next is told its name, which is the asker's words
            await app.handle(asking("meeting-end", **how))  # type: ignore[arg-type] # by name
        for page in ("2", "3") if any(p.name == "page" for p in declared.params) else ():
            outcome = await app.handle(asking(command, {**given, "page": page}, **how))  # type: ignore[arg-type] # by name
            assert not leaks(outcome, question.get("", "")), (command, viewer, question, page)


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_no_suggestion_tells_of_a_restricted_claim(app: App, viewer: str) -> None:
    """Completion gives no name, label, owner or topic that only restricted claims have."""
    how = {name: value for name, value in VIEWERS[viewer].items() if name != "share"}
    if "share" in VIEWERS[viewer]:
        how["channel"] = "open"
        how.pop("door")
    for declared in registry():
        for param in declared.params:
            for typed in ("", *HIDDEN, "also", "castro", "jav", "infob", "venez", "50"):
                request = asking(declared.name, **how)  # type: ignore[arg-type] # by name
                choices = await app.suggest(request, param.name, typed)
                told = " ".join(f"{choice.label} {choice.value}" for choice in choices)
                told = told.replace(typed, "") if param.name == "claims" and typed else told
                assert not any(s in told for slug in HIDDEN for s in SECRETS[slug]), told
                assert "Larrondo" not in told
                assert "Infobae" not in told


async def test_who_asks_by_name_is_told_that_it_is_restricted(app: App) -> None:
    """A restricted claim's own name gets a plain sentence and whom to ask, and no more."""
    for slug in HIDDEN:
        for command, name in (("claim", "slug"), ("passage", "slug"), ("history", "slug")):
            reply = await app.handle(asking(command, {name: slug}))
            assert isinstance(reply, Reply)
            assert reply.title == f"“{slug}” is restricted, and is not shown here."
            assert "whoever runs the desk" in plain(reply)
            assert "Code: restricted" in plain(reply)
            assert reply.visibility is Visibility.PRIVATE


async def test_those_who_may_see_them_do_in_private(app: App) -> None:
    """The reader in private and the console see restricted claims as any other."""
    for request in (
        asking("claim", slug="castro-1957", actor=READER),
        on_console("claim", slug="castro-1957"),
    ):
        reply = await app.handle(request)
        assert isinstance(reply, Reply)
        assert reply.claims == ("castro-1957",)
        assert CLAIMS["castro-1957"].statement in plain(reply)
        assert "Share here" not in [action.label for action in reply.actions()]
    found = await app.handle(asking("claim", slug="doctors-salary", actor=READER))
    assert HIDDEN[0] in plain(found, hints=True)
    choices = await app.suggest(asking("claim", actor=READER), "slug", "castro")
    assert "castro-1957" in [choice.value for choice in choices]


async def test_lists_say_how_many_are_not_shown(app: App) -> None:
    """Lists count what they leave out, and count only that."""
    said = "1 restricted claim not shown."
    for command, args in (
        ("claims", {"topic": "doctors-pay"}),
        ("claims", {"topic": "by:Larrondo in:Infobae since:2019 figure:any"}),
        ("claims", {"topic": "about:doctors-pay", "status": "supported"}),
        ("claim", {"slug": "doctors-salary"}),
    ):
        reply = await app.handle(asking(command, args))
        if "Larrondo" in args.get("topic", ""):
            assert "No source on record is called" in plain(reply)
            continue
        assert said in plain(reply), (command, args)
    topics = plain(await app.handle(asking("claims")))
    assert topics.startswith("31 claims on record")
    assert "4 restricted claims not shown." in topics
    assert "restricted" in plain(await app.handle(asking("recent")))
    everything = await app.handle(asking("claims", actor=READER))
    assert "35 claims on record" in plain(everything)
    assert "not shown" not in plain(everything)


async def test_what_becomes_restricted_is_hidden_from_then_on(held: SqliteStore) -> None:
    """A claim that is added while the desk is asked is screened like those before it."""
    desk = Desk(held)
    view = await desk.for_viewer(may_see_restricted=False)
    assert view is not desk
    assert isinstance(await view.look_up("castro-1957"), Restricted)
    new = replace(CLAIMS["castro-1957"], slug="castro-1960", aliases=(), label="Another matter")
    await held.add([new])
    assert isinstance(await view.look_up("castro-1960"), Restricted)
    assert "castro-1960" not in [name.slug for name in await view.complete("castro")]
    assert await desk.for_viewer(may_see_restricted=True) is desk


async def test_the_store_behind_a_screen_cannot_be_reached(held: SqliteStore) -> None:
    """A screened store gives reads alone: no file, no connection, nothing that is not screened."""
    view = await Desk(held).for_viewer(may_see_restricted=False)
    store = view._store
    for name in ("database", "no_such_thing", "_slugs"):
        with pytest.raises(AttributeError):
            getattr(store, name)
    assert await store.record("castro-1957") is None
    assert await store.claims(list(HIDDEN)) == []
    found = await store.search(["castro", "venezuela", "doctors"], 5)
    assert len(found) == 5
    assert not {slug for slug, _ in found} & set(HIDDEN)


async def test_a_failure_is_no_answer(app: App) -> None:
    """A restricted claim is no “nothing on record”: the question was usable, and is refused."""
    reply = await app.handle(asking("claim", slug="castro-1957", door=Door.MENTION))
    assert isinstance(reply, Reply)
    assert reply.result is Result.USAGE
    assert reply.visibility is Visibility.PRIVATE
