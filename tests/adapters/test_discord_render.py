"""Discord: what a reply looks like, within the limits, nothing lost and nothing alive."""

import json
import re
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.discord.buttons import arrange
from bot.adapters.discord.escape import address_of, link, literal
from bot.adapters.discord.forms import as_reply, modal
from bot.adapters.discord.render import Page, plain_page, render
from bot.adapters.discord.sending import fresh
from bot.core.plain import clean
from bot.core.reply import (
    Action,
    Actions,
    Bar,
    Block,
    Chart,
    Divider,
    Fact,
    Facts,
    Form,
    FormField,
    Link,
    Note,
    Paragraph,
    Quotation,
    Reply,
    SourceRow,
    Sources,
    Strong,
    Table,
)
from bot.core.request import Actor, Place, Request
from tests.fakes.discord_limits import message_problems, modal_problems
from tests.fakes.discord_markup import Read, read
from tests.thorough import examples

HOSTILE = [
    "@everyone and @here",
    "<@123456789012345678> <@!1> <@&2> <#3>",
    "<t:1700000000:R> </claim:123> <id:customize> <:smile:123> <a:x:9>",
    "[click](https://evil.example) <https://evil.example>",
    "https://evil.example/a_b*c HTTP://evil.example",
    "**bold** *it* __under__ ~~gone~~ ||hidden|| `code` ```block```",
    "# heading\n## two\n-# small\n> quote\n>>> all\n- list\n* list\n1. one\n  2) two",
    "@silent /claim :smile: :+1: ::",
    "\u202eright to left\u202c \u2066x\u2069 \u200f",
    "nul\x00 bell\x07 escape\x1b[31m tab\tdone",
    "back\\slash \\* \\\\ \\",
    "¯\\_(ツ)_/¯ 👩‍👩‍👧‍👦 e\u0301 \U0001f1e9\U0001f1ea",
    "4 100 EUR (March 2025), \u22123.5 %, “about” 1 000–2 000",
    "a" * 1200,
    "*" * 700,
    "word " * 300,
    " \n\t ",
    "",
]
LONG = ["a" * 4000, "*" * 4000, "word " * 800, "\U0001f469" * 4000, "<@1> _x_\n" * 440, " " * 4000]
hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.text(alphabet="*_~|`<>[]()#-@:/\\\n. 1a", max_size=40),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("\n".join),
)
spans = st.lists(st.one_of(hostile, st.builds(Strong, hostile)), min_size=1, max_size=3).map(tuple)
actions = st.builds(
    Action, hostile, st.just("claim"), st.dictionaries(st.just("slug"), hostile, max_size=1)
)
rows = st.lists(st.lists(spans, max_size=4).map(tuple), max_size=4).map(tuple)
bars = st.lists(st.builds(Bar, hostile, hostile), max_size=4).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Table, hostile, st.lists(hostile, max_size=4).map(tuple), rows),
    st.builds(Chart, hostile, hostile, bars),
    st.builds(Paragraph, spans),
    st.builds(Note, spans),
    st.builds(Quotation, hostile, hostile),
    st.builds(Facts, st.lists(st.builds(Fact, hostile, spans), max_size=4).map(tuple)),
    st.builds(
        Sources,
        hostile,
        st.lists(st.builds(SourceRow, hostile, spans, st.none() | actions), max_size=4).map(tuple),
    ),
    st.builds(Actions, st.lists(actions, max_size=8).map(tuple)),
    st.just(Divider()),
)
replies = st.builds(
    Reply, hostile, st.lists(blocks, max_size=6).map(tuple), notice=st.just("") | hostile
)


async def payload_of(page: Page) -> dict[str, Any]:
    """Return *page* as the library would write it."""
    arguments = fresh(page)
    view = arguments.pop("view", None)
    arguments.pop("suppress_embeds", None)
    made = {
        "embeds": [embed.to_dict() for embed in arguments["embeds"]],
        "content": arguments["content"],
        "allowed_mentions": discord.AllowedMentions.none().to_dict(),
    }
    if view is not None:
        assert view.is_finished()
        made["components"] = view.to_components()
    return json.loads(json.dumps(made))  # type: ignore[no-any-return] # our own dictionary


