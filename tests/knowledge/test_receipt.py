"""A receipt: whole, in order, and proof against whatever stands in a source."""

import hashlib
import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.acting import acting
from knowledge.anchoring import Fate, Finding
from knowledge.answers import Answer, shown_of
from knowledge.audit import By, Person
from knowledge.model import Claim, ClaimRating, DocumentState, Evidence, Stance, Subject
from knowledge.proposals import Decision, ProposalState
from knowledge.receipt import Receipt, hashing, receipt
from knowledge.receipt_json import SCHEMA, as_json
from knowledge.receipt_page import as_page
from knowledge.relations import Proposal, RelationKind, RelationState, Verdict
from knowledge.sample.loader import sample_claims
from knowledge.store.memory import MemoryStore
from knowledge.unseen import is_unseen
from knowledge.versions import Versions
from tests.knowledge.making import AT, claim, claims, review
from tests.knowledge.proposing import ANA, REPORT, take_in
from tests.thorough import examples

BO = By(Person("slack", "U2", "Bo"), "slack", "T1", "C7")
VERDICT = re.compile(r"\b(true|false|fact|verified|debunked)\b", re.IGNORECASE)


async def on_record(store: MemoryStore) -> Claim:
    """Return a claim that was read, accepted, reviewed and answered."""
    number = (await take_in(store))[0]
    (proposal,) = await store.proposals([number])
    with acting(BO):
        told = await store.accept(number, proposal.claim, Decision(ProposalState.ACCEPTED, ANA, AT))
        assert told is not None
        slug = told.proposal.into
        await store.review(slug, review(ClaimRating.DISPUTED, reviewer="slack:U2 Bo"))
        await store.review(slug, review("Confirmed", subject=Subject.QUOTATION))
    (found,) = await store.claims([slug])
    for public in (True, False):
        answer = Answer("slack", "T1", "C9", "U5", AT, ((slug, 1),), public=public, message="m-1")
        await store.note_answer(answer, [shown_of(found)])
    return found


async def made(store: MemoryStore, slug: str) -> Receipt:
    """Return the receipt of a claim that is there."""
    found = await receipt(store, slug, "console:ana Ana")
    assert found is not None
    return found


class Page(HTMLParser):
    """What a browser makes of a page: its elements in order, and the text in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All text, as it stands on the page."""
        return "\n".join(self.words)


async def test_everything_on_record_is_in_it() -> None:
    """Words, anchor, hashes, attribution, both histories, answers and the audit, in both forms."""
    store = MemoryStore()
    one = await on_record(store)
    told = await made(store, one.slug)
    whole = json.loads(as_json(told))
    assert (whole["schema"], list(whole)[3]) == (SCHEMA, "attribution")
    assert one.anchor is not None
    assert whole["anchor"]["exact"] == one.anchor.quote.exact
    assert whole["anchor"]["passage"]["text"] in REPORT
    assert [r["rating"] for r in whole["history_of_the_claim"]] == ["Disputed"]
    assert [r["rating"] for r in whole["history_of_the_quotation"]] == ["Confirmed"]
    assert whole["status"] == {"quotation": "Confirmed", "claim": "Disputed"}
    assert [answer["channel"] for answer in whole["answers"]] == ["C9"]
    assert whole["private_answers"] == 1
    assert "U5" not in as_json(told)
    assert [entry["deed"] for entry in whole["audit"]] == [
        *("claim added", "proposal decided", "reviewed", "reviewed"),
    ]
    assert whole["audit_head"] == await store.audit_head()
    page = Page(as_page(told, "receipt.json", "ab" * 32)).text
    for text in (
        *(one.anchor.quote.exact, one.anchor.sha256, one.document.sha256, "Disputed", "C9"),
        *("Answers that only their askers saw: 1.", "slack:U2 Bo", "receipt.json", "ab" * 32),
        *(entry.hash for entry in told.entries),
    ):
        assert text in page


async def test_every_hash_can_be_checked_by_hand() -> None:
    """Each command on the page, run in a plain shell, prints the hash that stands above it."""
    store = MemoryStore()
    told = await made(store, (await on_record(store)).slug)
    page = Page(as_page(told, "receipt.json", "ab" * 32))
    commands = [words for words in page.words if words.startswith("printf ")]
    assert len(commands) == 1 + len(told.entries)
    hashes = [told.claim.anchor.sha256 if told.claim.anchor else ""]
    hashes += [entry.hash for entry in told.entries]
    for command, digest in zip(commands, hashes, strict=True):
        assert _run(command) == digest


