"""A receipt as one page of HTML that needs nothing else: no script, no picture, no style from afar.

The page is built as a tree, so that whatever a source, a reviewer or an address holds is text and
never markup. Its one link is the document's own address.
"""

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import (
    Element,
    SubElement,
    tostring,
)

from knowledge.attributed import answer_of_accused, attribution, date_words, joined, place_words
from knowledge.check import status
from knowledge.documents import DocumentVersion
from knowledge.model import Claim, DocumentState, Subject
from knowledge.receipt import Receipt, hashing, text_name
from knowledge.receipt_json import SCHEMA
from knowledge.receipt_rows import (
    answer_row,
    entry_row,
    evidence_row,
    figure_row,
    finding_row,
    review_row,
)
from knowledge.unseen import written_out

_WEB = re.compile(r"https?://", re.IGNORECASE)

_STYLE = """
body { font: 16px/1.5 Georgia, serif; color: #111; background: #fff; max-width: 46rem;
  margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #777; }
blockquote { margin: .75rem 0; padding: .25rem 0 .25rem 1rem; border-left: 4px solid #777; }
dl { display: grid; grid-template-columns: 11rem 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dt { color: #444; } dd { margin: 0; overflow-wrap: anywhere; }
li { margin: .4rem 0; overflow-wrap: anywhere; }
code, pre { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere;
  white-space: pre-wrap; }
pre { background: #f2f2f2; padding: .6rem .8rem; }
.mark { border: 2px solid #111; padding: .5rem .8rem; font-weight: bold; }
.small { font-size: .9rem; color: #333; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } pre { background: none;
  border: 1px solid #999; } h2 { break-after: avoid; } li, pre, dl > * { break-inside: avoid; }
  a { color: inherit; } }
"""


