"""A desk for the Slack adapter's tests: commands that answer in every way, and no claims."""

import asyncio
from collections.abc import Sequence

from bot.core.app import App
from bot.core.errors import Unusable
from bot.core.policy import Policy
from bot.core.registry import Command, Context, Kind, Param, Registry, command
from bot.core.reply import (
    Action,
    Actions,
    Choice,
    Divider,
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
from knowledge.desk import Desk
from knowledge.store.memory import MemoryStore

QUOTE = "We pay doctors 4 100 euros, & <b>not</b> *more*"
HOSTILE = "<!channel> <@U9> & *bold* _it_ :smile:"


class Probe:
    """What the test desk was asked, and how it is to behave."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.doors: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.recent = "1 new claim"


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
            Divider(),
            Note((f"Matched by words. {HOSTILE}",)),
            Actions((Action("History", "history", {"slug": slug}),)),
        ),
        notice="Nearest match",
        claims=(slug,),
    )


def registry(probe: Probe) -> Registry:
    """Return the commands of the test desk."""

    async def suggest(context: Context, typed: str) -> Sequence[Choice]:
        if typed == "broken":
            raise RuntimeError(typed)
        if typed == "slow":
            await asyncio.sleep(30)
        label = f"{typed} {context.request.door.value} "
        return [Choice((label + "words " * 20)[:100], f"slug-{n}") for n in range(40)]

    def note(name: str, context: Context, **args: object) -> None:
        probe.asked.append((name, args))
        probe.doors.append(context.request.door.value)

    slug = Param("slug", "Claim or words", required=True, max_length=200, suggest=suggest)

    @command("claim", "What is on record", params=[slug], menu="Check this", shareable=True)
    async def claim(context: Context, slug: str) -> Reply:
        note("claim", context, slug=slug)
        await probe.gate.wait()
        if slug == "explode":
            raise RuntimeError("a secret detail")
        if slug == "nothing":
            return Reply("Nothing on record.", result=Result.NOTHING)
        if slug == "unusable":
            raise Unusable("That cannot be used.", "Use other words.", field="slug")
        if slug == "long":
            return Reply("Long", (Paragraph(("word&<> " * 3000,)),))
        if slug == "wide":
            return Reply("Wide", tuple(Paragraph((f"row {n}.",)) for n in range(150)))
        return card(slug)

    pages = Param("page", "Page", kind=Kind.INT, default="1", hidden=True)

    @command("history", "What happened", params=[Param("slug", "Claim"), pages], listed=False)
    async def history(context: Context, slug: str, page: int) -> Reply:
        note("history", context, slug=slug, page=page)
        more = Action("Older", "history", {"slug": slug, "page": str(page + 1)})
        return Reply(f"History of {slug}, page {page}", (Actions((more,)),), replaces=True)

    fields = [Param("slug", "Claim"), Param("text", "Your note"), Param("about", "About")]

    @command("note", "Write a note", params=[Param("slug", "Claim")], form=True)
    async def note_form(context: Context, slug: str = "") -> Form:
        note("note", context, slug=slug)
        return Form(
            "Write a note",
            "note-add",
            (
                FormField("text", "Your note", FieldKind.TEXT, value="draft <&>", hint="Short"),
                FormField("about", "About", FieldKind.SUGGEST, required=False),
            ),
            args={"slug": slug},
            note="Notes are kept.",
        )

    @command("note-add", "Keep a note", params=fields, listed=False)
    async def note_add(context: Context, slug: str = "", text: str = "", about: str = "") -> Reply:
        note("note-add", context, slug=slug, text=text, about=about)
        await probe.gate.wait()
        if text == "bad":
            raise Unusable("That note is empty of words.", "Write a sentence.", field="text")
        return Reply(f"Kept for {slug}: {text}", claims=(slug,))

    @command("recent", "What is new", listed=False)
    async def recent(context: Context) -> Reply:
        note("recent", context)
        opened = Action("Open", "claim", {"slug": "doctors-salary"})
        return Reply(probe.recent, (Actions((opened,)),))

    @command("onrecord", "What there is")
    async def onrecord(context: Context) -> Reply:
        note("onrecord", context)
        return Reply("Welcome to Onrecord")

    found: tuple[Command, ...] = (claim, history, note_form, note_add, recent, onrecord)
    return Registry(found)


def desk_app(probe: Probe, policy: Policy | None = None) -> App:
    """Return a core with the test desk's commands; none of them asks what is on record."""
    return App(registry(probe), Desk(MemoryStore()), policy)
