"""Filters as people type and choose them: shown back, combined, paged, shared and saved."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.console.request import answer_line
from bot.commands.filter_codes import code_of, mark, typed_from
from bot.commands.filtered import again
from bot.core import tokens
from bot.core.app import App
from bot.core.errors import BadToken
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Action, Note, Reply, Result, Sources
from bot.core.request import Door
from bot.main import registry
from knowledge.desk import Desk
from knowledge.filter_values import Amount
from knowledge.filters import Filters
from knowledge.model import Claim, Claimant, ClaimantKind, ClaimRating, PartialDate, Topic
from knowledge.store.memory import MemoryStore
from knowledge.vocabulary import Strength
from tests.conftest import asking
from tests.knowledge.making import claim
from tests.thorough import examples


async def reply_to(app: App, command: str, args: Mapping[str, str], **more: str) -> Reply:
    """Return the answer to *command*."""
    outcome = await app.handle(asking(command, args, **more))  # type: ignore[arg-type] # texts only
    assert isinstance(outcome, Reply)
    return outcome


async def claims(app: App, topic: str = "", **options: str) -> Reply:
    """Return the answer to /claims."""
    return await reply_to(app, "claims", {"topic": topic, **options})


def slugs(reply: Reply) -> list[str]:
    """Return the slugs of the rows, in order."""
    rows = [row for block in reply.blocks if isinstance(block, Sources) for row in block.rows]
    return [row.action.args["slug"] for row in rows if row.action]


def action(reply: Reply, label: str) -> Action:
    """Return the press called *label*."""
    return next(each for each in reply.actions() if each.label == label)


@pytest.mark.parametrize(
    ("typed", "held", "first"),
    [
        ("by:OAS", "by Organization of American States", "crimes-against-humanity"),
        ("by: “Organization of American States”", "by Organization of American", "crimes-"),
        ("by:'organisation of american states'", "by Organization of American", "crimes-"),
        ("BY:oas since:May 2019", "States, since May 2019", "crimes-against-humanity"),
        ("since:2020-01-01", "since 1 January 2020", "kenya-arrangement-ended"),
        ("until:5 June 2018", "until 5 June 2018", "kenya-arrival"),
        (
            "about:doctors-abroad by:UN",
            "by United Nations, about Cuban missions",
            "doctors-abroad-un",
        ),
        (
            "doctors pay in:IWPR",
            "in Institute for War and Peace Reporting, about",
            "doctors-salary-iwpr",
        ),
        ("strength:alleg in:breitbart", "strength alleged", "crimes-against-humanity"),
        ("status:contra", "status Contradicted by evidence", "castro-1957"),
        ("figure:75 per cent", "with the figure 75%", "doctors-salary-un-letter"),
        ("figure:1,2 billion", "with the figure 1,200,000,000", "kenya-deal-cost"),
        ("figure:60000", "with the figure 60,000", "affected-each-year"),
        ("figure:any in:Granma", "", ""),
    ],
)
async def test_filters_are_understood_and_shown_back(
    app: App, typed: str, held: str, first: str
) -> None:
    """The title says which filters held, and what passes them is listed."""
    reply = await claims(app, typed)
    assert held in reply.title
    assert first in "".join(slugs(reply)[:1])


async def test_options_and_typed_filters_are_one(app: App) -> None:
    """What Discord gives as options is answered as what Slack types."""
    chosen = await claims(app, "doctors-abroad", by="UN", outlet="Wikipedia", strength="estimated")
    typed = await claims(app, "doctors-abroad by:UN in:Wikipedia strength:estimated")
    assert chosen == replace(typed, visibility=chosen.visibility)
    assert slugs(chosen) == ["doctors-abroad-un"]
    twice = await claims(app, "by:UN", by="OAS")
    assert twice.title.startswith("“by:” is given twice")
    assert twice.field == "by"


async def test_words_are_searched_for_among_what_passes(app: App) -> None:
    """Free words that are no topic rank what the filters leave, in /claims and in /claim."""
    reply = await claims(app, "salaries by:IWPR")
    assert reply.title.startswith("On record for “salaries”, by Institute for War")
    assert slugs(reply) == ["doctors-salary-iwpr"]
    best = await reply_to(app, "claim", {"slug": "doctors in:Breitbart"})
    assert len(slugs(best)) == 3
    everything = action(best, f"All {best.title.rsplit(' ', 2)[1]}")
    listed = await reply_to(app, everything.command, everything.args)
    assert slugs(listed)[:3] == slugs(best)
    alone = await reply_to(app, "claim", {"slug": "by:OAS"})
    assert slugs(alone) == slugs(await claims(app, "by:OAS"))


async def test_undated_claims_are_left_out_and_counted(app: App) -> None:
    """A document without a date, or with too coarse a one, is not slipped in; that is said."""
    reply = await claims(app, "doctors-abroad since:2015-06")
    notes = [
        plain(Reply("", (block,))).strip() for block in reply.blocks if isinstance(block, Note)
    ]
    assert "doctors-abroad-minister" not in slugs(reply)
    assert any(note.startswith("4 claims are left out, because the document") for note in notes)


@pytest.mark.parametrize(
    ("typed", "said", "step", "field"),
    [
        ("by:Zorro", "No source on record is called “Zorro”.", "/source", "by"),
        ("by:Prisoners", "", "", ""),
        ("by:Cuban Prison Service", "No source", "Cuban Prisoners Defenders", "by"),
        ("in:Heralt", "No outlet on record", "", "outlet"),
        ("about:zebras", "No topic on record", "/claims alone", "topic"),
        ("since:yesterday", "“yesterday” is no day, month or year.", "May 2019", "since"),
        ("until:2019-13", "is no day, month or year", "2019", "until"),
        ("since:05/06/2019", "is no day, month or year", "20 December 2019", "since"),
        ("since:2020 until:2019", "No day is both since 2020 and until 2019.", "Exchange", "since"),
        ("figure:lots", "“lots” is no number.", "75%", "figure"),
        ("status:c", "may be more than one status", "Checking, Contradicted", "status"),
        ("strength:firm", "is no strength word", "alleged", "strength"),
        ("by:OAS by:UN", "“by:” is given twice.", "once", "by"),
        ("form:bar", "There is no filter “form:”.", "by: who says it", "form"),
        ("sinc:2019", "There is no filter “sinc:”.", "since:", "sinc"),
        (f"by:{'x' * 300}", "300 characters", "quotation marks", "by"),
    ],
)
async def test_what_cannot_be_used_says_so_in_a_sentence(
    app: App, typed: str, said: str, step: str, field: str
) -> None:
    """Each bad filter gets one sentence, the next step and its field."""
    reply = await claims(app, typed)
    if not said:
        assert reply.result is Result.FOUND
        return
    assert said in reply.title
    assert step in plain(reply)
    assert (reply.result, reply.field) == (Result.USAGE, field)


@pytest.mark.parametrize(
    "question",
    [
        "Kerry: we knew",
        "meet at 10:30",
        "see https://example.org/by:OAS",
        "in://x",
        "what do the doctors believe in:",
        "std::vector",
        "note:this",
    ],
)
async def test_a_colon_alone_is_no_filter(app: App, question: str) -> None:
    """Names before colons, times and addresses are words of the question."""
    reply = await reply_to(app, "claim", {"slug": question})
    assert reply.result is not Result.USAGE


async def test_a_message_is_searched_for_as_it_stands(app: App) -> None:
    """What somebody else wrote holds no filters, whatever colons it has."""
    outcome = await app.handle(asking("claim", slug="Photo by: Nobody", door=Door.MENU))
    assert isinstance(outcome, Reply)
    assert outcome.result is not Result.USAGE


async def test_nothing_that_passes_keeps_the_filters_in_sight(app: App) -> None:
    """Where nothing passes, the title says for which filters, and what to do."""
    reply = await claims(app, "by:Granma since:2020")
    assert reply.result is Result.NOTHING
    assert reply.title == "Nothing on record by Granma, since 2020."
    assert "Leave a filter out" in plain(reply)


async def test_filters_survive_paging_and_sharing(app: App) -> None:
    """Next and Share here carry the filters, in tokens that a platform takes."""
    first = await claims(app, "in:Breitbart since:May 2019 doctors")
    turn = tokens.decode(tokens.encode(action(first, "Next")))
    second = await reply_to(app, turn.command, turn.args, door=Door.BUTTON)
    assert second.title == first.title
    assert "Page 2 of" in plain(second)
    assert not set(slugs(first)) & set(slugs(second))
    share = tokens.decode(tokens.encode(action(second, "Share here")))
    shared = await reply_to(app, share.command, share.args, door=Door.BUTTON)
    assert slugs(shared) == slugs(second)
    assert shared.title == first.title


async def test_a_list_of_one_is_shared_as_the_list(app: App) -> None:
    """A list that holds one claim is not turned into that claim when it is shared."""
    share = action(await claims(app, "figure:75%"), "Share here")
    assert dict(share.args) == {"topic": "figure:75%", "share": "1"}


async def test_the_console_says_what_to_type_for_the_next_page(app: App) -> None:
    """Where nothing can be pressed, the line for the next page gives the next page."""
    text = plain(await answer_line(app, "/claims doctors in:breitbart"), hints=True)
    line = next(each for each in text.splitlines() if each.startswith("Next: type "))
    second = await answer_line(app, line.removeprefix("Next: type "))
    assert "Page 2 of 2" in plain(second)


LONG = Filters(
    by=Claimant("b" * 150, "B", ClaimantKind.PERSON),
    about=Topic("t" * 150, "T"),
    outlet=Claimant("o" * 150, "O", ClaimantKind.OUTLET),
    since=PartialDate("2019-12-20"),
    until=PartialDate("2020-12-20"),
    status=ClaimRating.CONTRADICTED,
    strength=Strength.CONDITIONAL,
)


def test_the_longest_filters_fit_a_button() -> None:
    """Every filter at once, with long names, a last page and sharing, fits a token."""
    for rating in ClaimRating:
        for number in ("9" * 20, "123456789012345.6789"):
            filters = replace(LONG, status=rating, figure=Amount(Decimal(number)))
            args = again(filters, "")
            assert list(args) == ["f"]
            longest = Action("", "claims", {**args, "page": "999999", "share": "1"})
            assert len(tokens.encode(longest)) <= tokens.MAX_LENGTH
            assert tokens.fits(Action("", "save-search", args))


async def test_what_fits_no_button_says_what_to_type() -> None:
    """Words too long for a button leave a line that can be typed in full."""
    words = "how much of their pay do the doctors who are sent abroad keep for themselves " * 2
    args = again(replace(LONG, figure=True), words.strip())
    assert not tokens.fits(Action("", "claims", args))
    assert args["topic"].startswith("how much")
    assert "since:2019-12-20" in args["topic"]


_keys = st.from_regex(r"[a-z]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
_filters = st.builds(
    Filters,
    by=st.none() | _keys.map(lambda key: Claimant(key, key.upper(), ClaimantKind.PERSON)),
    about=st.none() | _keys.map(lambda key: Topic(key, key.upper())),
    outlet=st.none() | _keys.map(lambda key: Claimant(key, key.upper(), ClaimantKind.PERSON)),
    since=st.none() | st.dates().map(lambda day: PartialDate(day.isoformat()[:7])),
    until=st.none() | st.dates().map(lambda day: PartialDate(day.isoformat()[:4])),
    status=st.sampled_from(["", *ClaimRating]),
    strength=st.none() | st.sampled_from(Strength),
    figure=st.none()
    | st.booleans()
    | st.builds(Amount, st.decimals(0, 10**12, places=2), st.booleans()),
)


@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(filters=_filters)
async def test_a_code_means_the_filters_it_was_made_of(filters: Filters) -> None:
    """Whatever the filters, their code is read back as the same, and so is their line."""
    if not filters:
        return
    values = filters.values()
    sources = [values[name] for name in ("by", "in") if name in values]
    typed = typed_from(code_of(filters), set(sources), [values.get("about", "x")])
    same = typed.values
    assert {name: same[name] for name in ("by", "in", "about") if name in same} == {
        name: values[name] for name in ("by", "in", "about") if name in values
    }
    for name in ("since", "until", "figure"):
        assert same.get(name) == values.get(name)


@pytest.mark.parametrize("code", ["", "x", "b", "bzzzzzz", "s!!", "szzzzzzzzz", "nany~nany", "~"])
def test_a_code_that_was_not_ours_is_refused(code: str) -> None:
    """A button's code is read as untrusted: it means filters, or is refused in words."""
    with pytest.raises(BadToken):
        typed_from(code, ["oas"], ["pay"])
    assert len(mark("oas")) == 6


