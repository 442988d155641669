"""Replies as Slack messages: within every limit, nothing pinged, nothing lost."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack.render import fallback, messages, view_blocks
from bot.adapters.slack.richtext import host_of
from bot.adapters.slack.words import chunks, escape, shorten, typed_words, unescape, weight
from bot.core.plain import clean, plain
from bot.core.reply import (
    Action,
    Actions,
    Bar,
    Block,
    Chart,
    Divider,
    Fact,
    Facts,
    Line,
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
from tests.fakes.slack_blocks import block_problems, message_problems, view_problems
from tests.fakes.slack_desk import HOSTILE, QUOTE, card
from tests.fakes.slack_seen import literal
from tests.thorough import examples

PINGS = ("<!channel>", "<!here>", "<!everyone>", "<@U1>", "<#C1|x>", "<!subteam^S1|@x>")
odd = st.sampled_from(
    (
        *PINGS,
        "<https://evil.example|https://good.example>",
        "*bold* _it_ ~no~ `code`",
        "\u202eright to left\u202c",
        "nul\x00 and \x1b[31m",
        ":smile:",
        "&amp; &lt;!here&gt;",
        "4 100 EUR",
        "Ärzte, ’quotes’ “both”",
        "&" * 300,
        "word " * 400,
        "x" * 4_000,
        " ",
        "",
    )
)
text = st.one_of(odd, st.lists(odd, max_size=4).map(" ".join), st.text(max_size=30))
url = st.sampled_from(
    (
        "https://example.org/a?b=1&c=2",
        "javascript:alert(1)",
        "https://good.example@evil.example/",
        "http://[bad",
        "https://xn--bcher-kva.example",
        "https://bücher.example/",
        "https://example.org:99999/",
        "https://example.org/" + "x" * 2_500,
        "",
    )
)
span = st.one_of(text, st.builds(Strong, text), st.builds(Link, text, url))
line: st.SearchStrategy[Line] = st.lists(span, max_size=5).map(tuple)


def replies(labels: int, values: int) -> st.SearchStrategy[Reply]:
    """Return replies of every kind, with buttons of so long labels and arguments at most."""
    args = st.dictionaries(st.sampled_from(("slug", "page")), st.text(max_size=values), max_size=2)
    label = text.map(lambda label: label[:labels])
    action = st.builds(Action, label, st.just("claim"), args)
    row = st.builds(SourceRow, text, line, st.none() | action)
    cells = st.lists(line, max_size=4).map(tuple)
    header = st.lists(text, max_size=4).map(tuple)
    bars = st.lists(st.builds(Bar, text, text), max_size=8).map(tuple)
    block: st.SearchStrategy[Block] = st.one_of(
        st.builds(Table, text, header, st.lists(cells, max_size=8).map(tuple)),
        st.builds(Chart, text, text, bars),
        st.builds(Paragraph, line),
        st.builds(Note, line),
        st.builds(Quotation, text, text),
        st.builds(Facts, st.lists(st.builds(Fact, text, line), max_size=30).map(tuple)),
        st.builds(Sources, text, st.lists(row, max_size=12).map(tuple)),
        st.builds(Actions, st.lists(action, max_size=30).map(tuple)),
        st.builds(Divider),
    )
    blocks = st.lists(block, max_size=8).map(tuple)
    return st.builds(Reply, text, blocks, notice=text, replaces=st.booleans())


anything = replies(labels=200, values=60)
with_buttons_that_fit = replies(labels=60, values=6)


def marks(of: str) -> str:
    """Return the letters of a text without its white space, which is where texts may be split."""
    return "".join(of.split())


@settings(max_examples=examples(60), deadline=None)
@given(anything)
def test_every_message_is_within_slacks_limits(reply: Reply) -> None:
    """Whatever a source writes, Slack takes the message, and nobody is notified by it."""
    for message in messages(reply):
        assert message_problems(message) == []
        assert len(fallback(reply, message)) <= 4_000
    blocks, _ = view_blocks(reply)
    if blocks:
        view = {"type": "home", "blocks": blocks}
        assert view_problems(view) == []


@settings(max_examples=examples(60), deadline=None)
@given(with_buttons_that_fit)
def test_nothing_is_lost(reply: Reply) -> None:
    """The texts of the messages, one after the other, are the whole reply letter for letter."""
    first, *more = [marks(unescape(message["text"])) for message in messages(reply)]
    head = marks(shorten(clean(reply.title), 150) + " (continued)")
    assert all(page.startswith(head) for page in more)
    whole = first + "".join(page.removeprefix(head) for page in more)
    assert whole == (marks(plain(reply)) or marks("The answer has no words."))


@settings(max_examples=examples(60), deadline=None)
@given(anything)
def test_blocks_show_every_letter_in_order(reply: Reply) -> None:
    """Who reads the blocks reads what stands in the text; a link's address is in the link."""
    shown = iter(marks(literal([b for message in messages(reply) for b in message["blocks"]])))
    without = re.sub(r"<(https?:|javascript:)[^<>]*>|<>", "", plain(reply))
    if "<http" not in without:
        assert all(letter in shown for letter in marks(re.sub(r"<[^<>]*>", "", without)))


