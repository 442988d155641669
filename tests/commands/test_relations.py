"""Relations as people meet them: found, confirmed, refused, made by hand, and shown on a card."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core import tokens
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Action, Reply, Result, Sources
from bot.core.request import Door
from bot.main import registry
from knowledge.desk import Desk
from knowledge.model import ClaimRating
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.store.memory import MemoryStore
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.test_contract import FORBIDDEN
from tests.conftest import asking
from tests.knowledge.making import AT, claim, review
from tests.thorough import examples

ONE, OTHER = "doctors-salary-un-letter", "doctors-salary-arbol-invertido"


async def asked(
    app: App, command: str, *, who: str = "Ana", actor: str = "u1", **args: str
) -> Reply:
    """Return the answer to *command*."""
    reply = await app.handle(asking(command, args, who=who, actor=actor))
    assert isinstance(reply, Reply)
    return reply


def press(reply: Reply, label: str) -> Action:
    """Return the press of *reply* that is labelled so."""
    return next(action for action in reply.actions() if action.label == label)


async def pressed(app: App, action: Action, *, who: str = "Ana", actor: str = "u1") -> Reply:
    """Return the answer to *action*, sent as a button sends it."""
    sent = tokens.decode(tokens.encode(action))
    reply = await app.handle(
        asking(sent.command, sent.args, who=who, actor=actor, door=Door.BUTTON)
    )
    assert isinstance(reply, Reply)
    return reply


async def test_from_the_card_to_a_confirmed_relation(app: App) -> None:
    """Card, Related, Find related, Confirm: by presses alone, and the card shows it after."""
    card = await asked(app, "claim", slug=ONE)
    empty = await pressed(app, press(card, "Related"))
    assert "No relation to another claim is on record." in plain(empty)
    found = await pressed(app, press(empty, "Find related"))
    assert found.notice.endswith("new suggestion.")
    assert "suggestion 1, not confirmed: differs from this" in plain(found)
    assert "the figures differ as written" in plain(found)
    told = await pressed(app, press(found, "Confirm 1"))
    assert told.title == (
        "Árbol Invertido, undated, differs from Cuban Prisoners Defenders, 8 January 2020: "
        "confirmed"
    )
    assert "confirmed by Ana, " in plain(told)
    card = await asked(app, "claim", slug=ONE)
    lists = [block for block in card.blocks if isinstance(block, Sources)]
    assert [block.title for block in lists] == [
        "Also on record, related by a person",
        "Also on record about the same thing",
    ]
    [first] = lists[0].rows
    assert first.owner.startswith("Árbol Invertido")
    assert str(first.said[0]).startswith("differs from this (confirmed by Ana, ")
    shown = [row.action.args["slug"] for block in lists for row in block.rows if row.action]
    assert len(shown) == len(set(shown)), "what is related is not listed a second time"


async def test_related_shows_the_confirmed_first(app: App) -> None:
    """What people confirmed stands before what rules suggest, and only the latter has presses."""
    await asked(app, "find-related", slug=ONE)
    await asked(app, "relate", words=f"{ONE} answers doctors-salary")
    text = plain(await asked(app, "related", slug=ONE))
    confirmed, suggested = text.split("Suggested by a rule")
    assert "Breitbart News, 20 December 2019: is answered by this (confirmed by Ana" in confirmed
    assert "suggestion 1" in suggested
    reply = await asked(app, "related", slug=ONE)
    labels = {action.label for action in reply.actions()}
    assert {"Confirm 1", "Refuse 1"} <= labels
    assert "Confirm 2" not in labels


async def test_a_refusal_is_remembered(app: App) -> None:
    """A refused suggestion is neither shown nor found again, and a person can still confirm it."""
    found = await asked(app, "find-related", slug=ONE)
    await pressed(app, press(found, "Refuse 1"))
    again = await asked(app, "find-related", slug=ONE)
    assert again.notice == "Nothing new to suggest."
    assert "suggestion 1" not in plain(again)
    assert "1 refused and not suggested again" in plain(again)
    told = await asked(app, "relate", words=f"{OTHER} differs {ONE}")
    assert told.title.endswith(": confirmed")
    assert "confirmed by Ana" in plain(await asked(app, "related", slug=ONE))


async def test_the_second_press_is_told_what_is_so(app: App) -> None:
    """Who presses after somebody else learns who judged and when, and nothing changes."""
    found = await asked(app, "find-related", slug=ONE)
    confirm, refuse = press(found, "Confirm 1"), press(found, "Refuse 1")
    await pressed(app, confirm, who="Ana")
    second = await pressed(app, confirm, who="Bo", actor="u2")
    assert "Nothing was changed" in plain(second)
    assert "confirmed by Ana" in plain(second)
    assert second.title.endswith(": confirmed")
    changed = await pressed(app, refuse, who="Bo", actor="u2")
    assert "Relation 1 is refused by Bo" in plain(changed)
    third = await pressed(app, refuse)
    assert "already refused by Bo" in plain(third)


async def test_verdicts_are_signed_with_platform_and_id(app: App, store: SqliteStore) -> None:
    """A verdict keeps the platform, the id and the name, on one line."""
    await asked(app, "relate", who="Ana\nMaría \ud83d", words=f"{ONE} differs doctors-salary")
    [relation] = await store.relations_of(ONE)
    assert relation.last is not None
    assert relation.last.by == "discord:u1 Ana María ?"
    nameless = await asked(app, "refuse-relation", who="", number="1")
    assert "refused by discord:u1" in plain(nameless)


async def test_the_other_way_round_is_not_confirmed_too(app: App) -> None:
    """Two records do not replace each other: the one that stands is named with who set it."""
    await asked(app, "relate", words=f"{ONE} replaces {OTHER}")
    told = await asked(app, "relate", words=f"{OTHER} supersedes {ONE}", who="Bo", actor="u2")
    assert "Nothing was changed: this is already on record, confirmed by Ana" in plain(told)
    assert told.title.startswith("Cuban Prisoners Defenders, 8 January 2020, replaces the earlier")
    card = plain(await asked(app, "claim", slug=OTHER))
    assert "replaces this earlier record" in card
    card = plain(await asked(app, "claim", slug=ONE))
    assert "is the earlier record that this one replaces" in card


@pytest.mark.parametrize("command", ["confirm-relation", "refuse-relation"])
async def test_a_press_after_a_withdrawal_says_so(
    app: App, store: SqliteStore, command: str
) -> None:
    """Where a claim was withdrawn meanwhile, the press gets a sentence and changes nothing."""
    await asked(app, "find-related", slug=ONE)
    await store.review(OTHER, review(ClaimRating.WITHDRAWN))
    told = await asked(app, command, number="1")
    assert told.result is Result.USAGE
    assert told.title == f"The desk withdrew {OTHER}, so nothing was changed."
    assert (await store.relations_of(ONE))[0].state is RelationState.SUGGESTED
    text = plain(await asked(app, "related", slug=ONE))
    assert "Árbol" not in text
    assert "1 not shown: the other claim was withdrawn." in text
    by_hand = await asked(app, "relate", words=f"{ONE} differs {OTHER}")
    assert by_hand.title == told.title
    for name in ("related", "find-related"):
        assert "withdrew" in plain(await asked(app, name, slug=OTHER))


@pytest.mark.parametrize(
    ("command", "args", "said"),
    [
        ("confirm-relation", {"number": "99"}, "There is no relation 99."),
        ("confirm-relation", {"number": "x"}, "“x” is no number of a relation."),
        ("refuse-relation", {"number": "-1"}, "“-1” is no number of a relation."),
        ("refuse-relation", {"number": "٣"}, "“٣” is no number of a relation."),
        ("confirm-relation", {"number": "9" * 20}, f"“{'9' * 20}” is no number of a relation."),
        ("confirm-relation", {}, "/confirm-relation was given no number."),
        ("relate", {"words": ONE}, "That does not say how one claim stands to another."),
        ("relate", {"words": f"{ONE} refutes {OTHER}"}, "That does not say how one claim stands"),
        ("relate", {"words": f"{ONE} differs no-such-claim"}, "There is no claim called “no-such-"),
        ("relate", {"words": f"{ONE} differs {ONE}"}, f"{ONE} and {ONE} are one claim."),
        ("related", {"slug": "no-such-claim"}, "There is no claim called “no-such-claim”."),
        ("find-related", {"slug": "no-such-claim"}, "There is no claim called “no-such-claim”."),
    ],
)
async def test_what_cannot_be_used_gets_a_sentence(
    app: App, command: str, args: dict[str, str], said: str
) -> None:
    """A forged number, an unknown kind or claim: one sentence each, and the next step."""
    reply = await app.handle(asking(command, args))
    assert isinstance(reply, Reply)
    assert reply.result is Result.USAGE
    assert reply.title.startswith(said)
    assert len(plain(reply).splitlines()) > 1


@pytest.mark.parametrize(
    "how",
    ["says the same as", "same claim elsewhere", "Differs from", "appearance", "REPEATS"],
)
async def test_a_kind_may_be_written_as_it_is_read(app: App, how: str) -> None:
    """Each kind is understood in the words that the answers use for it, in any case."""
    told = await asked(app, "relate", words=f"  {ONE}  {how} {OTHER} ")
    assert told.title.endswith(": confirmed")


@settings(
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(max_size=80) | st.lists(st.sampled_from([ONE, "differs", "", "repeats"])).map(" ".join),
    st.sampled_from(["relate", "related", "find-related", "confirm-relation", "refuse-relation"]),
)
async def test_any_text_gets_an_answer(app: App, text: str, command: str) -> None:
    """No text makes a relation's command fail."""
    params = app.registry.get(command).text_param
    assert params is not None
    reply = await app.handle(asking(command, {params.name: text}))
    assert isinstance(reply, Reply)
    assert reply.result is not Result.FAILED


