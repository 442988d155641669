"""`/watch`: being told when something changes, for oneself or for a channel."""

from bot.commands.named import named, named_topic
from bot.commands.refusals import told_at
from bot.commands.suggest import suggest_claims, suggest_sources, suggest_topics
from bot.commands.told_places import suggest_where
from bot.commands.watch_listed import all_watches, cadence_words, listed
from bot.commands.watch_places import (
    Chosen,
    called_here,
    chosen,
    places_of,
    watch_press,
)
from bot.core.errors import Unusable
from bot.core.registry import Context, Kind, Param, Suggest, command
from bot.core.reply import (
    Actions,
    Choice,
    Note,
    Paragraph,
    Reply,
)
from knowledge.match.query import query_words
from knowledge.model import Claimant
from knowledge.text import folded
from knowledge.watches import MAX_WORDS, Cadence, Watch, WatchKind

_MAX_WHAT = 400


async def _cadences(_context: Context, typed: str) -> list[Choice]:
    key = folded(typed)
    return [Choice(c.value, c.value) for c in Cadence if folded(c.value).startswith(key)]


_CADENCE = Param("cadence", "at once, daily or weekly", max_length=20, suggest=_cadences)
_WHERE = Param(
    "where", "here for this channel; otherwise for you alone", max_length=20, suggest=suggest_where
)


def _params(description: str, suggest: Suggest | None = None) -> tuple[Param, ...]:
    what = Param("what", description, required=True, max_length=_MAX_WHAT, suggest=suggest)
    return what, _CADENCE, _WHERE


@command("watch", "Be told when something changes on record", example="/watch claim doctors-salary")
async def watch(context: Context) -> Reply:
    """Say what is watched, and how to watch."""
    return await listed(context, 1)


@command(
    "watch-claim",
    "Be told when a claim changes",
    params=_params("A claim's name, such as doctors-salary", suggest_claims),
    under="watch",
    example="/watch claim doctors-salary",
    tells=True,
)
async def watch_claim(context: Context, what: str, cadence: str = "", where: str = "") -> Reply:
    """Watch a claim."""
    asked = await chosen(context, what, cadence, where)
    claim = (await named(context, asked.words)).claim
    return await _kept(context, WatchKind.CLAIM, claim.slug, claim.slug, asked)


@command(
    "watch-topic",
    "Be told of what is new or changes under a topic",
    params=_params("A topic", suggest_topics),
    under="watch",
    example="/watch topic doctors-pay daily here",
    tells=True,
)
async def watch_topic(context: Context, what: str, cadence: str = "", where: str = "") -> Reply:
    """Watch a topic."""
    asked = await chosen(context, what, cadence, where)
    topic = await named_topic(context.desk, asked.words, "what")
    return await _kept(context, WatchKind.TOPIC, topic.key, topic.label, asked)


@command(
    "watch-source",
    "Be told of what somebody says: claims of theirs that are new or change",
    params=_params("A name, such as OAS", suggest_sources),
    under="watch",
    example="/watch source OAS",
    tells=True,
)
async def watch_source(context: Context, what: str, cadence: str = "", where: str = "") -> Reply:
    """Watch what somebody says."""
    asked = await chosen(context, what, cadence, where)
    who = await _claimant(context, asked.words)
    return await _kept(context, WatchKind.SOURCE, who.key, who.name, asked)


@command(
    "watch-about",
    "Be told of what others say about somebody",
    params=_params("A name, such as OAS", suggest_sources),
    under="watch",
    example="/watch about OAS",
    tells=True,
)
async def watch_about(context: Context, what: str, cadence: str = "", where: str = "") -> Reply:
    """Watch what others say about somebody."""
    asked = await chosen(context, what, cadence, where)
    who = await _claimant(context, asked.words)
    return await _kept(context, WatchKind.ABOUT, who.key, who.name, asked)


@command(
    "watch-document",
    "Be told when a document is corrected, withdrawn or changed, and of claims from it",
    params=_params("Its address, its key, or the name of a claim in it", suggest_claims),
    under="watch",
    example="/watch document doctors-salary",
    tells=True,
)
async def watch_document(context: Context, what: str, cadence: str = "", where: str = "") -> Reply:
    """Watch a document."""
    asked = await chosen(context, what, cadence, where)
    keys = await context.desk.listing.documents(asked.words)
    if not keys:
        raise Unusable(
            f"No claim on record is from “{asked.words[:80]}”.",
            "Give a document's address or key, or the name of a claim in it.",
            field="what",
        )
    return await _kept(context, WatchKind.DOCUMENT, keys[0], keys[0], asked)