@settings(max_examples=examples(60), deadline=None)
@given(anything)
def test_source_text_is_nowhere_markup(reply: Reply) -> None:
    """No text object is mrkdwn, no emoji name is drawn, no control character passes."""
    for message in messages(reply):
        for part in objects(message["blocks"]):
            assert part.get("type") != "mrkdwn"
            if part.get("type") == "plain_text":
                assert part["emoji"] is False
            if "text" in part and isinstance(part["text"], str):
                assert clean(part["text"]) == part["text"]


def objects(value: object) -> list[dict[str, Any]]:
    """Return every object in a payload."""
    if isinstance(value, dict):
        return [value, *(part for item in value.values() for part in objects(item))]
    return [part for item in value for part in objects(item)] if isinstance(value, list) else []


@pytest.mark.parametrize("ping", PINGS)
def test_a_mention_in_a_quotation_notifies_nobody(ping: str) -> None:
    """A mention that a source wrote is shown as it was written and is no mention."""
    (message,) = messages(Reply(ping, (Quotation(ping, ping), Note((ping,))), notice=ping))
    assert ping not in message["text"]
    assert unescape(message["text"]).count(ping) == 5
    assert literal(message["blocks"]).count(ping) == 5


def test_attribution_comes_first_and_bold() -> None:
    """The title opens the answer; only the notice stands above it, and no header can cut it."""
    (message,) = messages(card("x" * 300))
    assert message["blocks"][0]["type"] == "context"
    title = message["blocks"][1]["elements"][0]["elements"][0]
    assert title["style"] == {"bold": True}
    assert title["text"].endswith("x" * 300)
    assert unescape(message["text"]) == plain(card("x" * 300))
    assert all(block["type"] != "header" for block in message["blocks"])


def test_quotation_names_its_owner() -> None:
    """The words stand in quotation marks, and their owner beside them."""
    (message,) = messages(card("x"))
    quote = message["blocks"][2]["elements"][0]
    assert quote["type"] == "rich_text_quote"
    assert quote["elements"][0]["text"] == f"“{QUOTE}” — Jane O’Neill"


def test_rows_have_buttons_that_a_screen_reader_tells_apart() -> None:
    """“Open” says what it opens."""
    (message,) = messages(card("x"))
    (spoken,) = [
        block["accessory"]["accessibility_label"]
        for block in message["blocks"]
        if "accessory" in block
    ]
    assert spoken == "Open: OAS"


def test_long_label_is_shortened_and_said_in_full() -> None:
    """A button has 75 characters; the rest of its label stands above it."""
    label = "Compare " + "with everything else " * 6
    (message,) = messages(Reply("T", (Actions((Action(label, "claim"),)),)))
    button = message["blocks"][-1]["elements"][0]
    assert len(button["text"]["text"]) <= 75
    assert button["text"]["text"].endswith("…")
    assert "accessibility_label" in button
    assert label.strip() in literal(message["blocks"])


