"""The real commands over the sample claims, in memory, for tests of whole conversations."""

from bot.core.app import App
from bot.core.policy import Policy
from bot.core.recording import Recorder
from bot.main import registry
from knowledge.desk import Desk
from knowledge.ports import ClaimStore
from knowledge.sample.loader import sample_claims, sample_related
from knowledge.store.memory import MemoryStore


async def sample_store() -> MemoryStore:
    """Return a store with the sample claims."""
    store = MemoryStore()
    await store.add(sample_claims(), sample_related())
    return store


def sample_app(store: ClaimStore, policy: Policy | None = None) -> App:
    """Return a core over *store*, as a process that has just begun has it; answers are noted."""
    return App(registry(), Desk(store), policy, recorder=Recorder(store))
