"""`/compare`: claims side by side, each under its owner, or one clear sentence."""

import json
import re
from dataclasses import replace
from io import StringIO
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.adapters.console.card import show
from bot.commands.compare import names_in
from bot.commands.compared import comparison_reply
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Actions, Chart, Reply, Result, Table
from bot.core.request import Door
from bot.core.structure import as_json
from bot.core.tokens import decode, encode
from knowledge.compare import compare
from knowledge.model import Claim, ClaimRating, Review, Strength, Subject
from knowledge.sample.loader import sample_claims
from knowledge.store.sqlite.store import SqliteStore
from tests.conftest import asking
from tests.knowledge.making import AT, claim, review
from tests.thorough import examples

CLAIMS = {one.slug: one for one in sample_claims()}
PAY = "doctors-salary-iwpr doctors-salary-un-letter doctors-salary-arbol-invertido"
FORBIDDEN = re.compile(r"\b(true|false|facts?|verified|debunked|contradiction)\b", re.IGNORECASE)


async def asked(app: App, claims: str, door: Door = Door.COMMAND) -> Reply:
    """Return what `/compare` answers."""
    reply = await app.handle(asking("compare", claims=claims, door=door))
    assert isinstance(reply, Reply)
    return reply


def tables(reply: Reply) -> dict[str, Table]:
    """Return the tables of an answer by title."""
    return {block.title: block for block in reply.blocks if isinstance(block, Table)}


def cells(table: Table) -> list[list[str]]:
    """Return a table's rows as text."""
    return [
        ["".join(span if isinstance(span, str) else span.text for span in cell) for cell in row]
        for row in table.rows
    ]


async def test_figures_stand_side_by_side_under_their_owners(app: App) -> None:
    """Every row opens with who says it; the figure is as written."""
    reply = await asked(app, PAY)
    rows = cells(tables(reply)["Figures"])
    assert [row[:2] for row in rows] == [
        ["Institute for War and Peace Reporting, 2015", "at least 50 per cent"],
        ["Cuban Prisoners Defenders, 8 January 2020", "more than 75%"],
        ["Árbol Invertido, undated", "70%"],
    ]
    assert reply.claims == tuple(PAY.split())


async def test_every_two_are_told_apart_by_a_named_rule(app: App) -> None:
    """More than 75% and 70% differ; at least 50% and 70% do not exclude each other."""
    rows = cells(tables(await asked(app, PAY))["Two by two"])
    told = {row[0]: row[1:] for row in rows}
    assert len(told) == 3
    [differ] = [v for k, v in told.items() if "more than 75%" in k and "70%" in k]
    assert differ[0] == "differ as written"
    assert differ[2].startswith("apart: no number fits both")
    [both] = [v for k, v in told.items() if "at least 50" in k and "undated: 70%" in k]
    assert both[0] == "do not exclude each other"
    assert both[1].startswith("value, population, precision and who counts")


async def test_three_figures_of_one_measure_make_a_chart(app: App) -> None:
    """The chart holds the figures as written, bounds open, and the text has every one."""
    reply = await asked(app, PAY)
    [chart] = [block for block in reply.blocks if isinstance(block, Chart)]
    assert (chart.low, chart.high, chart.unit) == (0, 100, "per cent")
    drawn = {bar.figure: (bar.low, bar.high, bar.open_low) for bar in chart.bars}
    assert drawn == {
        "at least 50 per cent (Cuban medics interviewed, Trinidad and Tobago; as of 2015)": (
            50,
            None,
            False,
        ),
        "more than 75% (Cuban doctors on missions)": (75, None, True),
        "70% (Cuban doctors on missions)": (70, 70, False),
    }
    for bar in chart.bars:
        assert f"• {bar.owner}: {bar.figure}" in plain(reply)
    two = await asked(app, "doctors-salary-iwpr doctors-salary-un-letter")
    assert not any(isinstance(block, Chart) for block in two.blocks)


async def test_one_name_takes_what_is_on_record_beside_it(app: App) -> None:
    """The button of a card compares it with its others, and what it does is said."""
    card = await app.handle(asking("claim", slug="doctors-salary"))
    assert isinstance(card, Reply)
    [press] = [
        action
        for block in card.blocks
        if isinstance(block, Actions)
        for action in block.actions
        if action.label == "Compare"
    ]
    pressed = decode(encode(press))
    reply = await app.handle(asking(pressed.command, pressed.args, door=Door.BUTTON))
    assert isinstance(reply, Reply)
    assert reply.claims[0] == "doctors-salary"
    assert set(reply.claims) == {*PAY.split(), "doctors-salary", "kenya-deal-cost"}
    assert reply.notice == "doctors-salary beside what else is on record about the same thing."
    text = plain(reply)
    assert "“most of their salaries”, no number given" in text
    assert "no-number: its words give no number" in text
    assert "different-unit: it counts KES" in text


