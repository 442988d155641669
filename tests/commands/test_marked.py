"""What a search shows: how sure in words, the asker's words marked, ties said, and no score."""

import pytest

from bot.commands.marked import marked
from bot.core.app import App
from bot.core.plain import plain
from bot.core.reply import Reply, Result, Sources, Strong
from tests.conftest import asking


async def answered(app: App, words: str) -> Reply:
    """Return the answer to a question in words."""
    reply = await app.handle(asking("claim", slug=words))
    assert isinstance(reply, Reply)
    return reply


async def test_each_answer_says_how_sure_it_is_after_its_owner(app: App) -> None:
    """The owner comes first, then how sure the match is, then the record with words marked."""
    reply = await answered(app, "how much of their pay do the doctors keep")
    (found,) = (block for block in reply.blocks if isinstance(block, Sources))
    assert 1 <= len(found.rows) <= 3
    assert "Pick one" in reply.title
    first = found.rows[0]
    assert first.owner.startswith("Breitbart News")
    assert first.said[0] == "Probably the same claim. "
    assert {span.text for span in first.said if isinstance(span, Strong)} == {"doctors", "keep"}
    for line in plain(reply).splitlines():
        if line.startswith("• "):
            assert any(f": {sure}. " in line for sure in ("Close match", "Loosely related")) or (
                ": Probably the same claim. " in line
            )


async def test_what_is_marked_is_only_marked(app: App) -> None:
    """Marking changes no letter: the plain text is that of the row without marks."""
    reply = await answered(app, "close to 1m Cubans on missions")
    (found,) = (block for block in reply.blocks if isinstance(block, Sources))
    marks = [span.text for span in found.rows[0].said if isinstance(span, Strong)]
    assert "one million" in marks
    assert "“close to one million”" in plain(reply)


@pytest.mark.parametrize(
    ("text", "asked", "marks"),
    [
        ("Kenya pays 50 per cent, says the U.N.", ["50", "percent"], ["50", "per cent"]),
        ("1,000,000 or one million", ["1000000"], ["1,000,000", "one million"]),
        ("Cuban Doctors’ pay", ["cuba", "doctor"], ["Cuban", "Doctors’"]),
        ("nothing of it", ["zebra"], []),
        ("", ["zebra"], []),
    ],
)
def test_words_are_marked_in_any_form(text: str, asked: list[str], marks: list[str]) -> None:
    """Other endings, capitals and ways to write a number are the asker's words still."""
    line = marked((text,), asked)
    assert [s.text.rstrip("’") for s in line if isinstance(s, Strong)] == [
        mark.rstrip("’") for mark in marks
    ]
    assert "".join(s.text if isinstance(s, Strong) else str(s) for s in line) == text


@pytest.mark.parametrize(
    "words", ["🙂🙂", "what is the", '"', "(doctors OR", "NEAR/3", "x" * 3_000, "zebra crossings"]
)
async def test_what_finds_nothing_is_a_polite_nothing(app: App, words: str) -> None:
    """Emoji, stop words, stray marks and strange words say that nothing is on record."""
    reply = await answered(app, words)
    assert reply.result in (Result.NOTHING, Result.FOUND)
    if words not in ("(doctors OR",):
        assert reply.result is Result.NOTHING
        assert reply.title.startswith("Nothing on record about ")