LONGEST = ("a" * 63 + "-" + "b" * 63, "a" * 63 + "-" + "c" * 63)


async def test_the_longest_names_still_have_their_buttons() -> None:
    """Confirm and Refuse carry a number, so that two claims with endless names can be judged."""
    store = MemoryStore()
    await store.add([claim(slug) for slug in LONGEST])
    [made] = await store.suggest([Proposal(*LONGEST, RelationKind.DIFFERS, "a-rule")], AT)
    app = App(registry(), Desk(store))
    shown = await asked(app, "related", slug=LONGEST[0])
    told = await pressed(app, press(shown, f"Confirm {made.number}"))
    assert told.title.endswith(": confirmed")
    assert tokens.fits(Action("Confirm", "confirm-relation", {"number": "9" * 12}))


async def test_many_relations_come_in_pages_within_the_limits() -> None:
    """A page has at most 25 presses, and turning them shows each relation once."""
    store = MemoryStore()
    others = [f"other-{n:02}" for n in range(40)]
    await store.add([claim(slug) for slug in ("beds", *others)])
    await store.suggest(
        [Proposal("beds", o, RelationKind.REPEATS, "passes-on") for o in others], AT
    )
    app = App(registry(), Desk(store))
    seen: list[str] = []
    reply = await asked(app, "related", slug="beds")
    while True:
        actions = list(reply.actions())
        assert len(actions) <= 25
        assert all(tokens.fits(action) for action in actions)
        seen += reply.claims[1:]
        following = [action for action in actions if action.label == "Next"]
        if not following:
            break
        reply = await pressed(app, following[0])
    assert seen == others
    for number in range(1, 11):
        await asked(app, "confirm-relation", number=str(number))
    card = await asked(app, "claim", slug="beds")
    assert len(list(card.actions())) <= 25
    assert "4 more: related by a person" in plain(card)