def readings(pages: tuple[Page, ...]) -> Iterator[Read]:
    """Yield every text of *pages* as a reader sees it, without the headings of continuations."""
    opened = False
    for page in pages:
        if page.content:
            yield read(page.content)
        for number, part in enumerate(page.parts):
            if part.title and (number or not opened):
                yield read(part.title)
            opened = True
            yield read(part.description)
            yield Read(part.footer)


def squeezed(text: str) -> str:
    """Return *text* without white space and joiners, for comparing across line breaks."""
    return re.sub(r"[\s\u2060]+", "", clean(text))


def words_in(reply: Reply) -> Iterator[str]:
    """Yield every text of *reply* that a reader must find."""
    yield reply.notice
    yield reply.title
    for block in reply.blocks:
        match block:
            case Paragraph(line) | Note(line):
                yield from map(_span, line)
            case Quotation(text, owner):
                yield f"“{text}” — {owner}"
            case Facts(rows):
                for fact in rows:
                    yield f"{fact.label}:"
                    yield from map(_span, fact.value)
            case Sources(title, rows):
                yield title
                for row in rows:
                    yield f"{row.owner}:"
                    yield from map(_span, row.said)
            case Table(title, header, table_rows):
                yield title
                yield from header
                for cells in table_rows:
                    for cell in cells:
                        yield from map(_span, cell)
            case Chart(title, _, bars):
                yield title
                for bar in bars:
                    yield f"{bar.owner}:"
                    yield bar.figure
            case _:
                pass


def _span(span: str | Strong | Link) -> str:
    return span if isinstance(span, str) else span.text


@given(replies)
@settings(max_examples=examples(60), deadline=None)
async def test_every_reply_is_within_the_limits(reply: Reply) -> None:
    """Whatever a source says, each message is one that Discord takes."""
    for page in (*render(reply), plain_page(reply)):
        assert message_problems(await payload_of(page)) == []


@given(replies)
@settings(max_examples=examples(60), deadline=None)
def test_nothing_is_lost_and_nothing_is_alive(reply: Reply) -> None:
    """Every word stands in the messages as it was written, and none of it does anything."""
    pages = render(reply)
    parts = list(readings(pages))
    shown = squeezed("".join(part.text for part in parts))
    for words in words_in(reply):
        assert squeezed(words) in shown
    living = {name for part in parts for name in part.live}
    assert living <= {"bold", "quote"}
    for page in pages:
        assert {name for part in page.parts for name in read(part.title).live} == set()
    assert all(part.live["bold"] % 2 == 0 for part in parts)


@pytest.mark.parametrize("text", LONG, ids=lambda text: ascii(text[:4]))
async def test_four_thousand_characters_are_split_and_not_cut(text: str) -> None:
    """As much as Discord lets people write comes back whole, in every part of an answer."""
    rows = (SourceRow(text, (text,), Action(text, "claim", {"slug": text})),)
    fact = Fact(text, (Strong(text), Link(text, f"https://a.example/{text}")))
    made: tuple[Block, ...] = (
        Quotation(text, text),
        Facts((fact,)),
        Sources(text, rows),
        Note((text,)),
        Note((text[:500],)),
    )
    reply = Reply(text, made, notice=text)
    pages = render(reply)
    shown = squeezed("".join(part.text for part in readings(pages)))
    assert all(squeezed(words) in shown for words in words_in(reply))
    for page in (*pages, plain_page(reply)):
        assert message_problems(await payload_of(page)) == []


@given(replies)
@settings(max_examples=examples(40), deadline=None)
def test_plain_text_is_alive_nowhere_either(reply: Reply) -> None:
    """The fallback is markup too, and is as inert."""
    assert read(plain_page(reply).content).live == {}