async def test_a_card_with_nothing_beside_it_offers_no_comparison(app: App) -> None:
    """There is no button that leads to a refusal."""
    card = await app.handle(asking("claim", slug="castro-1957"))
    assert isinstance(card, Reply)
    assert "Compare" not in [action.label for action in card.actions()]


async def test_another_name_works_and_is_said(app: App) -> None:
    """A renamed claim is found by its old name, commas or not, and the answer says so."""
    reply = await asked(app, "larrondo-estimate, one-million and deployed-since-1963")
    assert reply.claims == ("affected-each-year", "million-deployed", "deployed-since-1963")
    assert "“larrondo-estimate” is another name for affected-each-year." in reply.notice
    assert "“one-million” is another name for million-deployed." in reply.notice
    near = await asked(app, "docters-salary-iwpr vs doctors-salary-un-letter")
    assert "nearest is doctors-salary-iwpr" in near.notice


@pytest.mark.parametrize(
    ("claims", "said", "next_step"),
    [
        ("", "/compare was given no claims.", "2 to 8 names"),
        (" , ,", "There is no name of a claim in that.", "Name two to eight claims"),
        ("castro-1957", "castro-1957 alone cannot be compared", "Name a second claim"),
        ("castro-1957 castro-came-to-power", "castro-1957 alone cannot be compared", "second"),
        (" ".join(f"c{n}" for n in range(20)), "That is 20 claims, and a comparison takes 2 to 8.",
         "Leave some out"),
        ("doctors-salary zebra", "No claim on record is called “zebra”.", "/claim"),
        ("doctors-salary kenya", "“kenya” may be several claims: kenya-", "the one you mean"),
        ("x" * 3000, "That is 3,000 characters", "Shorten"),
    ],
)  # fmt: skip
async def test_what_cannot_be_compared_gets_one_sentence(
    app: App, claims: str, said: str, next_step: str
) -> None:
    """None, one, twenty, unknown and unclear names each get a sentence with the next step."""
    reply = await asked(app, claims)
    assert reply.title.startswith(said)
    assert (reply.result, reply.field) == (Result.USAGE, "claims")
    assert next_step in plain(reply)


async def test_a_withdrawn_claim_is_not_compared(app: App, store: SqliteStore) -> None:
    """By name it is refused with its name; beside another it is left out."""
    withdrawn = Review(Subject.CLAIM, ClaimRating.WITHDRAWN, "Retracted.", "Ana", AT)
    await store.review("kenya-deal-cost", withdrawn)
    reply = await asked(app, "kenya-deal-cost doctors-salary")
    assert reply.title == "The desk withdrew kenya-deal-cost, so it is not compared."
    assert reply.result is Result.USAGE
    assert "kenya-deal-cost" not in (await asked(app, "doctors-salary")).claims


async def test_a_restricted_claim_is_not_compared(app: App, store: SqliteStore) -> None:
    """Who may not see it gets the sentence of `/claim`, and it stands beside nothing."""
    hidden = replace(claim("hidden-beds"), restricted=True)
    slugs = ["beds", "beds-too", "hidden-beds"]
    await store.add([claim("beds"), claim("beds-too"), hidden], combinations(slugs, 2))
    refused = await asked(app, "beds hidden-beds")
    by_claim = await app.handle(asking("claim", slug="hidden-beds"))
    assert isinstance(by_claim, Reply)
    assert refused.title == by_claim.title
    assert refused.result is Result.USAGE
    assert (await asked(app, "beds")).claims == ("beds", "beds-too")


async def test_more_than_eight_beside_one_are_counted(app: App, store: SqliteStore) -> None:
    """A claim with nine others shows seven and says how many are left."""
    some = [claim(f"beds-{n}") for n in range(10)]
    await store.add(some, combinations([one.slug for one in some], 2))
    reply = await asked(app, "beds-0")
    assert len(reply.claims) == 8
    assert "2 more claims are on record about the same thing and not shown here." in plain(reply)
    assert "no-figure: there is no figure on record" in plain(reply)


