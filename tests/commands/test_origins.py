"""Origins as people meet them: counted on the card, opened by a press, said and refused."""

from dataclasses import replace

import pytest

from bot.core.app import App
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reply import Form, Reply
from bot.main import registry
from knowledge.citations import How
from knowledge.desk import Desk
from knowledge.extract.found import Extracted
from knowledge.intake import Intake
from knowledge.model import Claimant, ClaimantKind, DocumentState
from knowledge.origins import stands
from knowledge.proposals import Decision, ProposalState
from knowledge.readers import read
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.store.sqlite.store import SqliteStore
from tests.commands.reviewing import ask, presses, say
from tests.knowledge.making import AT, claim
from tests.knowledge.proposing import empty_beds

BY = "discord:u1 Ana"
READER = "reader"
SENTENCE = "The mayor, Ana Ruiz, said on Monday that 300 beds were empty."
PAGE = f"""<html lang=en><head><title>Beds</title>
<meta property="og:site_name" content="The Courier"></head><body><article><h1>Beds stand empty</h1>
<p>RIVERTON (Reuters) - The town has too many beds, and nobody knows what to do with them all.</p>
<p>{SENTENCE} The <a href="https://example.org/post-beds">figures of last week</a> were lower.</p>
<p>Nobody wanted to say more about it, and the wards were as quiet as they had been in May.</p>
</article></body></html>"""


@pytest.fixture
def app(store: SqliteStore) -> App:
    """The core over a desk where one person may see restricted claims."""
    return App(registry(), Desk(store), Policy(restricted_readers=frozenset({READER})))


async def outlets(store: SqliteStore, *names: str) -> None:
    """Put the same claim of several outlets on record, each joined with the first."""
    slugs = [f"beds-{name.lower()}" for name in names]
    who = [Claimant(name.lower(), name, ClaimantKind.OUTLET) for name in names]
    await store.add([claim(slug, outlet=o) for slug, o in zip(slugs, who, strict=True)])
    for slug in slugs[1:]:
        await join(store, slug, slugs[0])


async def join(store: SqliteStore, slug: str, other: str) -> None:
    """Have a person confirm that two claims are the same."""
    verdict = Verdict(RelationState.CONFIRMED, BY, AT)
    await store.relate(Proposal(slug, other, RelationKind.APPEARANCE), verdict)


async def test_the_card_counts_origins_and_not_outlets(app: App, store: SqliteStore) -> None:
    """Four outlets that cite one are one origin, which a press opens step by step."""
    await outlets(store, "Reuters", "Post", "Echo", "Star")
    assert "4 outlets, 4 origins: Echo, 1 May 2024; " in await say(app, "claim", slug="beds-post")
    for name in ("post", "echo", "star"):
        assert "Kept" in await say(app, "desk-cite", slug=f"beds-{name}", what="reuters")
    card = await ask(app, "claim", slug="beds-echo")
    assert "Origins: 4 outlets, 1 origin: Reuters, 1 May 2024.\n" in plain(card)
    shown = await say(app, "origins", **presses(card)["Origins"].args)
    assert "Post, 1 May 2024: cites Reuters, 1 May 2024: said by Ana, " in shown
    assert "(citation 1)" in shown


async def test_one_outlet_alone_is_not_counted(app: App, store: SqliteStore) -> None:
    """The card of a claim that one outlet has in its own name says nothing of origins."""
    await outlets(store, "Post")
    card = await ask(app, "claim", slug="beds-post")
    assert "rigin" not in plain(card)
    assert "each outlet says it in its own name" in await say(app, "origins", slug="beds-post")
    await say(app, "desk-cite", slug="beds-post", what="AFP")
    told = await say(app, "claim", slug="beds-post")
    assert "1 outlet, 1 origin: Agence France-Presse (itself not on record with it)." in told