@settings(max_examples=examples(25), deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_a_hashing_command_gives_the_hash_of_any_text(text: str) -> None:
    """Quotes, backslashes, dollars, new lines and letters that cannot be seen survive the shell."""
    command = hashing(text)
    assert not any(map(is_unseen, command))
    assert _run(command) == hashlib.sha256(text.encode()).hexdigest()


def _run(command: str) -> str:
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    return done.stdout.split()[0]


async def test_who_says_it_comes_first() -> None:
    """The first words of the page are the attribution, for every claim of the sample."""
    store = MemoryStore()
    await store.add(sample_claims())
    for one in sample_claims():
        told = await made(store, one.slug)
        page = Page(as_page(told, "r.json", ""))
        style = next(n for n, words in enumerate(page.words) if "font:" in words)
        first = next(words for words in page.words[style + 1 :] if words.strip())
        assert first == json.loads(as_json(told))["attribution"]["line"]


async def test_an_allegation_shows_the_answer_or_that_there_is_none() -> None:
    """The accused party's answer stands at the top, in words and in the JSON."""
    store = MemoryStore()
    await store.add(sample_claims())
    alleged = [one for one in sample_claims() if one.alleged]
    assert alleged
    for one in alleged:
        told = await made(store, one.slug)
        page = Page(as_page(told, "r.json", "")).text
        answer = json.loads(as_json(told))["attribution"]["answer_of_the_accused"]
        assert answer
        assert answer in page.split("The words")[0]


async def test_what_is_missing_is_said() -> None:
    """A claim without anchor, evidence, reviews or text says so of each."""
    store = MemoryStore()
    await store.add([claim("beds", published=None)])
    page = Page(as_page(await made(store, "beds"), "r.json", "")).text
    for sentence in (
        *("No words of the document are on record.", "undated", "No evidence recorded."),
        *("Nobody has reviewed the quotation.", "Nobody has reviewed the claim."),
        *("No answer in public is on record.", "No later version was compared."),
        "none: the desk has not read the text",
    ):
        assert sentence in page


async def test_a_document_that_changed_is_marked_at_the_top() -> None:
    """A withdrawn document and what was found in a later version are on the page."""
    store = MemoryStore()
    one = await on_record(store)
    await Versions(store).mark(one.document.key, DocumentState.WITHDRAWN, "Withdrawn: wrong figure")
    await store.keep_findings(one.document.key, [(one.slug, Finding(Fate.NOT_FOUND))], AT)
    page = Page(as_page(await made(store, one.slug), "r.json", "")).text
    assert "Its outlet has withdrawn the document: Withdrawn: wrong figure" in page
    assert "the words do not stand there" in page


async def test_restricted_claims_stay_restricted() -> None:
    """A receipt names no other restricted claim; that of a restricted one says that it is."""
    store = MemoryStore()
    await store.add([claim("beds"), claim("secret-wards")])
    verdict = Verdict(RelationState.CONFIRMED, ANA, AT)
    await store.relate(Proposal("beds", "secret-wards", RelationKind.REPEATS), verdict)
    both = (("beds", 1), ("secret-wards", 1))
    answer = Answer("slack", "T1", "C9", "U5", AT, both, public=True)
    await store.note_answer(answer, [shown_of(c) for c in await store.claims(["beds"])])
    await store.restrict("secret-wards", restricted=True)
    told = await made(store, "beds")
    page = as_page(told, "r.json", "")
    assert "secret-wards" not in page + as_json(told)
    assert "Entries not shown, on restricted claims: 1." in page
    own = as_page(await made(store, "secret-wards"), "r.json", "")
    assert "Restricted: not everybody on the desk may see this." in own
    assert json.loads(as_json(await made(store, "secret-wards")))["restricted"] is True


async def test_signatures_and_withdrawals_taken_back_are_told_apart() -> None:
    """Who signs off or takes back is not said to have found anything of their own."""
    store = MemoryStore()
    one = await on_record(store)
    steps = (
        replace(review("Checking", reviewer="Ana"), proposes="Supported by evidence"),
        replace(review("Supported by evidence", reviewer="Bo"), signs=2),
        review("Withdrawn", reviewer="Cy"),
        replace(review("Checking", reviewer="Di"), signs=4),
    )
    for step in steps:
        await store.review(one.slug, step)
    told = await made(store, one.slug)
    history = json.loads(as_json(told))["history_of_the_claim"]
    assert [entry["proposes"] for entry in history[1:]] == ["Supported by evidence", "", "", ""]
    assert [entry["signs_off"] for entry in history[1:]] == [0, 2, 0, 0]
    assert [entry["takes_back"] for entry in history[1:]] == [0, 0, 0, 4]
    page = Page(as_page(told, "receipt.json", "ab" * 32)).text
    assert "Checking, proposing “Supported by evidence” for a second signature, by Ana" in page
    assert "Supported by evidence, signing off review 2, by Bo" in page
    assert "withdrawal in review 4 taken back, by Di" in page
    assert json.loads(as_json(told))["status"]["claim"] == "Disputed"


async def test_an_unknown_claim_has_no_receipt() -> None:
    """There is nothing to show for a name that is not on record."""
    assert await receipt(MemoryStore(), "nothing", "") is None


_NASTY = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">x</a>',
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "\u202eevil\u2066",
    "a\x00b\x07",
    "' onmouseover='x",
]
_words = st.text(max_size=20) | st.sampled_from(_NASTY)


