"""The body of a web page: paragraphs as one library finds them, checked against another.

trafilatura in its precise mode takes little that is not the report and loses one quoted sentence in
36; readability loses one in 140. So paragraphs with quotation marks that only the second one finds
are put back where they stand on the page, and so are captions between kept paragraphs.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from knowledge.extract.found import Part
from knowledge.extract.furniture import page_part
from knowledge.readers.layout import Block, one_line
from knowledge.readers.places import HEADINGS, Finder, Place, key_of, places_of

_QUOTED = re.compile(r"[\"“”„«»\u2039\u203a「」]|(?<!\w)[‘'][^'’]{8,}[’'](?!\w)")
_OUTSIDE = re.compile(
    r"\b(comments?|disqus|related|recirc\w*|newsletter|promo|share|social|sidebar|footer|nav|menu"
    r"|cookie|consent|most-?read|trending|advert\w*|sponsored)\b"
)
_SIGNIFICANT = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Body:
    """A page's paragraphs in order, and how many were put back for their quotations.

    `whole` says that no report was found on the page, so that all of its text was taken.
    `elements` are those of the page that its body's own paragraphs stand in.
    """

    blocks: tuple[Block, ...]
    put_back: int = 0
    whole: bool = False
    elements: tuple[HtmlElement, ...] = ()


def body_of(tree: HtmlElement, url: str) -> Body:
    """Return the body of the page in *tree*, the headline first."""
    places = list(places_of(tree))
    first = list(_first_reading(tree, url))
    if whole := not first:
        first = [(place.text, Part.BODY) for place in places if not _outside(place.element)]
    at = Finder(places)
    found: dict[int, list[Block]] = {}
    loose: list[tuple[int, Block]] = []
    last = -1
    for text, part in first:
        where = at.find(text, last)
        if where is None:
            loose.append((last, Block(text, part)))
            continue
        for last, words in at.spread(text, where):
            found.setdefault(last, []).append(Block(words, _part(words, part, places[last])))
    kept = {where: _as_on_page(blocks, places[where]) for where, blocks in found.items()}
    put_back = _quotations_put_back(places, kept, tree, at)
    _captions_put_back(places, kept)
    blocks = [Block(h1, Part.TITLE)] if (h1 := headline(tree)) else []
    for where in sorted({-1, *kept}):
        blocks += kept.get(where, [])
        blocks += [block for after, block in loose if after == where]
    elements = [places[where].element for where in sorted(kept) if _said(kept[where])]
    return Body(tuple(_without_repeats(blocks)), put_back, whole, tuple(dict.fromkeys(elements)))


def _said(blocks: Sequence[Block]) -> bool:
    """Say whether one of *blocks* is the report's own, so that its links are as well."""
    return any(block.part in (Part.BODY, Part.CAPTION) for block in blocks)


def _as_on_page(blocks: Sequence[Block], place: Place) -> list[Block]:
    """Return *blocks*, found at *place*, as they are if they hold all its words, else it whole.

    A library that leaves words out of the middle of a paragraph would change what it says.
    """
    words = key_of("".join(block.text for block in blocks))
    if len(blocks) == 1 and len(words) > len(place.key):
        return list(blocks)
    if len(blocks) > 1 and words == place.key:
        return list(blocks)
    return [Block(place.text, blocks[0].part)]


def headline(tree: HtmlElement) -> str:
    """Return the page's visible headline: its only `h1`, or the first one inside an article."""
    found = [e for e in tree.iter("h1") if _SIGNIFICANT.search(e.text_content())]
    inside = [e for e in found if any(a.tag in ("article", "main") for a in e.iterancestors())]
    chosen = inside[:1] or (found if len(found) == 1 else [])
    return one_line(chosen[0].text_content()) if chosen else ""


def _first_reading(tree: HtmlElement, url: str) -> Iterator[tuple[str, Part]]:
    from trafilatura import bare_extraction

    found = bare_extraction(
        copy.deepcopy(tree), url=url or None, include_comments=False, favor_precision=True
    )
    body = getattr(found, "body", None)
    if body is not None:
        yield from _of_extracted(body)