async def test_a_circle_is_shown_as_one(app: App, store: SqliteStore) -> None:
    """Two that cite each other name no origin, and the card says so."""
    await outlets(store, "Post", "Echo")
    await say(app, "desk-cite", slug="beds-post", what="beds-echo")
    await say(app, "desk-cite", slug="beds-echo", what="https://example.org/post-beds-post")
    assert (
        "2 outlets, circular: Echo cites Post, and Post cites Echo; no other origin is named."
        in await say(app, "claim", slug="beds-post")
    )


async def test_a_citation_is_refused_with_a_reason(app: App, store: SqliteStore) -> None:
    """It does not count any more; who refused it and why are in its origins and its history."""
    await outlets(store, "Post", "Reuters")
    form = await ask(app, "desk-cite", slug="beds-post")
    assert isinstance(form, Form)
    kept = await ask(app, form.submits, **{**form.args, "what": "Reuters"})
    form = await ask(app, "desk-uncite", **presses(kept)["Refuse 1"].args)
    assert isinstance(form, Form)
    told = await say(app, form.submits, **{**form.args, "why": "They rang the mayor."})
    assert "2 outlets, 2 origins" in told
    assert "Refused by Ana: Reuters, said by Ana, " in told
    assert "Why: They rang the mayor." in told
    history = await say(app, "desk-history", slug="beds-post")
    assert "refused: Reuters. Why: They rang the mayor." in history
    made = await Desk(store).dossiers.receipt("beds-post", "Ana")
    assert made
    assert [e.why for e in made.entries if e.deed == "citation"] == ["", "They rang the mayor."]
    assert "refused already" in await say(
        app, "desk-uncite", slug="beds-post", number="1", why="again"
    )
    assert "citation (citation 1 in document post-beds-post)" in await say(
        app, "desk-audit", slug="beds-post"
    )


