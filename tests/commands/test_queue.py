"""`/desk queue` and what is decided there, as the core answers it."""

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Action, Form, Paragraph, Quotation, Reply, Result, Sources
from bot.core.request import Door
from bot.core.tokens import encode
from bot.main import registry
from knowledge.anchoring import Fate
from knowledge.desk import Desk
from knowledge.intake import Intake
from knowledge.roles import Role
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.contracts.test_fates import newer
from tests.knowledge.proposing import ANA, REPORT, extracted, long_report, reading, take_in


@pytest.fixture
async def queued(app: App, store: SqliteStore) -> App:
    """The sample desk with the three proposals of a report: 1, 2 and 3."""
    assert await take_in(store) == (1, 2, 3)
    return app


async def say(app: App, command: str, *, who: str = "Ana", actor: str = "u1", **args: str) -> Reply:
    """Return the answer to a pressed button."""
    request = asking(command, args, door=Door.BUTTON, who=who, actor=actor)
    outcome = await app.handle(request)
    assert isinstance(outcome, Reply)
    return outcome


def presses(reply: Reply) -> dict[str, Action]:
    """Return the presses of an answer by label; each fits a button."""
    found = {action.label: action for action in reply.actions()}
    for action in found.values():
        assert len(encode(action)) <= 100
    return found


async def test_a_card_says_who_says_it_first_and_that_nobody_reviewed_it(queued: App) -> None:
    """Attribution opens it; words, figures, dates, place and rule are there, and no more."""
    reply = await say(queued, "desk-queue")
    text = plain(reply)
    assert text.splitlines()[0] == "Ana Ruiz, in The Herald, Bo Lind, 6 May 2024"
    assert "Proposed by speech-verb, not yet reviewed by anybody." in text
    assert "“300 beds”" in text
    assert "“Monday”: 6 May 2024" in text
    assert "paragraph 2, characters 18 to 79" in text
    assert "Stated, " in text
    assert "1 of 3" in text
    [quotation] = [b for b in reply.blocks if isinstance(b, Quotation)]
    assert quotation.text in REPORT
    assert list(presses(reply))[:4] == ["Accept", "Edit", "Drop", "Hold"]
    assert {"Next", "Join another", "More of this document"} <= presses(reply).keys()
    assert reply.replaces


async def test_an_accusation_stays_one(queued: App) -> None:
    """Alleged stays alleged, nobody is made its maker, and the missing answer is said."""
    text = plain(await say(queued, "desk-queue", page="2"))
    assert text.splitlines()[0].endswith("an accusation whose maker is not named")
    assert "Alleged" in text
    assert "The town: no answer on record" in text


async def test_a_place_past_the_end_says_how_many_there_are(queued: App) -> None:
    """The last one is shown, and nobody takes it for the 999th."""
    assert "The queue has 3 places here, so this is the last." in plain(
        await say(queued, "desk-queue", page="999")
    )
    assert "so this is the last" not in plain(await say(queued, "desk-queue", page="3"))


async def test_an_older_versions_proposal_says_how_its_words_fared(
    queued: App, store: SqliteStore
) -> None:
    """The card shows what changed; accepting keeps the older version's words and says so."""
    key = await newer(store)
    shown = plain(await say(queued, "desk-show", number="1"))
    assert "The document has changed since: version 2 was read" in shown
    assert "These words there: changed; the nearest passage" in shown
    assert "[- 300] [+ 30]" in shown
    moved = plain(await say(queued, "desk-show", number="2"))
    assert "These words there: moved: the words stand elsewhere" in moved
    done = plain(await say(queued, "desk-accept", number="1"))
    assert "[- 300] [+ 30]" in done
    assert "The claim keeps to the version it was taken from." in done
    (claim,) = await store.claims(["empty-beds"])
    assert claim.document.key != key
    assert [each.finding.fate for each in await store.findings_of("empty-beds")] == [Fate.CHANGED]
    card = plain(await say(queued, "claim", slug="empty-beds"))
    assert "Its document has a newer version" in card
    assert "the words read otherwise in it. The claim stands as it was taken" in card


async def test_accepting_shows_what_was_done_and_how_to_undo_it(queued: App) -> None:
    """The card is replaced by who did what; the claim is found at once; undo brings it back."""
    shown = await say(queued, "desk-queue")
    accept = presses(shown)["Accept"]
    done = await say(queued, accept.command, **accept.args)
    assert "Proposal 1 (Empty beds) was accepted by Ana," in plain(done)
    assert done.replaces
    assert done.claims == ("empty-beds",)
    card = await queued.handle(asking("claim", slug="empty-beds"))
    assert isinstance(card, Reply)
    assert "“300 beds were empty”" in plain(card)
    undo = presses(done)["Undo"]
    back = await say(queued, undo.command, **undo.args)
    assert "put back in the queue by Ana" in plain(back)
    assert "empty-beds was withdrawn" in plain(back)
    again = await say(queued, "desk-queue")
    assert "Proposal 1" in plain(again)