def _of_extracted(element: HtmlElement) -> Iterator[tuple[str, Part]]:
    """Yield the paragraphs of trafilatura's tree, in which a block may hold words and blocks."""
    for child in element:
        if child.tag in ("list", "quote", "table", "div", "body") and len(child):
            if text := one_line(child.text or ""):
                yield text, Part.BODY
            yield from _of_extracted(child)
        elif child.tag == "row":
            if text := " | ".join(filter(None, (one_line(_words(cell)) for cell in child))):
                yield text, Part.BODY
        elif text := one_line(_words(child)):
            yield text, Part.HEADING if child.tag == "head" else Part.BODY
        if text := one_line(child.tail or ""):
            yield text, Part.BODY


def _words(element: HtmlElement) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join(element.itertext())


def _quotations_put_back(
    places: Sequence[Place], kept: dict[int, list[Block]], tree: HtmlElement, at: Finder
) -> int:
    from lxml import html
    from readability import Document

    source = html.tostring(tree, encoding="unicode")
    summary = Document(source).summary(html_partial=True)
    second = html.fromstring(summary) if summary.strip() else None
    if second is None or not kept:
        return 0
    have = "\n".join(key_of(block.text) for blocks in kept.values() for block in blocks)
    put_back, last = 0, -1
    for place in places_of(second):
        where = at.find(place.text, last)
        if where is None:
            continue
        last = where
        lost = where not in kept and place.key not in have
        if lost and _QUOTED.search(place.text) and not _outside(places[where].element):
            block = Block(places[where].text, _part(place.text, Part.BODY, places[where]))
            if block.part is not Part.FURNITURE:
                kept[where] = [block]
                put_back += 1
    return put_back


def _captions_put_back(places: Sequence[Place], kept: dict[int, list[Block]]) -> None:
    """Put in the captions that stand in the same article as the kept paragraphs."""
    if not kept:
        return
    first, last = min(kept), max(kept)
    article = _nearest(places[first].element)
    have = {key_of(block.text) for blocks in kept.values() for block in blocks}
    for where, place in enumerate(places[: last + 1]):
        inside = where >= first or _nearest(place.element) is article is not None
        if place.caption and inside and where not in kept and place.key not in have:
            kept[where] = [Block(place.text, Part.CAPTION)]
            have.add(place.key)


def _nearest(element: HtmlElement) -> HtmlElement | None:
    return next((e for e in element.iterancestors() if e.tag in ("article", "main")), None)


def _outside(element: HtmlElement) -> bool:
    """Say whether *element* stands in comments, related links, a bar or another article's box."""
    for each in (element, *element.iterancestors()):
        if each.tag in ("article", "main", "body"):
            return False
        if each.tag == "p":
            # Outlets give single paragraphs classes of all kinds; a box is another matter.
            continue
        if each.tag in ("aside", "nav", "footer", "form"):
            return True
        if _OUTSIDE.search(f"{each.get('class', '')} {each.get('id', '')}".lower()):
            return True
    return False


def _part(text: str, part: Part, place: Place) -> Part:
    element = place.element
    if place.caption:
        return Part.CAPTION
    if part is Part.HEADING or element.tag in HEADINGS:
        return Part.HEADING
    linked = one_line("".join(a.text_content() for a in element.iter("a")))
    alone = key_of(linked) == place.key and not text.endswith((".", "!", "?", "”", '"'))
    if alone or _outside(element):
        return Part.FURNITURE
    return page_part(text) or part


def _without_repeats(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield *blocks* without a paragraph right after itself, and without the headline again."""
    title = key_of(blocks[0].text) if blocks and blocks[0].part is Part.TITLE else ""
    last = ""
    for number, block in enumerate(blocks):
        key = key_of(block.text)
        if key != last and not (number and key == title):
            yield block
        last = key
