"""The core says who writes and from where, for whatever a request comes to."""

from bot.core.app import App
from bot.core.request import Door
from knowledge.acting import acting_now
from knowledge.audit import By, Person
from tests.conftest import asking


async def test_what_a_request_writes_is_kept_as_its_askers(app: App) -> None:
    """A question left in a channel has its asker, platform, workspace and channel."""
    await app.handle(asking("question", platform="slack", words="How many beds?"))
    entries, _ = await app.desk.audit(1)
    assert entries[0].deed == "question kept"
    assert entries[0].by == By(Person("slack", "u1", "Ana"), "slack", "w1", "c1")
    assert acting_now() == By()


async def test_a_direct_message_is_kept_without_its_id(app: App) -> None:
    """The id of a direct message names a person, so the audit says only what it was."""
    await app.handle(asking("question", direct=True, channel="D123", words="How many beds?"))
    entries, _ = await app.desk.audit(1)
    assert entries[0].by.channel == "direct message"
    assert "D123" not in repr(entries[0])


async def test_a_name_is_kept_as_it_signs(app: App) -> None:
    """A long name over lines is cut and put in one line, the same as under a verdict."""
    who = "Ana\n" + "x" * 200
    await app.handle(asking("question", who=who, door=Door.FORM, words="How many?"))
    entries, _ = await app.desk.audit(1)
    assert entries[0].who == f"discord:u1 Ana {'x' * 76}"