@command(
    "watch-question",
    "Be told when something that a question finds is put on record or changes",
    params=_params("The question's words"),
    under="watch",
    example="/watch question how many beds in Lobos",
    tells=True,
)
async def watch_question(context: Context, what: str, cadence: str = "", where: str = "") -> Reply:
    """Watch a question."""
    asked = await chosen(context, what, cadence, where)
    if len(asked.words) > MAX_WORDS:
        raise Unusable(
            f"A question that is watched has at most {MAX_WORDS} characters.",
            "Shorten it to the words that matter.",
            field="what",
        )
    if not query_words(asked.words):
        raise Unusable(
            "No word of that tells it from other questions, so nothing would be found by it.",
            "Give a name, a place or a topic: /watch question how many beds in Lobos",
            field="what",
        )
    return await _kept(context, WatchKind.QUESTION, asked.words, asked.words, asked)


@command(
    "watch-list",
    "What you watch, and what this channel watches",
    params=[Param("page", "Page, from 1", kind=Kind.INT, default="1", hidden=True)],
    under="watch",
    example="/watch list",
)
async def watch_list(context: Context, page: int) -> Reply:
    """List the watches."""
    return await listed(context, page)


_NUMBER = Param("number", "Number of the watch, from /watch list", kind=Kind.INT, required=True)


@command(
    "watch-stop",
    "Stop a watch",
    params=[_NUMBER],
    under="watch",
    example="/watch stop 3",
)
async def watch_stop(context: Context, number: int) -> Reply:
    """Remove a watch."""
    with told_at("number"):
        was = await context.desk.watching.stop(number, await places_of(context, number))
    (called,) = await called_here(context, [was])
    return Reply(f"Stopped: {called}.", (Actions((all_watches(),)),))


@command(
    "watch-pause",
    "Pause a watch; nothing of the time until it goes on is told",
    params=[_NUMBER],
    under="watch",
    example="/watch pause 3",
)
async def watch_pause(context: Context, number: int) -> Reply:
    """Pause a watch."""
    return await _paused(context, number, paused=True)


@command(
    "watch-resume",
    "Have a paused watch go on",
    params=[_NUMBER],
    under="watch",
    example="/watch resume 3",
)
async def watch_resume(context: Context, number: int) -> Reply:
    """Have a watch go on."""
    return await _paused(context, number, paused=False)


async def _paused(context: Context, number: int, *, paused: bool) -> Reply:
    with told_at("number"):
        places = await places_of(context, number)
        changed = await context.desk.watching.pause(number, places, paused=paused)
    did = "Paused" if paused else "Goes on"
    turn = watch_press("Resume" if paused else "Pause", "resume" if paused else "pause", changed)
    (called,) = await called_here(context, [changed])
    return Reply(f"{did}: {called}.", (Actions((turn, all_watches())),))


async def _kept(context: Context, kind: WatchKind, what: str, label: str, asked: Chosen) -> Reply:
    request = context.request
    seen = await context.desk.for_viewer(may_see_restricted=False)
    if await seen.watching.hidden([(kind.value, what)]):
        raise Unusable(
            "That is restricted, and nothing that is restricted is told.",
            "Watch something else, or wait until it is opened.",
            field="what",
        )
    if kind in (WatchKind.SOURCE, WatchKind.ABOUT):  # under a name that anybody may read
        label = next((who.name for who in await seen.sources() if who.key == what), label)
    with told_at():
        kept, new = await context.desk.watching.add(
            kind, what, label, asked.to, request.actor.id, asked.cadence
        )
    who = "This channel is told" if kept.to.channel else "You are told, in a message of your own,"
    how = cadence_words(context, kept)
    done = f"{who} {how} when {_changes(kept)}."
    again = "" if new else "It was watched already; that is how it is told from now on."
    notes = (Note((again,)),) if again else ()
    presses = Actions((watch_press("Stop", "stop", kept), all_watches()))
    return Reply(f"Watching {kept.words}.", (Paragraph((done,)), *notes, presses))


def _changes(kept: Watch) -> str:
    if kept.kind in (WatchKind.CLAIM, WatchKind.DOCUMENT):
        return "it changes"
    return "something of it is put on record or changes"


async def _claimant(context: Context, asked: str) -> Claimant:
    """Return who is called *asked*. Raises `Unusable` with the nearest names."""
    found = await context.desk.source(asked)
    if not isinstance(found, tuple):
        return found.claimant
    near = ", ".join(who.name for who in found[:3])
    raise Unusable(
        f"Nobody on record is called “{asked[:80]}”.",
        f"The nearest: {near}." if near else "Watch the words instead: /watch question …",
        field="what",
    )