GROUPS = [
    [CLAIMS[slug] for slug in CLAIMS if CLAIMS[slug].topic.key == topic][:8]
    for topic in sorted({one.topic.key for one in CLAIMS.values()})
]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0].topic.key)
def test_the_contract_holds_for_every_topic_of_the_sample(group: list[Claim]) -> None:
    """Owner first, figures as written, strength and both statuses kept, no judgement."""
    text = plain(comparison_reply(compare(group)))
    assert not FORBIDDEN.search(text)
    for one in group:
        makers = [maker.claimant.name for maker in one.attribution.makers]
        rows = [line for line in text.splitlines() if line.startswith("• ")]
        for figure in one.figures:
            assert any((makers or [one.document.outlet.name])[0] in row for row in rows)
            assert figure.text in text
        if one.figures and one.attribution.strength is not Strength.STATED:
            assert f"[{one.attribution.strength.value}]" in text
    assert text.count("Quotation: ") == len(group)
    assert text.count("evidence recorded") == len(group)
    numbers = set(re.findall(r"\d+(?:[.,]\d+)*", text.split("The claims:")[0]))
    record = repr(group) + _written_dates(group) + "5% 2 3 4 5 6 7 8"
    assert all(number in record for number in numbers)


def _written_dates(group: list[Claim]) -> str:
    days = [one.document.published for one in group]
    days += [figure.as_of for one in group for figure in one.figures]
    return " ".join(day.words() for day in days if day)


def test_who_reads_only_two_figures_reads_their_reviews_too() -> None:
    """A disputed claim stays disputed in a comparison."""
    disputed = replace(CLAIMS["kenya-arrival"], reviews=(review(ClaimRating.DISPUTED),))
    text = plain(comparison_reply(compare([disputed, CLAIMS["kenya-47-counties"]])))
    assert "Claim: Disputed" in text
    assert "same figure" in text


async def test_the_terminal_shows_every_cell_and_the_bars(app: App) -> None:
    """Columns fold in place of being cut, at 80 columns too."""
    reply = await asked(app, PAY)
    out = StringIO()
    show(reply, Console(file=out, width=80))
    shown = re.sub(r"[\s│]+", "", out.getvalue())
    for table in tables(reply).values():
        for word in " ".join(sum(cells(table), [*table.header])).split():
            assert word in shown
    assert "○──" in shown
    assert "0to100percent" in shown


def test_claims_with_many_figures_stay_readable() -> None:
    """Six figures of a claim are compared, four pairs are shown, and the rest is counted."""
    one = CLAIMS["doctors-salary-iwpr"]
    many = [replace(one, slug=f"many-{n}", figures=one.figures * 8) for n in range(2)]
    reply = comparison_reply(compare(many))
    rows = cells(tables(reply)["Two by two"])
    assert len(rows) == 5
    assert rows[-1][1] == "32 more pairs, not shown"
    assert "Of each claim the first 6 figures are compared." in plain(reply)
    assert len(cells(tables(reply)["Figures"])) == 16


async def test_scripts_read_tables_and_bars(app: App) -> None:
    """`ask --json` keeps rows, cells and the ends of the bars."""
    read = json.loads(as_json(await asked(app, PAY)))
    kinds = [block["kind"] for block in read["blocks"]]
    assert kinds == ["table", "chart", "table", "sources", "note"]
    assert read["blocks"][1]["bars"][1] == {
        "kind": "bar",
        "owner": "Cuban Prisoners Defenders, 8 January 2020",
        "figure": "more than 75% (Cuban doctors on missions)",
        "low": 75.0,
        "high": None,
        "open_low": True,
        "open_high": False,
        "approximate": False,
    }


async def test_the_last_name_is_completed(app: App) -> None:
    """What is typed before it stays, and a name already there is not offered again."""
    typed = "doctors-salary-iwpr, doctors-salary"
    choices = await app.suggest(asking("compare"), "claims", typed)
    values = [choice.value for choice in choices]
    assert "doctors-salary-iwpr, doctors-salary-un-letter" in values
    assert "doctors-salary-iwpr, doctors-salary-iwpr" not in values
    assert all(len(choice.label) <= 100 and len(choice.value) <= 100 for choice in choices)


@settings(
    deadline=None,
    max_examples=examples(80),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from([*CLAIMS, ",", "vs", "zebra"]), max_size=12).map(" ".join)
)
async def test_any_names_get_an_answer(app: App, typed: str) -> None:
    """Whatever is typed, it is compared or gets its sentence."""
    reply = await asked(app, typed)
    assert reply.result in (Result.FOUND, Result.USAGE)
    assert len(names_in(typed)) == len(set(names_in(typed)))
