"""Our own questions, asked of the semantic gear: the same bar as for the lexical one."""

import asyncio
import json
from pathlib import Path

import pytest

from knowledge.match.gears import Gear, load_embedder, missing_packages, open_matcher
from knowledge.match.model import Band, Hit
from knowledge.sample.loader import sample_claims
from knowledge.store.memory import MemoryStore

pytestmark = pytest.mark.skipif(
    bool(missing_packages()), reason="the semantic gear is not installed: make semantic"
)

QUESTIONS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data/questions/sample.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
ENOUGH = 0.9

Answers = list[tuple[list[str], list[Hit]]]


@pytest.fixture(scope="module")
def answers() -> dict[str, Answers]:
    """For each half of the questions: what is right, and what is shown."""
    return asyncio.run(asked())


async def asked() -> dict[str, Answers]:
    """Ask every question of the sample desk."""
    embedder = load_embedder(Gear.SEMANTIC)
    store = MemoryStore(embedder)
    await store.add(sample_claims())
    matcher = open_matcher(store, Gear.SEMANTIC, embedder)
    found: dict[str, Answers] = {"open": [], "held": []}
    for question in QUESTIONS:
        hits = list(await matcher.find(question["query"], 3))
        found[question["split"]].append((question["right"], hits))
    return found


@pytest.mark.parametrize("split", ["open", "held"])
def test_the_right_claim_comes_first(answers: dict[str, Answers], split: str) -> None:
    """Nine of ten questions that have an answer on record get it first."""
    asked = [(right, hits) for right, hits in answers[split] if right]
    first = [hits[0].slug in right for right, hits in asked if hits]
    assert sum(first) >= ENOUGH * len(asked)


@pytest.mark.parametrize("split", ["open", "held"])
def test_what_is_not_on_record_is_refused(answers: dict[str, Answers], split: str) -> None:
    """Nine of ten questions without an answer get nothing."""
    shown = [hits for right, hits in answers[split] if not right]
    assert sum(not hits for hits in shown) >= ENOUGH * len(shown), [h for h in shown if h]


@pytest.mark.parametrize("split", ["open", "held"])
def test_no_wrong_claim_is_called_the_same(answers: dict[str, Answers], split: str) -> None:
    """The first claim shown is called the same only where it is a right one."""
    sure = [(right, hits[0]) for right, hits in answers[split] if hits]
    assert [hit for right, hit in sure if hit.band is Band.SAME and hit.slug not in right] == []
