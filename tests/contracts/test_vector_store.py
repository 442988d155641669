"""What every store promises of the vectors beside its claims."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from knowledge.errors import RecordError, StoreError
from knowledge.match.embedding import Vector, hash_of, text_of_claim, vectors_of
from knowledge.match.indexing import count_due, make_due
from knowledge.ports import ClaimStore
from tests.contracts.conftest import Kind
from tests.fakes.embedder import WordEmbedder
from tests.knowledge.making import claim


def unseen(made: int, total: int) -> None:
    """Take progress without a word."""


async def test_a_new_claim_has_its_vector_at_once(kind: Kind) -> None:
    """A store with a model puts a claim and its vector on record together."""
    embedder = WordEmbedder()
    store = kind.new(embedder)
    await store.add([claim("beds"), claim("wards")])
    (made,) = await store.vectors(embedder.model, ["beds"])
    assert made == ("beds", *embedder.embed([text_of_claim(claim("beds"))]))
    assert await store.due(embedder.model, "", 10) == []
    await store.close()


async def test_only_new_claims_are_embedded(kind: Kind) -> None:
    """What is on record already, and the second of two that share a slug, cost nothing."""
    embedder = WordEmbedder()
    store = kind.new(embedder)
    await store.add([claim("beds")])
    embedder.asked.clear()
    first = claim("wards", label="Wards")
    assert await store.add([claim("beds"), first, claim("wards", label="Other")]) == 1
    assert embedder.asked == [text_of_claim(first)]
    assert await store.due(embedder.model, "", 10) == []
    await store.close()


async def test_a_refused_claim_leaves_no_vector(kind: Kind) -> None:
    """Where one claim of several is refused, no vector of the others is kept either."""
    embedder = WordEmbedder()
    store = kind.new(embedder)
    with pytest.raises(RecordError):
        await store.add([claim("beds"), claim("Beds 2")])
    assert await store.vectors(embedder.model, ["beds"]) == []
    await store.add([claim("beds")])
    assert len(await store.vectors(embedder.model, ["beds"])) == 1
    await store.close()


async def test_without_a_model_claims_are_due(store: ClaimStore) -> None:
    """A store without a model keeps no vectors, and says which claims want one, by slug."""
    await store.add([claim(slug) for slug in ("wards", "beds", "nurses")])
    due = await store.due("words 1", "", 10)
    assert due == [(s, text_of_claim(claim(s))) for s in ("beds", "nurses", "wards")]
    assert await store.due("words 1", "beds", 1) == due[1:2]
    assert await store.vectors("words 1", ["beds"]) == []


async def test_a_vector_of_a_former_text_does_not_count(store: ClaimStore) -> None:
    """A vector made from another text than the claim has now is not given out, and is due."""
    await store.add([claim("beds")])
    old = Vector("beds", hash_of("What the claim said before."), b"\0" * 4)
    await store.keep_vectors("words 1", [old])
    assert await store.vectors("words 1", ["beds"]) == []
    assert [slug for slug, _ in await store.due("words 1", "", 10)] == ["beds"]
    new = Vector("beds", hash_of(text_of_claim(claim("beds"))), b"\1" * 4)
    await store.keep_vectors("words 1", [new])
    assert await store.vectors("words 1", ["beds"]) == [("beds", b"\1" * 4)]
    assert await store.due("words 1", "", 10) == []


async def test_vectors_of_unknown_claims_are_not_kept(store: ClaimStore) -> None:
    """A vector for a slug that is not on record leaves nothing behind."""
    await store.keep_vectors("words 1", [Vector("nowhere", hash_of(""), b"")])
    assert await store.vectors("words 1", ["nowhere"]) == []
    assert await store.vectors("words 1", []) == []


async def test_a_rebuild_makes_all_that_is_due_and_says_how_far_it_is(store: ClaimStore) -> None:
    """After a rebuild every claim has its vector, and progress went from nothing to all."""
    slugs = [f"beds-{n}" for n in range(150)]
    await store.add([claim(slug) for slug in slugs])
    told: list[tuple[int, int]] = []
    embedder = WordEmbedder()
    made = await make_due(store, embedder, lambda made, total: told.append((made, total)))
    assert made == 150
    assert told == [(0, 150), (64, 150), (128, 150), (150, 150)]
    assert await count_due(store, embedder.model) == 0
    assert len(await store.vectors(embedder.model, slugs)) == 150
    assert await make_due(store, embedder, unseen) == 0


async def test_a_rebuild_that_was_stopped_goes_on_where_it_ended(store: ClaimStore) -> None:
    """What was made before the stop is not made again, and the rest is."""
    await store.add([claim(f"beds-{n}") for n in range(150)])
    embedder = WordEmbedder()

    def stop(made: int, total: int) -> None:
        if made:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await make_due(store, embedder, stop)
    assert await count_due(store, embedder.model) == 150 - 64
    embedder.asked.clear()
    assert await make_due(store, embedder, unseen) == 150 - 64
    assert len(embedder.asked) == 150 - 64


async def test_a_claim_added_during_a_rebuild_gets_its_vector_too(store: ClaimStore) -> None:
    """A claim whose slug the rebuild has passed already is made in a second round."""
    await store.add([claim("nurses")])
    entered, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    class Waiting(WordEmbedder):
        def embed(self, texts: Sequence[str]) -> list[bytes]:
            loop.call_soon_threadsafe(entered.set)
            assert go_on.wait(5)
            return super().embed(texts)

    rebuild = asyncio.create_task(make_due(store, Waiting(), unseen))
    await entered.wait()
    await store.add([claim("beds")])
    go_on.set()
    assert await rebuild == 2
    assert await count_due(store, "words 1") == 0


async def test_another_model_is_never_mixed_in(store: ClaimStore) -> None:
    """Each model sees its own vectors alone; the former's go once the new ones are all there."""
    await store.add([claim("beds"), claim("wards")])
    first, second = WordEmbedder("words 1"), WordEmbedder("words 2")
    await make_due(store, first, unseen)
    assert await store.vectors(second.model, ["beds", "wards"]) == []
    assert await count_due(store, second.model) == 2
    due = await store.due(second.model, "", 1)
    await store.keep_vectors(second.model, vectors_of(second, due))
    assert len(await store.vectors(first.model, ["beds", "wards"])) == 2
    await make_due(store, second, unseen)
    assert await store.vectors(first.model, ["beds", "wards"]) == []
    assert len(await store.vectors(second.model, ["beds", "wards"])) == 2


async def test_keeping_vectors_changes_the_version(store: ClaimStore) -> None:
    """Who serves the desk notices that a rebuild in another process has made vectors."""
    await store.add([claim("beds")])
    before = store.version()
    await make_due(store, WordEmbedder(), unseen)
    assert store.version() != before


async def test_a_closed_store_says_so(store: ClaimStore) -> None:
    """Vectors are asked of an open store."""
    await store.add([claim("beds")])
    await store.close()
    with pytest.raises(StoreError):
        await store.vectors("words 1", ["beds"])
    with pytest.raises(StoreError):
        await store.due("words 1", "", 1)
