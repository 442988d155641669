"""`/onrecord`: what this is and how to ask."""

from bot.core.registry import Context, command
from bot.core.reply import Action, Actions, Fact, Facts, Note, Paragraph, Reply


@command("onrecord", "What Onrecord is, what it can be asked, and how to read an answer")
async def onrecord(context: Context) -> Reply:
    """Explain the desk, its commands and how to read a card."""
    commands = tuple(
        Fact(c.example or f"/{c.name}", (c.summary,)) for c in context.registry.listed()
    )
    menus = tuple(
        Fact(f"“{c.menu}”", ("in the menu of any message",)) for c in context.registry.menus()
    )
    return Reply(
        "Onrecord, the claim desk",
        (
            Paragraph(
                (
                    "It shows what is on record: who said something, how strongly, where and when, "
                    "the exact words, the figures as written, what others say, and what the desk "
                    "has checked. It never says by itself whether a claim holds.",
                )
            ),
            Facts(commands + menus),
            Note(
                (
                    "Or mention Onrecord in a thread with a claim's name or your question. There "
                    "you can ask on: “who says so?”, “since when?”, “and Kenya?”, “compare”.",
                )
            ),
            Note(
                (
                    "How to read a card: words in quotation marks stand in the source letter for "
                    "letter. “Quotation” says whether the desk has found them there; “Claim” says "
                    "whether it has checked what they say. “Not checked” means just that.",
                )
            ),
            Actions((Action("Topics", "claims"), Action("Recent changes", "recent"))),
        ),
    )