@given(replies)
@settings(max_examples=examples(40), deadline=None)
def test_every_press_is_a_button_or_says_what_to_type(reply: Reply) -> None:
    """No action is dropped: it has a button, or stands in the text."""
    rows, hints = arrange(reply)
    tokens = [button.token for row in rows for button in row]
    assert len(tokens) == len(set(tokens)) <= 25
    assert len(rows) <= 5
    offered = {(a.command, tuple(a.args.items())) for a in reply.actions()}
    assert len(set(tokens)) + len(hints) >= len(offered)
    shown = squeezed("".join(part.text for part in readings(render(reply))))
    assert all(squeezed(hint) in shown for hint in hints)


@given(st.text(alphabet="*_~|`<>[]()#-+@:/\\\n.) 1a!", max_size=60))
@settings(max_examples=examples(300), deadline=None)
def test_literal_text_reads_as_it_was_written(text: str) -> None:
    """Escaped text shows exactly its characters."""
    assert read(literal(text)).text == clean(text)
    assert read(literal(text)).live == {}


@pytest.mark.parametrize("text", HOSTILE)
def test_each_known_trick_is_inert(text: str) -> None:
    """Each construct that Discord would act on is shown as its characters."""
    made = read(literal(text))
    assert (made.text, dict(made.live)) == (clean(text), {})


def test_the_notice_and_then_the_attribution_come_first() -> None:
    """Nothing stands above the attribution but how the match was made."""
    (page,) = render(Reply("Ana, in The Daily", (Paragraph(("Said so.",)),), notice="Near match"))
    assert page.content == "Near match"
    assert (page.parts[0].title, page.parts[0].description) == ("Ana, in The Daily", "Said so.")


def test_a_long_attribution_opens_the_text() -> None:
    """A title past Discord's limit is not cut: it goes into the text, in bold."""
    title = "The Ministry of Health " * 20
    (page,) = render(Reply(title.strip(), (Paragraph(("Said so.",)),)))
    assert page.parts[0].title == ""
    assert page.parts[0].description == f"**{title.strip()}**\n\nSaid so."


def test_a_long_quotation_is_split_between_words_and_stays_a_quotation() -> None:
    """Text past one embed goes on in the next, set in as before, no word broken."""
    words = [f"word{n}" for n in range(1200)]
    pages = render(Reply("Ana", (Quotation(" ".join(words), "Ana"),)))
    parts = [part for page in pages for part in page.parts]
    assert len(parts) > 1
    assert all(part.description.startswith("> ") for part in parts)
    text = " ".join(read(part.description).text for part in parts)
    assert re.findall(r"word\d+", text) == words


def test_what_somebody_says_stands_in_one_embed_with_who_says_it() -> None:
    """A row is broken between embeds, or messages, only where no embed would have room for it."""
    rows = tuple(SourceRow(f"Owner {n}", ("a word " * 40, "more " * 80)) for n in range(24))
    parts = [part for page in render(Reply("Rows", (Sources("All", rows),))) for part in page.parts]
    assert len(parts) > 3
    assert sum(part.description.count("Owner") for part in parts) == 24
    assert all(part.description.startswith(("• **Owner", "**All")) for part in parts)


def test_bold_runs_that_touch_are_kept_apart() -> None:
    """Four asterisks in a row would end neither run, so something unseen stands between."""
    (page,) = render(Reply("Ana", (Paragraph((Strong("one"), Strong("two"))),)))
    assert page.parts[0].description == "**one**\u2060**two**"