@pytest.mark.parametrize(
    ("command", "given", "expected"),
    [
        ("desk-cite", {"what": "Post"}, "stands in Post itself"),
        ("desk-cite", {"what": "beds-post"}, "is the document that beds-post stands in"),
        ("desk-cite", {"what": "https://x"}, "is no address of a page"),
        ("desk-cite", {"what": "?!"}, "It is not said what is cited"),
        ("desk-cite", {"what": "x" * 81}, "at most 80 are kept"),
        ("desk-uncite", {"number": "7", "why": "No."}, "has no citation 7"),
        ("desk-uncite", {"number": "x", "why": "No."}, "is no number of a citation"),
        ("desk-uncite", {}, "No citation is named"),
        ("origins", {"slug": "nothing"}, "There is no claim called"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_kept(
    app: App, store: SqliteStore, command: str, given: dict[str, str], expected: str
) -> None:
    """Each slip gets a sentence and a next step."""
    await outlets(store, "Post")
    assert expected in await say(app, command, **{"slug": "beds-post", **given})
    assert await store.citations_in("post-beds-post") == []


async def test_restricted_claims_count_for_those_who_see_them(app: App, store: SqliteStore) -> None:
    """For everybody else neither outlets nor origins nor steps tell of them."""
    await outlets(store, "Post", "Echo", "Star")
    await say(app, "desk-cite", slug="beds-star", what="Kyodo")
    await store.restrict("beds-star", restricted=True)
    await say(app, "desk-cite", slug="beds-echo", what="Post")
    told = await say(app, "claim", slug="beds-post")
    assert "2 outlets, 1 origin: Post, 1 May 2024." in told
    opened = await say(app, "origins", slug="beds-post")
    assert not {"Star", "Kyodo"} & set(opened.replace(",", " ").replace(":", " ").split())
    seen = await say(app, "claim", slug="beds-post", actor=READER)
    assert "3 outlets, 2 origins: Post, 1 May 2024; Kyodo" in seen


async def test_both_are_typed_in_one_line(app: App, store: SqliteStore) -> None:
    """The claim's name comes first, then the words."""
    await outlets(store, "Post")
    told = await say(app, "desk-cite", slug="beds-post Daily Mail")
    assert "Kept: beds-post comes from Daily Mail." in told
    told = await say(app, "desk-uncite", slug="beds-post 1 They rang the mayor.")
    assert "Citation 1 is refused; it does not count any more." in told


async def test_a_page_is_taken_in_with_what_it_cites(app: App, store: SqliteStore) -> None:
    """The dateline and the link stand in the text; both count once its claim is on record."""
    (page,) = read(PAGE.encode(), url="https://courier.example/beds")
    assert [link.address for link in page.links] == ["https://example.org/post-beds"]
    found = replace(empty_beds(page.text), topic="")
    taken = await Intake(store).take_in(
        page, Extracted(claims=(found,)), by=BY, source="https://courier.example/beds"
    )
    words, link = await store.citations_in(taken.document)
    assert (words.how, words.outlet, words.words) == (How.WORDS, "Reuters", "RIVERTON (Reuters) -")
    for each in (words, link):
        assert page.text[each.start : each.end] == each.words
    (number,) = taken.proposals
    (proposal,) = await store.proposals([number])
    own = replace(proposal.claim, label="Beds")
    decided = await store.accept(number, own, Decision(ProposalState.ACCEPTED, BY, AT))
    assert decided
    slug = decided.proposal.into
    shown = await say(app, "origins", slug=slug)
    assert "1 outlet, 1 origin: Ana Ruiz." in shown
    assert "cites Reuters: “RIVERTON (Reuters) -”, found by the desk's rules (citation 1)" in shown
    assert "Reuters: has it from Ana Ruiz, by what The Courier says" in shown
    await store.add([claim("beds", outlet=Claimant("post", "Post", ClaimantKind.OUTLET))])
    await join(store, slug, "beds")
    shown = await say(app, "origins", slug=slug)
    assert "cites Post, 1 May 2024: a link on the words “figures of last week”" in shown
    reply = await app_reply(app, slug)
    assert "2 outlets, 2 origins: Post, 1 May 2024; Ana Ruiz." in plain(reply)


async def app_reply(app: App, slug: str) -> Reply:
    """Return the card of a claim."""
    reply = await ask(app, "claim", slug=slug)
    assert isinstance(reply, Reply)
    return reply


async def test_that_an_origin_was_withdrawn_is_said(app: App, store: SqliteStore) -> None:
    """By its outlet, on the card and in each step; by the desk, with the claim that counts not."""
    await outlets(store, "Reuters", "Post", "Echo")
    for name in ("post", "echo"):
        await say(app, "desk-cite", slug=f"beds-{name}", what="Reuters")
    key = (await store.claims(["beds-reuters"]))[0].document.key
    await store.mark_documents([key], DocumentState.WITHDRAWN, "It is withdrawn.")
    card = await say(app, "claim", slug="beds-post")
    assert "1 origin: Reuters, 1 May 2024 (withdrawn by its outlet since).\n" in card
    shown = await say(app, "origins", slug="beds-post")
    assert "Post, 1 May 2024: cites Reuters, 1 May 2024 (withdrawn by its outlet): said" in shown
    record = await store.record("beds-post")
    assert record
    assert stands(record) == "one origin only, withdrawn by its outlet"
    await say(app, "desk-withdraw", slug="beds-reuters", why="It was never checked.")
    shown = await say(app, "origins", slug="beds-post")
    gone = "Reuters, 1 May 2024: the desk withdrew beds-reuters, so it does not count here."
    assert gone in shown
    assert "1 origin: Reuters (itself not on record with it)" in shown


async def test_three_outlets_that_cite_each_other_are_one_circle(
    app: App, store: SqliteStore
) -> None:
    """No origin is made up for them, whichever of the three is asked about."""
    await outlets(store, "Post", "Echo", "Star")
    for name, whom in (("post", "Echo"), ("echo", "Star"), ("star", "Post")):
        await say(app, "desk-cite", slug=f"beds-{name}", what=whom)
    line = (
        "Origins: 3 outlets, circular: Echo cites Star, Post cites Echo, and Star cites Post; "
        "no other origin is named.\n"
    )
    for name in ("post", "echo", "star"):
        assert line in await say(app, "claim", slug=f"beds-{name}")