async def test_a_claimant_with_thousands_of_claims_pages_quickly() -> None:
    """A page of 5,000 claims reads the records of that page alone, and soon."""
    asked: list[int] = []

    class Counting(MemoryStore):
        """A store that keeps how many records each read was for."""

        async def claims(self, slugs: Sequence[str]) -> Sequence[Claim]:
            """Return the claims, and keep how many were asked for."""
            asked.append(len(slugs))
            return await super().claims(slugs)

    store = Counting()
    shelves = store._shelves
    for number in range(5_000):
        shelves.claims[f"c-{number}"] = claim(f"c-{number}")
    one = claim("first")
    shelves.put(one)
    for each in shelves.claims.values():
        shelves.documents.setdefault(each.document.key, each.document)
    app = App(registry(), Desk(store), Policy(per_minute=10_000))
    start = time.perf_counter()
    reply = await claims(app, "by:Herald", page="800")
    assert "5,001 claims" in reply.title
    assert "Page 800 of 834" in plain(reply)
    for page in range(1, 30):
        await claims(app, "by:Herald", page=str(page))
    assert max(asked) <= 6
    assert time.perf_counter() - start < 2


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.lists(
        st.sampled_from(["by:", "in:", "since:", "figure:", "“", '"', "OAS", "2019", "status:"])
        | st.text(max_size=8),
        max_size=8,
    ).map(" ".join)
)
async def test_any_line_is_answered_or_refused_in_words(text: str) -> None:
    """Whatever is typed, the answer is a list, nothing, or a sentence; never a failure."""
    store = MemoryStore()
    await store.add([claim("beds")])
    app = App(registry(), Desk(store), Policy(per_minute=10_000))
    for command, name in (("claims", "topic"), ("claim", "slug")):
        reply = await reply_to(app, command, {name: text})
        assert reply.result is not Result.FAILED
