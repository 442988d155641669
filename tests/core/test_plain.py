"""Plain text: complete, and inert whatever stands in a source."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.plain import clean, plain
from bot.core.reply import (
    Action,
    Actions,
    Bar,
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

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=40)


@given(TEXT, TEXT, TEXT, TEXT)
def test_every_part_of_an_answer_is_in_its_text(a: str, b: str, c: str, d: str) -> None:
    """Nothing is lost for who reads only text: title, blocks, links, owners and notice."""
    reply = Reply(
        a,
        (
            Paragraph((b, Strong(c), Link(d, "https://example.org/x"))),
            Quotation(c, d),
            Facts((Fact(a, (b,)),)),
            Divider(),
            Sources(d, (SourceRow(c, (b,), Action("Open", "claim", {"slug": "x-y"})),)),
            Note((a,)),
            Actions((Action(b, "claims", {"topic": "t", "page": "2"}),)),
        ),
        notice=b,
    )
    text = plain(reply, hints=True)
    assert text.startswith(f"{b}\n\n{a}\n")
    assert f"{b}{c}{d} <https://example.org/x>" in text
    assert f"“{c}” — {d}" in text
    assert f"{a}: {b}" in text
    assert f"• {c}: {b}\n  /claim x-y" in text
    assert f"{b}: type /claims t page=2" in text
    assert "/claims t" not in plain(reply)


# A cell of blanks is an empty cell.
@given(TEXT.filter(str.strip), TEXT.filter(str.strip), TEXT.filter(str.strip))
def test_every_cell_and_bar_is_in_the_text(a: str, b: str, c: str) -> None:
    """A row is one line, owner first, each cell after its column; a chart is a figure a line."""
    table = Table(a, ("Who", "Figure", "When"), (((b,), (Strong(c),), (a,)), ((b,), (c,), ())))
    text = plain(Reply("", (table, Chart(b, "beds", (Bar(a, c, 1, 2),)))))
    assert f"{a} (Who · Figure · When):\n• {b}: {c}; When: {a}\n• {b}: {c}" in text
    assert f"{b}:\n• {a}: {c}" in text


@given(st.text())
def test_text_that_reorders_or_controls_is_made_inert(text: str) -> None:
    """NUL, escape sequences and the marks that turn text around are taken out; the rest stays."""
    cleaned = clean(text)
    assert not set(cleaned) & set("\x00\x07\x08\x1b\x7f\x9b\u200e\u200f\u202a\u202e\u2066\u2069")
    assert clean(cleaned) == cleaned
    assert [c for c in cleaned if c.isalnum()] == [c for c in text if c.isalnum()]


def test_a_form_says_what_to_type() -> None:
    """A terminal without forms is told the command that the form would send."""
    form = Form("Ask the desk", "question", (FormField("words", "Your question", value="why?"),))
    assert plain(form, hints=True).endswith("To send it: type /question why?")
    assert "/question" not in plain(form)
    for more in (
        replace(form, fields=(*form.fields, FormField("topic", "Topic"))),
        replace(form, args={"number": "8"}),
    ):
        assert "type /" not in plain(more, hints=True), "one line cannot say it all"
        assert plain(more, hints=True).endswith("such as the one that `onrecord console` opens.")