async def test_the_second_is_told_what_the_first_did(queued: App) -> None:
    """Whoever comes late, with whatever button, reads the first one's decision."""
    await say(queued, "desk-drop", number="1", why="An opinion.")
    for command in ("desk-accept", "desk-drop", "desk-hold"):
        told = plain(await say(queued, command, number="1", who="Bo", actor="u2"))
        assert "Nothing was changed" in told
        assert "was dropped by Ana" in told
        assert "Reason: An opinion." in told
    edit = await queued.handle(asking("desk-edit", number="1"))
    assert isinstance(edit, Reply)
    assert "dropped by Ana" in plain(edit)


async def test_words_can_be_changed_before_it_goes_on_record(queued: App) -> None:
    """The form starts with what is proposed, and what is sent goes on record."""
    form = await queued.handle(asking("desk-edit", number="1", page="1"))
    assert isinstance(form, Form)
    assert [field.value for field in form.fields] == [
        "Ana Ruiz, in The Herald (cue: said): “300 beds were empty”",
        "Empty beds",
        "empty-beds",
        "Hospitals",
    ]
    sent = {field.name: field.value for field in form.fields}
    sent |= {"statement": "Ana Ruiz says that “300 beds were empty”.", "slug": "beds-2024"}
    outcome = await queued.handle(asking(form.submits, {**form.args, **sent}, door=Door.FORM))
    assert "accepted by Ana" in plain(outcome)
    found = plain(await queued.handle(asking("claim", slug="beds-2024")))
    assert "Ana Ruiz says that “300 beds were empty”." in found


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("statement", "300 beds are empty.", "does not say who says it"),
        ("statement", "Ana Ruiz says " + "so " * 250, "at most 600 fit"),
        ("statement", "Ana Ruiz says 400 beds are empty.", "The number 400 does not stand"),
        ("slug", "doctors-salary", "doctors-salary-2"),
        ("slug", "Not a slug", "no name for a claim"),
        ("label", "x" * 150, "at most 100 fit"),
    ],
)
async def test_what_breaks_a_rule_is_said_at_its_field(
    queued: App, field: str, value: str, says: str
) -> None:
    """With the reason and a next step; nothing is lost, and the proposal still waits."""
    outcome = await queued.handle(
        asking("desk-accept", {"number": "1", field: value}, door=Door.FORM)
    )
    assert isinstance(outcome, Reply)
    assert (outcome.result, outcome.field) == (Result.USAGE, field)
    assert says in plain(outcome)
    assert value.strip() in plain(outcome), "what was written is given back"
    assert "Accept" in presses(await say(queued, "desk-show", number="1"))


async def test_joining_to_one_of_the_nearest(queued: App, store: SqliteStore) -> None:
    """A press joins; the claim that was picked shows the new one as related by that person."""
    shown = await say(queued, "desk-queue")
    near = [label for label in presses(shown) if label.startswith("Join ")]
    assert near[-1] == "Join another"
    form = await queued.handle(asking("desk-pick", number="1"))
    assert isinstance(form, Form)
    outcome = await queued.handle(
        asking(form.submits, {**form.args, "claim": "doctors-salary"}, door=Door.FORM)
    )
    assert "joined by Ana" in plain(outcome)
    assert "the same claim as doctors-salary elsewhere" in plain(outcome)
    card = plain(await queued.handle(asking("claim", slug="doctors-salary")))
    assert "Ana Ruiz" in card
    wrong = await say(queued, "desk-join", number="2", claim="no-such-claim")
    assert (wrong.result, wrong.field) == (Result.USAGE, "claim")


async def test_who_says_the_same_elsewhere_is_listed(queued: App, store: SqliteStore) -> None:
    """The card names the other outlet, and opens its proposal."""
    text = REPORT + "\nMore in The Post.\n"
    other = reading(text, "https://post.example/a", "The Post")
    await Intake(store).take_in(other, extracted(text), by=ANA, source="a")
    reply = await say(queued, "desk-queue")
    [also] = [b for b in reply.blocks if isinstance(b, Sources) and b.title.startswith("Also")]
    assert also.rows[0].owner == "Ana Ruiz, in The Post, 6 May 2024"
    assert also.rows[0].action is not None
    opened = await say(queued, also.rows[0].action.command, **also.rows[0].action.args)
    assert plain(opened).startswith("Ana Ruiz, in The Post")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("about:hospitals", "1 of 2"),
        ("hospitals", "1 of 2"),
        ("by:Ruiz", "1 of 2"),
        ("ruiz", "1 of 2"),
        ("in:The Herald", "1 of 3"),
        ("the herald", "1 of 3"),
        ("of:1", "1 of 3"),
        ("since:2020", "1 of 3"),
        ("held", "Nothing waits there."),
        ("since:2999", "Nothing waits there."),
        ("until:2019", "Nothing waits there."),
        ("until:2999-12", "1 of 3"),
        ("until:soon", "is no date"),
        ("zebra", "Nothing waits there."),
        ("since:soon", "is no date"),
        ("status:disputed", "cannot be narrowed by status:"),
        ("of:99", "There is no proposal 99."),
    ],
)
async def test_the_queue_can_be_narrowed(queued: App, typed: str, says: str) -> None:
    """By topic, claimant, outlet, document, date and state; what is no filter is said."""
    outcome = await queued.handle(asking("desk-queue", filter=typed))
    assert says in plain(outcome)


