"""How a store tells that something was written, and that what is on record has changed."""

from collections.abc import Awaitable, Callable
from functools import partial

from knowledge.model import Question
from knowledge.ports import ClaimStore
from tests.contracts.conftest import Kind
from tests.knowledge.making import AT, claim, review


async def test_the_version_tells_of_every_change(store: ClaimStore, kind: Kind) -> None:
    """A write, ours or another process's, is counted, and what is on record has its own count."""
    other = kind.again(store)
    seen, written = [store.version()], [store.writes()]
    for writer, slug in ((store, "beds"), (other, "wards")):
        writes: list[tuple[bool, Callable[[], Awaitable[object]]]] = [
            (True, partial(writer.add, [claim(slug)])),
            (True, partial(writer.review, slug, review())),
            (False, partial(writer.ask, Question("Who?", "Ana", "slack", "c1", AT))),
            (False, partial(writer.keep, "a", slug)),
        ]
        for on_record, write in writes:
            await write()
            assert store.writes() not in written
            written.append(store.writes())
            assert store.writes() == written[-1]
            if on_record:
                assert store.version() not in seen
                seen.append(store.version())
            assert on_record or store.version() == seen[-1] or kind.counts_every_write
            seen[-1] = store.version()
            assert store.version() == seen[-1]
    assert len(await store.names()) == 2
    await other.close()
