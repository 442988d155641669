"""What a document that is taken in cites: by words that name an outlet, and by links."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from knowledge.addresses import canonical
from knowledge.citations import WHOLE, Citation, How
from knowledge.documents import DocumentVersion
from knowledge.extract.cited import bylined, cited_in
from knowledge.readers.reading import Reading


def citations_found(
    reading: Reading, version: DocumentVersion, outlets: Iterable[str]
) -> tuple[Citation, ...]:
    """Return what is cited in *reading*, which is kept as *version*.

    *outlets* are the names of those on record; a text in another language than English gives links
    alone.
    """
    return (*_by_words(reading, version, outlets), *_by_links(reading, version))


def _by_words(
    reading: Reading, version: DocumentVersion, outlets: Iterable[str]
) -> Iterator[Citation]:
    if not version.document.language.startswith("en"):
        return
    own = version.document.outlet
    text = version.text
    names, mine = tuple(outlets), (own.name, *own.aliases)
    for name in bylined(version.document.byline, names, mine):
        yield Citation(
            *(How.WORDS, "", name),
            words=version.document.byline,
            covers=0,
            covers_to=WHOLE,
            at=version.retrieved_at,
        )
    for found in cited_in(text, reading.paragraphs, names, mine):
        yield Citation(
            How.WORDS,
            outlet=" ".join(found.outlet.split()),
            words=text[found.words.start : found.words.end],
            start=found.words.start,
            end=found.words.end,
            covers=found.covers.start,
            covers_to=WHOLE if found.whole else found.covers.end,
            at=version.retrieved_at,
        )


def _by_links(reading: Reading, version: DocumentVersion) -> Iterator[Citation]:
    for link in reading.links:
        address = canonical(link.address)
        # A site's first page is no document.
        if not address or address == version.address or not urlsplit(address).path:
            continue
        once = version.text.count(link.words) == 1
        start = version.text.index(link.words) if once else -1
        yield Citation(
            How.LINK,
            address=address,
            words=link.words,
            start=start,
            end=start + len(link.words) if once else -1,
            at=version.retrieved_at,
        )