async def test_every_row_opens_with_its_owner_and_judges_nothing(app: App) -> None:
    """Owner first on every row and in every title; no word of judgement in any answer."""
    found = await asked(app, "find-related", slug=ONE)
    told = await asked(app, "confirm-relation", number="1")
    card = await asked(app, "claim", slug=ONE)
    for reply in (found, told, card):
        assert not FORBIDDEN.search(plain(reply))
        for block in reply.blocks:
            for row in block.rows if isinstance(block, Sources) else ():
                assert "," in row.owner
    assert found.title.startswith("Cuban Prisoners Defenders, 8 January 2020")


async def test_restricted_claims_leave_no_trace_in_relations() -> None:
    """Who may not see a restricted claim sees it in no list, on no card and behind no button."""
    store = MemoryStore()
    hidden = replace(claim("hidden-beds", statement="{} keeps this back."), restricted=True)
    await store.add([claim("beds"), hidden, claim("more-beds")])
    for other in ("hidden-beds", "more-beds"):
        made = Proposal("beds", other, RelationKind.DIFFERS)
        await store.relate(made, Verdict(RelationState.CONFIRMED, "slack:U1 Ana", AT))
    await store.suggest([Proposal("beds", "hidden-beds", RelationKind.REPEATS, "passes-on")], AT)
    app = App(registry(), Desk(store))
    for command, args in (
        ("claim", {"slug": "beds"}),
        ("related", {"slug": "beds"}),
        ("find-related", {"slug": "beds"}),
        ("source", {"name": "The Herald"}),
    ):
        reply = await asked(app, command, **args)
        text = plain(reply, hints=True)
        assert "more-beds" in text
        assert "hidden-beds" not in text
        assert "keeps this back" not in text
    assert "2 restricted claims not shown." in plain(await asked(app, "related", slug="beds"))
    for number in ("1", "3"):
        for command in ("confirm-relation", "refuse-relation"):
            told = await asked(app, command, number=number)
            assert told.title == f"There is no relation {number}."
    told = await asked(app, "relate", words="beds differs hidden-beds")
    assert told.result is Result.USAGE
    kept = await store.relations_of("hidden-beds")
    assert [r.state for r in kept] == [RelationState.CONFIRMED, RelationState.SUGGESTED]


async def test_who_may_see_restricted_claims_sees_their_relations() -> None:
    """In a place that may see them, a restricted claim stands among the related ones."""
    store = MemoryStore()
    await store.add([claim("beds"), replace(claim("hidden-beds"), restricted=True)])
    made = Proposal("beds", "hidden-beds", RelationKind.DIFFERS)
    await store.relate(made, Verdict(RelationState.CONFIRMED, "slack:U1 Ana", AT))
    desk = await Desk(store).for_viewer(may_see_restricted=True)
    found = await desk.relating.of((await store.claims(["beds"]))[0])
    assert [link.claim.slug for link in found.links] == ["hidden-beds"]
    assert await desk.suggest_relations("beds") == ()