def test_buttons_are_under_the_last_message() -> None:
    """An answer in several messages carries its buttons once, at the end."""
    long = Paragraph(("word " * 3000,))
    pages = render(Reply("Ana", (long, Actions((Action("Open", "claim", {"slug": "a"}),)))))
    assert [bool(page.rows) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_more_presses_than_buttons_say_what_to_type() -> None:
    """The 26th action is a line of text."""
    many = tuple(Action(f"Open {n}", "claim", {"slug": f"slug-{n}"}) for n in range(27))
    (page,) = render(Reply("Many", (Actions(many),)))
    assert sum(map(len, page.rows)) == 25
    assert "Open 26: type /claim slug-26" in read(page.parts[-1].description).text


def test_a_press_that_is_too_long_for_a_button_says_what_to_type() -> None:
    """An action whose token does not fit is a line of text."""
    long = Action("Open", "claim", {"slug": "x" * 200})
    (page,) = render(Reply("Long", (Actions((long,)),)))
    assert page.rows == ()
    assert f"type /claim {'x' * 200}" in page.parts[-1].description


@pytest.mark.parametrize(
    ("words", "url", "markup"),
    [
        ("report", "https://a.example/x", "[report](https://a.example/x) (a.example)"),
        ("A *report*", "https://a.example/", "[A \\*report\\*](https://a.example/) (a.example)"),
        ("a.example", "https://a.example/", "[a.example](https://a.example/)"),
        ("a.example", "https://www.a.example/", "[a.example](https://www.a.example/)"),
        ("na.example", "https://a.example/", "[na.example](https://a.example/) (a.example)"),
        ("x", "https://a.example/(a) b", "[x](https://a.example/%28a%29%20b) (a.example)"),
        ("x", "https://müller.example/ä", "[x](https://xn--mller-kva.example/%C3%A4) "
         "(xn--mller-kva.example)"),
        ("https://a.example/", "https://a.example/", "<https://a.example/>"),
        ("https://bank.example", "https://evil.example/", ""),
        ("x", "https://bank.example@evil.example/", ""),
        ("x", "javascript:alert(1)", ""),
        ("x", "https://", ""),
        ("x", "https://[broken", ""),
        ("x", "https://a.example:port/", ""),
    ],
)  # fmt: skip
def test_a_link_shows_its_host_or_is_no_link(words: str, url: str, markup: str) -> None:
    """Words cannot lie about where they lead: the host stands beside them."""
    assert link(words, url) == markup


def test_an_address_that_is_no_link_is_shown_as_text() -> None:
    """What may not be a link is still told."""
    (page,) = render(Reply("Ana", (Paragraph((Link("script", "javascript:alert(1)"),)),)))
    made = read(page.parts[0].description)
    assert (made.text, dict(made.live)) == ("script <javascript:alert(1)>", {})


@given(st.text(max_size=40), hostile)
@settings(max_examples=examples(100), deadline=None)
def test_no_address_breaks_out_of_its_link(words: str, path: str) -> None:
    """Whatever is in an address, the link ends where it should and leads to the host shown."""
    url = f"https://a.example/{path}"
    address, host = address_of(url)
    made = link(words, url)
    if made.startswith("["):
        (target,) = read(made).links
        assert target[1] == address
        assert host == "a.example"
        assert set(read(made).live) == {"link"}


async def test_a_form_fits_a_modal_whatever_its_words() -> None:
    """Labels, hints and values past Discord's limits still make a modal that it takes."""
    fields = tuple(
        FormField(f"f{n}", "Label " * 20, value=value, hint="Hint " * 40, max_length=longest)
        for n, (value, longest) in enumerate(
            [("x" * 5000, 9000), ("\U0001f600" * 5000, 9000), ("\U0001f600x" * 300, 300), ("", 9)]
        )
    )
    made = modal(Form("Title " * 20, "keep", fields, note="Note " * 2000))
    assert made is not None
    assert modal_problems(made.to_dict()) == []
    assert made.is_finished()


async def test_a_form_that_no_modal_can_hold_says_where_to_fill_it_in() -> None:
    """Six fields, or arguments past a token, are told in words instead."""
    six = Form("Six", "keep", tuple(FormField(f"f{n}", f"Field {n}") for n in range(6)))
    args = {"slug": "x" * 200}
    wide = Form("Wide", "keep", (FormField("text", "Text"),), args=args)
    request = Request("form", {}, Actor("discord", "1"), Place("discord"))
    for form in (six, wide):
        assert modal(form) is None
        (block,) = as_reply(form, request).blocks
        assert isinstance(block, Paragraph)
        assert "onrecord console" in str(block.spans[0])
