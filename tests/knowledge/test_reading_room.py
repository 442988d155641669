"""The room that documents are read in: the pool, the pages and the language model together."""

from collections.abc import AsyncIterator

import pytest

from knowledge.errors import Unreadable
from knowledge.extract.engine import Bytes, Engine
from knowledge.extract.llm import ChatCompletions
from knowledge.extract.pool import NotReady, Pool
from knowledge.given import Given
from knowledge.model import PartialDate
from knowledge.readers.fetching import Fetcher
from knowledge.reading_room import ReadingRoom
from tests.fakes.language_model import language_model

TEXT = """\
The mayor said on Wednesday that the bridge would cost about £12 million.

In the engineer's blunt assessment, the bridge is a danger to everybody who uses it."""
SUGGESTED = {
    "content": "the bridge is a danger to everybody who uses it",
    "cue": "assessment",
    "source": "the engineer",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the models that are shipped."""
    return Engine()


@pytest.fixture
async def pool(engine: Engine) -> AsyncIterator[Pool]:
    """Return a pool of one process, and close it."""
    opened = Pool(engine.begin, workers=1, niceness=0)
    yield opened
    await opened.close()


async def test_suggestions_join_what_the_rules_find(engine: Engine, pool: Pool) -> None:
    """A model's proposal stands beside the rules' claims, or a note says why there is none."""
    given = Bytes(TEXT.encode(), name="a.txt")
    details = Given("The Gazette", published=PartialDate("2019-12-20"))
    async with language_model(claims=[SUGGESTED]) as server:
        room = ReadingRoom(engine, pool, Fetcher, ChatCompletions(server.url, "small"))
        (read,) = await room.read(given, details, "/desk/a.txt")
        server.status = 500
        (alone,) = await room.read(given, details)
    assert read.source == "/desk/a.txt"
    assert read.reading.outlet is not None
    assert read.reading.outlet.value == "The Gazette"
    assert "llm:small" in {each.rule for each in read.extracted.attributions}
    assert len(read.extracted.attributions) == len(alone.extracted.attributions) + 1
    (cost,) = [claim for claim in alone.extracted.claims if claim.figures]
    assert [figure.text for figure in cost.figures] == ["about £12 million"]
    assert [each.value for each in cost.dates] == ["2019-12-18"]
    assert any("server failed (500)" in note for note in alone.extracted.notes)


async def test_pages_from_inside_are_not_fetched(engine: Engine, pool: Pool) -> None:
    """An address inside the network is refused in words, before any process is started."""
    room = ReadingRoom(engine, pool, Fetcher)
    with pytest.raises(Unreadable, match=r"\.$"):
        await room.fetch("http://127.0.0.1:9/admin")
    await room.close()


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        (Engine(model="no_such_model"), "no_such_model, is not installed"),
        (Engine(tagger="/no/such.tagger"), "cannot be read: No such file"),
    ],
)
async def test_a_model_that_is_missing_is_named(engine: Engine, said: str) -> None:
    """Where nothing can be read at all, the sentence names what is missing."""
    pool = Pool(engine.begin, workers=1, niceness=0)
    room = ReadingRoom(engine, pool, Fetcher)
    try:
        with pytest.raises(NotReady, match=said):
            await room.read(Bytes(TEXT.encode(), name="a.txt"))
    finally:
        await room.close()