@settings(max_examples=examples(60), deadline=None)
@given(claims(), st.lists(_words, min_size=6, max_size=6), st.data())
def test_nothing_in_a_source_becomes_markup(
    one: Claim, words: list[str], data: st.DataObject
) -> None:
    """Whatever a claim holds, the page has our elements alone, no script, and one link at most."""
    what, url, source, by, note, made_for = words
    evidence = Evidence(Stance.DISPUTES, what, url, source, by, AT)
    address = data.draw(st.sampled_from([url, "javascript:alert(1)", f"https://x.example/{note}"]))
    document = replace(one.document, url=address, note=note, state=DocumentState.CORRECTED)
    told = Receipt(
        replace(one, document=document, note=note, evidence=(evidence,)),
        datetime(2026, 11, 25, tzinfo=UTC),
        made_for,
    )
    page = as_page(told, "r.json", "ab" * 32)
    seen = Page(page)
    tags = [tag for tag, _ in seen.elements]
    assert set(tags) <= set(
        "html head meta title style body h1 h2 p dl dt dd ul li blockquote pre a".split()
    )
    assert tags.count("style") == tags.count("title") == tags.count("body") == 1
    links = [attributes for tag, attributes in seen.elements if tag == "a"]
    assert len(links) <= 1
    assert all((link["href"] or "").lower().startswith(("http://", "https://")) for link in links)
    assert all(link["href"] == address for link in links)
    given_attributes = {name for _, attributes in seen.elements for name in attributes}
    allowed = {"lang", "charset", "http-equiv", "content", "name", "class", "href", "rel"}
    assert given_attributes <= allowed
    assert not any(map(is_unseen, page))
    json.loads(as_json(told))


async def test_the_page_stands_alone() -> None:
    """It asks for nothing, runs nothing, and forbids itself both."""
    store = MemoryStore()
    told = await made(store, (await on_record(store)).slug)
    page = as_page(told, "r.json", "")
    seen = Page(page)
    policies = [a["content"] for tag, a in seen.elements if a.get("http-equiv")]
    assert policies == [
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
    ]
    assert "url(" not in page
    assert "@import" not in page
    links = [a["href"] for _, a in seen.elements if "href" in a]
    assert links == [told.claim.document.url]


def test_no_word_of_ours_says_that_a_claim_holds() -> None:
    """The page's own words hold none of those that the program never says by itself."""
    root = Path(__file__).parents[2] / "knowledge"
    sources = [root / f"receipt_{part}.py" for part in ("page", "rows", "json")]
    text = "".join(source.read_text(encoding="utf-8") for source in sources)
    said = re.findall(r'"([^"\n]*)"', text)
    assert said
    assert [words for words in said if VERDICT.search(words)] == []


@pytest.mark.parametrize("url", ["ftp://x.example", "", "//x.example", "https://x.example/\u202e"])
def test_what_is_no_plain_web_address_is_no_link(url: str) -> None:
    """Only an address that a browser opens as it reads is a link; others stand as text."""
    one = claim("beds")
    told = Receipt(replace(one, document=replace(one.document, url=url)), AT, "Ana")
    assert "a" not in [tag for tag, _ in Page(as_page(told, "r.json", "")).elements]