async def test_a_thousand_claims_of_one_document_do_not_bury_the_desk(
    queued: App, store: SqliteStore
) -> None:
    """After three of it the others have their turn, and a press shows all of the document."""
    found, claims = long_report(30)
    await Intake(store).take_in(found, claims, by=ANA, source="wards")
    first = [
        plain(await say(queued, "desk-queue", page=str(n))).splitlines()[0] for n in range(1, 7)
    ]
    assert sum("Bo Lind" in line and "Ana Ruiz" in line for line in first) >= 2
    shown = await say(queued, "desk-queue")
    more = presses(shown)["More of this document"]
    assert "1 of 30" in plain(await say(queued, more.command, **more.args))


@pytest.mark.parametrize("number", ["99", "0x1", "-1", "one", "9" * 30, "٣"])
async def test_an_unknown_number_is_said(queued: App, number: str) -> None:
    """Whatever stands in place of a number, the answer is a sentence and a next step."""
    for command in ("desk-show", "desk-accept", "desk-drop", "desk-hold", "desk-undo", "desk-join"):
        reply = await say(
            queued, command, number=number, **({"claim": "x"} if "join" in command else {})
        )
        assert reply.result is Result.USAGE
        assert "/desk queue" in plain(reply) or "claim" in plain(reply)


async def test_only_editors_decide_where_some_are_named(desk: Desk, store: SqliteStore) -> None:
    """Others may look: their cards have no buttons, and a forged press is refused."""
    await take_in(store)
    app = App(registry(), desk, Policy(roles={Role.EDITOR: frozenset({"u7"})}))
    shown = await say(app, "desk-queue")
    assert not {"Accept", "Drop", "Edit"} & presses(shown).keys()
    refused = await say(app, "desk-accept", number="1")
    assert "/desk accept needs the role editor" in plain(refused)
    done = await say(app, "desk-accept", number="1", actor="u7")
    assert "accepted by Ana" in plain(done)


async def test_an_empty_queue_says_how_to_fill_it(app: App) -> None:
    """Nothing waits, and that is an answer."""
    reply = await say(app, "desk-queue")
    assert (reply.title, reply.result) == ("Nothing waits in the queue.", Result.NOTHING)
    overview = await say(app, "desk")
    assert overview.title == "0 claims proposed and waiting, 0 held."


@pytest.mark.parametrize(
    ("line", "command", "args"),
    [
        ("/desk queue about:pay", "desk-queue", {"filter": "about:pay"}),
        ("desk queue", "desk-queue", {}),
        ("/desk", "desk", {}),
        ("/desk drop 12 an opinion", "desk-drop", {"number": "12 an opinion"}),
        ("/desk ACCEPT 12", "desk-accept", {"number": "12"}),
        ("desk lamps in hospitals", "claim", {"slug": "desk lamps in hospitals"}),
    ],
)
def test_sub_actions_are_typed_after_their_command(
    line: str, command: str, args: dict[str, str]
) -> None:
    """The first word says which; a question that begins with the same word is one."""
    from bot.core.grammar import read_line

    assert read_line(registry(), line) == (command, args)


def test_a_sub_action_that_is_not_there_is_answered_with_those_that_are() -> None:
    """The sentence names them."""
    from bot.core.errors import Unusable
    from bot.core.grammar import read_line

    with pytest.raises(Unusable) as refused:
        read_line(registry(), "/desk lamp")
    assert "queue, show, accept" in refused.value.problem.next_step


async def test_what_to_type_is_said_where_there_are_no_buttons(queued: App) -> None:
    """Each press of a card is told as it is typed, sub-action after command."""
    text = plain(await say(queued, "desk-queue"), hints=True)
    assert "Accept: type /desk accept 1 page=1" in text
    assert "Next: type /desk queue page=2" in text


async def test_the_source_text_is_the_whole_passage(queued: App) -> None:
    """Of a document that the desk has read, “Source text” shows the passage as it stands there."""
    await say(queued, "desk-accept", number="1")
    reply = await say(queued, "passage", slug="empty-beds")
    [quotation] = [block for block in reply.blocks if isinstance(block, Quotation)]
    assert quotation.text == "The mayor, Ana Ruiz, said on Monday that 300 beds were empty."
    assert "The desk has read this document" in plain(reply)


async def test_a_typed_reason_is_kept(queued: App) -> None:
    """`/desk drop 1 an opinion` drops 1 for that reason."""
    reply = await queued.handle(asking("desk-drop", number="1 an opinion"))
    assert "Reason: an opinion" in plain(reply)


async def test_statements_come_from_the_document(queued: App) -> None:
    """What stands in quotation marks on a card of the queue stands in the report."""
    for page in ("1", "2", "3"):
        reply = await say(queued, "desk-queue", page=page)
        [statement] = [b.spans[0] for b in reply.blocks if isinstance(b, Paragraph)][:1]
        quoted = str(statement).partition(": “")[2].rstrip("”")
        assert quoted
        assert quoted in REPORT.replace("\n", " ")
