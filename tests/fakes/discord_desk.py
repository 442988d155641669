"""A desk for the Discord adapter's tests: commands that answer in every way, and no claims."""

import asyncio
from collections.abc import Sequence

from bot.core.app import App
from bot.core.errors import Unusable
from bot.core.policy import Policy
from bot.core.registry import Context, Kind, Param, Registry, command
from bot.core.reply import (
    Action,
    Actions,
    Choice,
    Fact,
    Facts,
    FieldKind,
    Form,
    FormField,
    Link,
    Note,
    Paragraph,
    Quotation,
    Reply,
    Result,
    SourceRow,
    Sources,
    Strong,
)
from bot.core.request import Request
from knowledge.desk import Desk
from knowledge.store.memory import MemoryStore

QUOTE = "We pay doctors 4 100 euros, not *more*"


class Probe:
    """What the test desk was asked; `gate` holds every answer up while it is closed."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.requests: list[Request] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def note(self, name: str, context: Context, **args: object) -> None:
        """Remember a question, and wait until the gate is open."""
        self.asked.append((name, args))
        self.requests.append(context.request)
        await self.gate.wait()


def card(slug: str) -> Reply:
    """Return a card with every kind of block, under the attribution."""
    return Reply(
        f"The Ministry of Health, in The Daily, 3 March 2025: {slug}",
        (
            Quotation(QUOTE, "Jane O’Neill"),
            Facts((Fact("Claim", ("Not checked",)), Fact("Figure", (Strong("4 100 EUR"),)))),
            Paragraph(("See ", Link("the report", "https://example.org/report?a=1&b=2"), ".")),
            Sources(
                "Also on record",
                (
                    SourceRow("OAS", ("said 3 900",), Action("Open", "claim", {"slug": "oas"})),
                    SourceRow("A reader", ("said nothing",)),
                ),
            ),
            Note(("Topic: pay",)),
            Actions(
                (
                    Action("History", "history", {"slug": slug}),
                    Action("Add a note", "note", {"slug": slug}),
                )
            ),
        ),
        notice="Nearest match",
        claims=(slug,),
    )


def registry(probe: Probe) -> Registry:
    """Return the commands of the test desk."""

    async def suggest(context: Context, typed: str) -> Sequence[Choice]:
        await probe.note("suggest", context, typed=typed)
        if typed == "broken":
            raise RuntimeError(typed)
        return [Choice(f"{typed} {n} " + "words " * 30, f"slug-{n}") for n in range(40)]

    slug = Param("slug", "Claim or words", required=True, max_length=4000, suggest=suggest)
    since = Param("since", "From this year on", kind=Kind.INT, default="1")
    hidden = Param("page", "Page", kind=Kind.INT, default="1", hidden=True)

    @command(
        "claim",
        "What is on record",
        params=[slug, since, hidden],
        menu="Find claims about this",
        shareable=True,
    )
    async def claim(context: Context, slug: str, page: int, since: int) -> Reply:
        await probe.note("claim", context, slug=slug, page=page, since=since)
        if slug == "explode":
            raise RuntimeError("a secret detail")
        if slug == "nothing":
            return Reply("Nothing on record.", result=Result.NOTHING)
        if slug == "unusable":
            raise Unusable("That cannot be used.", "Use other words.", field="slug")
        if slug == "long":
            words = " ".join(f"word{n}" for n in range(1500))
            return Reply("Long", (Paragraph((words,)),))
        return card(slug)

    pages = Param("page", "Page", kind=Kind.INT, default="1", hidden=True)

    @command("history", "What happened", params=[Param("slug", "Claim"), pages], listed=False)
    async def history(context: Context, slug: str, page: int) -> Reply:
        await probe.note("history", context, slug=slug, page=page)
        more = Action("Older", "history", {"slug": slug, "page": str(page + 1)})
        return Reply(f"History of {slug}, page {page}", (Actions((more,)),), replaces=True)

    @command("note", "Write a note", params=[Param("slug", "Claim")], form=True)
    async def note(context: Context, slug: str = "") -> Form:
        await probe.note("note", context, slug=slug)
        fields = (
            FormField("text", "Your note", FieldKind.TEXT, value="draft", hint="Short"),
            FormField("about", "What it is about", FieldKind.SUGGEST, required=False),
        )
        return Form("Write a note", "note-add", fields, args={"slug": slug}, note="It is kept.")

    kept = [Param("slug", "Claim"), Param("text", "Your note"), Param("about", "About")]

    @command("note-add", "Keep a note", params=kept, listed=False)
    async def note_add(context: Context, slug: str = "", text: str = "", about: str = "") -> Reply:
        await probe.note("note-add", context, slug=slug, text=text, about=about)
        return Reply(f"Kept for {slug}: {text}", claims=(slug,))

    @command("again", "A form after a form", listed=False)
    async def again(context: Context) -> Form:
        await probe.note("again", context)
        return Form("Once more", "note-add", (FormField("text", "Your note"),))

    @command("onrecord", "What there is")
    async def onrecord(context: Context) -> Reply:
        await probe.note("onrecord", context)
        return Reply("Welcome to Onrecord")

    return Registry((claim, history, note, note_add, again, onrecord))


def desk_app(probe: Probe, policy: Policy | None = None) -> App:
    """Return a core with the test desk's commands; none of them asks what is on record."""
    return App(registry(probe), Desk(MemoryStore()), policy)