def as_page(made: Receipt, json_name: str, json_sha256: str) -> str:
    """Return *made* as a page, with the name and the hash of the JSON file that goes with it."""
    claim = made.claim
    html = Element("html", {"lang": "en"})
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    SubElement(head, "meta", {"name": "referrer", "content": "no-referrer"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    _text(head, "title", f"Receipt: {claim.slug}, revision {claim.revision}")
    SubElement(head, "style").text = _STYLE
    body = SubElement(html, "body")
    _top(body, made)
    _words(body, made)
    _document(body, claim, made.version)
    _list(body, "Figures as written", map(figure_row, claim.figures), "No figure is on record.")
    _list(body, "Evidence", map(evidence_row, claim.evidence), "No evidence recorded.")
    for subject, name in ((Subject.QUOTATION, "quotation"), (Subject.CLAIM, "claim")):
        reviews = map(review_row, made.history(subject))
        _list(body, f"History of the {name}", reviews, f"Nobody has reviewed the {name}.")
    _list(
        *(body, "In later versions of the document", map(finding_row, made.findings)),
        "No later version was compared.",
    )
    _answers(body, made)
    _audit(body, made)
    _checking(body, made, json_name, json_sha256)
    return "<!DOCTYPE html>\n" + tostring(html, encoding="unicode", method="html") + "\n"


def _top(body: Element, made: Receipt) -> None:
    claim = made.claim
    _text(body, "h1", attribution(claim))
    if claim.restricted:
        _text(body, "p", "Restricted: not everybody on the desk may see this.", "mark")
    if claim.document.state is not DocumentState.CURRENT:
        notice = f": {claim.document.note}" if claim.document.note else "."
        _text(
            body, "p", f"Its outlet has {claim.document.state.value} the document{notice}", "mark"
        )
    _text(body, "p", claim.statement)
    said = claim.attribution
    makers = [
        f"{m.claimant.name} ({m.claimant.kind.value}"
        + (f", written “{m.written}”)" if m.written and m.written != m.claimant.name else ")")
        for m in said.makers
    ]
    facts = [
        ("Who says it", joined(makers) or "no source is named"),
        ("How", f"{said.strength.value}, {said.voice.value} words"),
        ("Words that attribute", f"“{said.cue}”" if said.cue else "none are on record"),
        ("Hedge", f"“{said.hedge}”" if said.hedge else "none is on record"),
    ]
    facts += [("Passes on", said.relays)] if said.relays else []
    facts += [("Answer to the allegation", answer_of_accused(said))] if claim.alleged else []
    facts += [
        ("Quotation", str(status(claim.reviews, Subject.QUOTATION))),
        ("Claim", str(status(claim.reviews, Subject.CLAIM))),
        ("Topic", claim.topic.label),
        ("Name on the desk", f"{claim.slug}, revision {claim.revision}"),
        ("This receipt", f"made {made.at:%Y-%m-%d %H:%M:%S} UTC for {made.made_for}"),
    ]
    _facts(body, facts)
    _text(
        *(body, "p"),
        "This page says what is on record: who said what, where, and what people found. It does "
        "not say that the claim holds, nor that it does not.",
        "small",
    )


def _words(body: Element, made: Receipt) -> None:
    claim = made.claim
    _text(body, "h2", "The words")
    quotes = {(q.span.start, q.span.end): q.exact for q in claim.quotes}
    if claim.anchor:
        span = claim.anchor.quote.span
        quotes[span.start, span.end] = claim.anchor.quote.exact
    if not quotes:
        _text(body, "p", "No words of the document are on record.")
    for start, end in sorted(quotes):
        _text(body, "blockquote", f"“{quotes[start, end]}”")
        _text(body, "p", f"Code points {start} to {end} of the text as read.", "small")
    if claim.anchor is None:
        return
    _facts(
        body,
        [
            ("Before the words", f"“{claim.anchor.prefix}”" if claim.anchor.prefix else "nothing"),
            ("After the words", f"“{claim.anchor.suffix}”" if claim.anchor.suffix else "nothing"),
            ("Passage", f"{claim.anchor.passage.start} to {claim.anchor.passage.end}"),
            ("SHA-256 of the passage", claim.anchor.sha256),
        ],
    )
    if made.passage:
        _text(body, "p", "The passage as the desk read it:", "small")
        _text(body, "blockquote", made.passage)
    else:
        _text(body, "p", "The desk does not hold the text of the passage, only its hash.", "small")


def _document(body: Element, claim: Claim, version: DocumentVersion | None) -> None:
    document = claim.document
    _text(body, "h2", "The document")
    _text(body, "p", place_words(document))
    if _WEB.match(document.url) and document.url == written_out(document.url):
        link = SubElement(
            SubElement(body, "p"), "a", {"href": document.url, "rel": "noreferrer nofollow"}
        )
        link.text = written_out(document.url)
    facts = [
        ("Published", date_words(document)),
        ("Date from", document.published_from or "the document does not say"),
        ("Outlet and byline from", document.details_from or "the document itself"),
        ("Address", document.url or "none is on record"),
        ("Kind", document.kind.value),
        ("State", document.state.value),
        ("Noted", document.note or "nothing"),
        ("Key", document.key),
        ("SHA-256 of the text", document.sha256 or "none: the desk has not read the text"),
    ]
    if version is not None:
        facts += [
            ("Version", f"{version.number}, after {version.previous or 'none'}"),
            ("Read", f"{version.retrieved_at:%Y-%m-%d %H:%M:%S} UTC, by {version.brought_by}"),
            ("From", version.source),
            (
                "Where details stood",
                "; ".join(f"{k}: {v}" for k, v in version.origins) or "not kept",
            ),
        ]
    _facts(body, facts)


def _answers(body: Element, made: Receipt) -> None:
    public = [answer for answer in made.answers if answer.public]
    private = len(made.answers) - len(public)
    rows = [answer_row(answer, made.claim.slug) for answer in public]
    _list(body, "Where it was answered", rows, "No answer in public is on record.")
    if private:
        _text(body, "p", f"Answers that only their askers saw: {private}.", "small")


def _audit(body: Element, made: Receipt) -> None:
    _list(
        body, "Who wrote what on the desk", map(entry_row, made.entries), "No entry is on record."
    )
    if made.withheld:
        _text(body, "p", f"Entries not shown, on restricted claims: {made.withheld}.", "small")


def _checking(body: Element, made: Receipt, json_name: str, json_sha256: str) -> None:
    claim = made.claim
    _text(body, "h2", "How to check this by hand")
    _text(
        *(body, "p"),
        "Each command prints a hash; it must be the one beside it. The commands are for a POSIX "
        "shell with UTF-8.",
    )
    _text(body, "p", f"The JSON that goes with this page ({SCHEMA}): {json_sha256}")
    _text(body, "pre", f"sha256sum {json_name}")
    if claim.anchor:
        _text(
            *(body, "p"),
            f"The passage: {claim.anchor.sha256}. It covers every letter of the passage the claim "
            "was taken from, in UTF-8, without an end of line.",
        )
        if made.passage:
            _text(body, "pre", hashing(made.passage))
        else:
            _text(
                *(body, "p"),
                "Take the passage from your own copy of the document, by its code points and the "
                "words before and after.",
                "small",
            )
    if claim.document.sha256:
        _text(
            *(body, "p"),
            f"The document: {claim.document.sha256}. It covers the whole text as the desk read it, "
            "in UTF-8. It is no hash of the page or file it came in: furniture and markup are not "
            "in it. "
            + (
                "“onrecord receipt --text” writes that text beside this page."
                if made.version
                else "The desk does not hold that text."
            ),
        )
        if made.version:
            _text(body, "pre", f"sha256sum {text_name(made)}")
    for entry in made.entries:
        _text(body, "p", f"Entry {entry.number} of the audit: {entry.hash}")
        _text(body, "pre", hashing(entry.covered))
    if made.head:
        _text(
            *(body, "p"),
            f"The audit's head when this was made: {made.head}. Each entry's hash covers the hash "
            "of the entry before; persons stand in it by a salted hash. On the desk, this says "
            "whether the chain up to here is still the same:",
        )
        _text(body, "pre", f"onrecord db check --head {made.head}")
    _text(
        *(body, "p"),
        "What this cannot show: that the desk read the page as others saw it, or that nobody with "
        "the desk's file wrote the chain anew before this receipt was made.",
        "small",
    )


def _list(body: Element, heading: str, rows: Iterable[str], nothing: str) -> None:
    _text(body, "h2", heading)
    told = list(rows)
    if not told:
        _text(body, "p", nothing)
        return
    listed = SubElement(body, "ul")
    for row in told:
        _text(listed, "li", row)


def _facts(body: Element, facts: Sequence[tuple[str, str]]) -> None:
    listed = SubElement(body, "dl")
    for name, value in facts:
        _text(listed, "dt", name)
        _text(listed, "dd", value)


def _text(parent: Element, tag: str, text: str, kind: str = "") -> None:
    SubElement(parent, tag, {"class": kind} if kind else {}).text = written_out(text)