def test_action_without_room_for_a_token_says_what_to_type() -> None:
    """What a button cannot carry is not silently gone."""
    long = Action("Open", "claim", {"slug": "x" * 120})
    (message,) = messages(Reply("T", (Actions((long,)),)))
    assert f"Open: type /claim {'x' * 120}" in literal(message["blocks"])


def test_page_goes_on_under_the_same_attribution() -> None:
    """Each further message says whose words go on."""
    pages = messages(Reply("Jane, in The Daily", (Paragraph(("word " * 3000,)),)))
    assert len(pages) > 1
    assert all(page["text"].startswith("Jane, in The Daily (continued)") for page in pages[1:])


def test_fallback_says_what_to_type() -> None:
    """Without blocks there are no buttons, so the text names the commands."""
    reply = card("doctors-salary")
    (message,) = messages(reply)
    assert "History: type /history doctors-salary" in fallback(reply, message)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.org/a", "example.org"),
        ("https://good.example@evil.example/", "evil.example"),
        ("http://example.org:8080/", "example.org:8080"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("javascript:alert(1)", ""),
        ("ftp://example.org", ""),
        ("https://exa mple.org", ""),
        ("http://[bad", ""),
        ("https://", ""),
    ],
)
def test_host_beside_a_link_is_where_it_leads(address: str, host: str) -> None:
    """A label or a look-alike cannot hide the host, and only web addresses become links."""
    assert host_of(address) == host
    shown = literal(messages(Reply("T", (Paragraph((Link("label", address),)),)))[0]["blocks"])
    assert (f"label ({host})" if host else f"label <{address}>") in shown


def test_a_link_that_is_its_host_does_not_say_it_twice() -> None:
    """A link whose words are the host needs no host beside it."""
    link = Link("example.org", "https://www.example.org/a")
    (message,) = messages(Reply("T", (Paragraph((link,)),)))
    assert literal(message["blocks"][1]) == "example.org"


@given(st.text(max_size=300), st.integers(5, 50))
def test_chunks_lose_nothing(text: str, limit: int) -> None:
    """Parts joined are the text, and none is longer than asked."""
    parts = chunks(text, limit)
    assert "".join(parts) == text
    assert all(weight(part) <= limit for part in parts)


@given(st.text(max_size=100))
def test_escaping_is_undone_by_unescaping(text: str) -> None:
    """One layer on, one layer off."""
    assert unescape(escape(text)) == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@UBOT> doctors &amp; pay", "doctors & pay"),
        ("hey <@UBOT|onrecord>: x", "hey  : x"),
        ("<@U7|ada> <#C1|desk> <!here> <!subteam^S1|@eds>", "@ada #desk @here @eds"),
        ("<https://x.org/a|x.org/a> <https://y.org>", "x.org/a https://y.org"),
        ("&amp;lt; 5 &lt; 6", "&lt; 5 < 6"),
        (escape(HOSTILE), HOSTILE),
    ],
)
def test_words_of_a_message_are_read_as_a_person_reads_them(written: str, read: str) -> None:
    """Slack's markup becomes words, and entities become letters exactly once."""
    assert typed_words(written, "UBOT") == read


def test_the_judge_judges() -> None:
    """The fake's own rules refuse what Slack refuses."""
    bad: list[Any] = [
        [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}}],
        [{"type": "divider", "colour": "red"}],
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        [{"type": "actions", "elements": []}],
        [{"type": "video"}],
        [{"type": "divider"}] * 51,
        [],
    ]
    assert all(list(block_problems(blocks, 50)) for blocks in bad)
    assert message_problems({"text": "<!channel>"})
    assert message_problems({"text": "", "blocks": [{"type": "divider"}]})
    assert view_problems({"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}})
