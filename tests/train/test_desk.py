"""What a desk's own decisions teach."""

from knowledge.extract.parsing import open_parser
from knowledge.intake import Intake
from knowledge.queue import Queue
from knowledge.store.memory import MemoryStore
from knowledge.train.desk import gold_of, reviewed
from tests.knowledge.proposing import ANA, extracted, reading


async def test_only_what_the_desk_is_done_with_teaches() -> None:
    """A document teaches once nothing of it waits: what was accepted is right, the rest is not."""
    store = MemoryStore()
    taken = await Intake(store).take_in(reading(), extracted(), by=ANA, source="/a.html")
    assert await reviewed(store) == []
    queue = Queue(store)
    beds, nurses, accusation = sorted(taken.proposals)
    await queue.accept(beds, ANA)
    await queue.drop(nurses, ANA)
    assert await reviewed(store) == []
    await queue.drop(accusation, ANA)

    (only,) = await reviewed(store)
    gold = gold_of(only, open_parser())
    assert gold.group == "The Herald"
    (said,) = gold.attributions
    words = [gold.text[span.start : span.end] for span in (*said.source, *said.cue, *said.content)]
    assert words[1] == "said"
    assert "300 beds were empty" in words[2]
