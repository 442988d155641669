"""What a web page says of itself: structured data, then meta tags, then what is visible."""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from knowledge.extract.found import Part
from knowledge.extract.furniture import page_part
from knowledge.model import DocumentKind
from knowledge.readers.layout import one_line
from knowledge.readers.page_blocks import headline
from knowledge.readers.reading import Detail, Origin, Published
from knowledge.readers.stamps import Stamp, day_in_address, published
from knowledge.readers.structured import Structured, structured

_PUBLISHED = (
    "article:published_time article:published og:published_time datepublished date pubdate"
    " publishdate publish-date parsely-pub-date sailthru.date dc.date dc.date.issued"
    " dcterms.date dcterms.created dcterms.issued citation_publication_date"
).split()
_MODIFIED = (
    "article:modified_time og:updated_time datemodified last-modified dcterms.modified".split()
)
_AUTHOR = (
    "author article:author parsely-author sailthru.author dc.creator dcterms.creator byl".split()
)
_TITLE = "og:title twitter:title parsely-title dc.title title".split()
_SECTION = "article:section parsely-section section".split()
_BYLINE = re.compile(r"\b(by-?line|author-?name|article-?author|story-?author|post-?author)\b")
_OPINION = re.compile(r"\b(opinion|comment|commentary|editorial|op-?ed|column|leader)s?\b", re.I)
_RELEASE = re.compile(r"\b(press|news|media)[- ]releases?\b", re.I)
_MOST_INSIDE = 6
_LONGEST_NAMES = 80
_BY = re.compile(r"^(?:by|written by|words by)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Details:
    """What a page says of itself, each with where it stood."""

    title: Detail | None
    outlet: Detail | None
    byline: Detail | None
    url: Detail | None
    section: Detail | None
    published: Published | None
    modified: Published | None
    language: str
    kind: DocumentKind
    free: bool = True
    broken: int = 0


def details_of(tree: HtmlElement, url: str, zone: tzinfo | None) -> Details:
    """Return the details of the page in *tree*, which was taken from *url* if that is known."""
    meta = _meta(tree)
    address = _address(tree, meta, url)
    where = address.value if address else ""
    scripts = [e.text or "" for e in tree.iter("script") if _is_json_ld(e)]
    data = structured(scripts, where, headline(tree))
    section = _first(_data(data.text("articleSection")), _metas(meta, _SECTION))
    return Details(
        title=_title(tree, data, meta),
        outlet=_outlet(data, meta, where),
        byline=_byline(tree, data, meta),
        url=address,
        section=section,
        published=published(_published(tree, data, meta, where), zone) or _guessed(tree, where),
        modified=published(_modified(data, meta), zone),
        language=tree.get("lang") or data.text("inLanguage") or meta.get("og:locale", ""),
        kind=_kind(data, section),
        free=data.text("isAccessibleForFree").lower() not in ("false", "no"),
        broken=data.broken,
    )


def _is_json_ld(element: HtmlElement) -> bool:
    return "ld+json" in (element.get("type") or "").lower()


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Return the page's meta tags by their name, the first of each, in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = one_line(element.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _data(value: str) -> Detail | None:
    return Detail(value, Origin.DATA) if value else None


def _metas(meta: dict[str, str], names: Sequence[str]) -> Detail | None:
    value = next((meta[name] for name in names if name in meta), "")
    return Detail(value, Origin.META) if value else None


def _first(*details: Detail | None) -> Detail | None:
    return next((detail for detail in details if detail is not None), None)


def _address(tree: HtmlElement, meta: dict[str, str], url: str) -> Detail | None:
    """Return the address that the page gives for itself, else the one it was taken from."""
    canonical = [e.get("href") for e in tree.iter("link") if "canonical" in _words(e.get("rel"))]
    for value in (*canonical, meta.get("og:url")):
        found = _joined(url, value or "")
        if found and not (_is_front(found) and url and not _is_front(url)):
            return Detail(found, Origin.META)
    return Detail(url, Origin.GIVEN) if url else None


def _words(value: str | None) -> list[str]:
    return (value or "").lower().split()


def _joined(base: str, value: str) -> str:
    try:
        found = urljoin(base, value.strip())
        parts = urlsplit(found)
    except ValueError:
        return ""
    return found if value and parts.scheme in ("http", "https") and parts.hostname else ""


def _is_front(url: str) -> bool:
    """Say whether *url* is a site's front page, which some pages wrongly call themselves."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _title(tree: HtmlElement, data: Structured, meta: dict[str, str]) -> Detail | None:
    seen = headline(tree)
    written = next((one_line(e.text_content()) for e in tree.iter("title")), "")
    return _first(
        _data(data.text("headline")),
        _metas(meta, _TITLE),
        Detail(seen, Origin.VISIBLE) if seen else None,
        Detail(written, Origin.META) if written else None,
    )


def _outlet(data: Structured, meta: dict[str, str], url: str) -> Detail | None:
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return _first(
        _data(", ".join(data.names("publisher"))),
        _metas(meta, ["og:site_name", "application-name", "dc.publisher", "publisher"]),
        Detail(host, Origin.ADDRESS) if host else None,
    )


def _byline(tree: HtmlElement, data: Structured, meta: dict[str, str]) -> Detail | None:
    named = [_BY.sub("", each) for each in data.names("author")]
    written = _metas(meta, _AUTHOR)
    if written and ("://" in written.value or len(written.value) > 120):
        written = None
    if written:
        written = Detail(_BY.sub("", written.value), written.origin)
    seen = list(dict.fromkeys(filter(None, map(_name_in, _bylines(tree)))))
    return _first(
        _data(", ".join(named)),
        written,
        Detail(", ".join(seen[:4]), Origin.VISIBLE) if seen else None,
        _guessed_byline(tree),
    )


def _name_in(text: str) -> str:
    name = _BY.sub("", text)
    return name if len(name) <= _LONGEST_NAMES else ""


def _bylines(tree: HtmlElement) -> Iterator[str]:
    """Yield what stands in the elements that a page marks as its author's name."""
    marked = [e for e in tree.iter() if isinstance(e.tag, str) and _marks_author(e)]
    inner = {parent for e in marked for parent in e.iterancestors()}
    for element in marked:
        if element not in inner and element.tag != "meta":
            yield one_line(element.text_content())
    if not marked:
        yield from _written_bylines(tree)


def _written_bylines(tree: HtmlElement) -> Iterator[str]:
    """Yield the first short line that reads “By …” and nothing else."""
    for element in tree.iter("p", "span", "div", "a", "address", "li"):
        if len(element) <= _MOST_INSIDE and _BY.match((element.text or "").lstrip() + " "):
            text = one_line(element.text_content())
            if len(text) <= _LONGEST_NAMES and page_part(text) is Part.BYLINE:
                yield text
                return


def _marks_author(element: HtmlElement) -> bool:
    if "author" in (*_words(element.get("rel")), *_words(element.get("itemprop"))):
        return element.tag in ("a", "span", "p", "div", "address", "strong", "b")
    return _BYLINE.search((element.get("class") or "").lower()) is not None


def _guessed_byline(tree: HtmlElement) -> Detail | None:
    from trafilatura.metadata import extract_metadata

    author = extract_metadata(copy.deepcopy(tree), extensive=False).author
    return Detail(one_line(author), Origin.GUESSED) if author else None


def _published(
    tree: HtmlElement, data: Structured, meta: dict[str, str], url: str
) -> Iterator[Stamp]:
    for text in data.texts("datePublished") or data.texts("dateCreated"):
        yield Stamp(text, Origin.DATA)
    for name in _PUBLISHED:
        if name in meta:
            yield Stamp(meta[name], Origin.META)
    yield from _visible(tree)
    if day := day_in_address(url):
        yield day


def _visible(tree: HtmlElement) -> Iterator[Stamp]:
    """Yield the times that a page shows as those of its publication."""
    article = next(tree.iter("article"), None)
    for element in tree.iter("time"):
        said = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
        marked = "published" in said or element.get("pubdate") is not None
        if "modif" in said or "updat" in said:
            continue
        around = list(element.iterancestors())
        alone = article is not None and article in around and not _in_text(element)
        head = any(e.tag == "header" for e in around) and not any(e.tag == "nav" for e in around)
        if marked or alone or head:
            yield Stamp(one_line(element.text_content()), Origin.VISIBLE)
            yield Stamp(element.get("datetime") or "", Origin.VISIBLE)
            return


def _in_text(element: HtmlElement) -> bool:
    """Say whether a time stands inside a sentence, where it is a date of the report."""
    parent = element.getparent()
    return parent is not None and len(parent.text_content()) > 120


def _modified(data: Structured, meta: dict[str, str]) -> Iterator[Stamp]:
    for text in data.texts("dateModified"):
        yield Stamp(text, Origin.DATA)
    for name in _MODIFIED:
        if name in meta:
            yield Stamp(meta[name], Origin.META)


def _guessed(tree: HtmlElement, url: str) -> Published | None:
    from htmldate import find_date

    found = find_date(
        copy.deepcopy(tree), url=url or None, original_date=True, extensive_search=False
    )
    return published([Stamp(found, Origin.GUESSED)]) if found else None


def _kind(data: Structured, section: Detail | None) -> DocumentKind:
    kinds = " ".join(data.types)
    if "Opinion" in kinds or (section and _OPINION.search(section.value)):
        return DocumentKind.OPINION
    if "Analysis" in kinds or (section and section.value.strip().lower() == "analysis"):
        return DocumentKind.ANALYSIS
    if section and _RELEASE.search(section.value):
        return DocumentKind.RELEASE
    return DocumentKind.REPORT
