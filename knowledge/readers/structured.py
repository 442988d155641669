"""A page's structured data (JSON-LD): the node that speaks of this article, walked by hand.

One broken script must not lose the others, and names may stand behind an `@id`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.readers.layout import one_line

Node = Mapping[str, object]

_ARTICLE = re.compile(r"(Article|BlogPosting|Report|LiveBlogPosting)$")
_BEFORE = re.compile(r"\s*(?:<!--|(?://\s*)?<!\[CDATA\[)")
_AFTER = ("-->", "//]]>", "// ]]>", "]]>")
_MOST_NODES = 2_000
_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Structured:
    """What the structured data says: the article's node, all nodes by `@id`, broken scripts."""

    article: Node = field(default_factory=dict)
    named: Mapping[str, Node] = field(default_factory=dict)
    broken: int = 0

    def text(self, key: str) -> str:
        """Return the article's *key* as one line of text, empty where it has none."""
        return next(iter(self.texts(key)), "")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of the article's *key*, in order."""
        return tuple(each for value in _each(self.article.get(key)) if (each := _text(value)))

    def names(self, key: str) -> tuple[str, ...]:
        """Return the names of whom the article's *key* holds, each once, `@id`s followed."""
        found = []
        for value in _each(self.article.get(key)):
            if isinstance(value, Mapping):
                name = value.get("name")
                if not name and isinstance(value.get("@id"), str):
                    name = self.named.get(str(value["@id"]), {}).get("name")
                found += [_text(each) for each in _each(name)]
            else:
                text = _text(value)
                found.append(_text(self.named[text].get("name")) if text in self.named else text)
        return tuple(dict.fromkeys(name for name in found if name and "://" not in name))

    @property
    def types(self) -> tuple[str, ...]:
        """The article's types, such as `NewsArticle`."""
        return self.texts("@type")


def structured(scripts: Sequence[str], url: str = "", title: str = "") -> Structured:
    """Return what the JSON-LD *scripts* of a page say of it.

    Of several articles, the one at *url* is meant, else the one headed *title*, else the first.
    """
    nodes: list[Node] = []
    broken = 0
    for script in scripts:
        try:
            nodes += _nodes(json.loads(_bare(script), strict=False))
        except (ValueError, RecursionError):
            broken += 1
    named: dict[str, Node] = {}
    for node in nodes:
        key = node.get("@id")
        if isinstance(key, str) and len(node) > len(named.get(key, {})):
            named[key] = node
    articles = [node for node in nodes if any(map(_ARTICLE.search, _types(node)))]
    meant = [node for node in articles if url and url in _addresses(node)]
    meant += [node for node in articles if title and _text(node.get("headline")) == title]
    return Structured((meant or articles or [{}])[0], named, broken)


def _bare(script: str) -> str:
    """Return *script* without the comment or CDATA mark around it, and the semicolon after it."""
    wrapped = _BEFORE.match(script)
    bare = script[wrapped.end() if wrapped else 0 :].strip().rstrip(";")
    for mark in _AFTER:
        bare = bare.removesuffix(mark)
    return bare


def _nodes(value: object, depth: int = 0) -> list[Node]:
    """Return every node below *value*, itself first, to a depth and number that pages stay in."""
    found: list[Node] = []
    if depth > _DEPTH:
        return found
    if isinstance(value, Mapping):
        found.append(value)
    below = value.values() if isinstance(value, Mapping) else value
    if isinstance(below, Sequence | type({}.values())) and not isinstance(below, str):
        for each in below:
            if len(found) >= _MOST_NODES:
                break
            if isinstance(each, Mapping | list):
                found += _nodes(each, depth + 1)
    return found


def _each(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for each in value:
            yield from _each(each) if isinstance(each, list) else [each]
    elif value is not None:
        yield value


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("@value", "")
    return one_line(str(value)) if isinstance(value, str | int | float) else ""


def _types(node: Node) -> Iterator[str]:
    return (each for each in _each(node.get("@type")) if isinstance(each, str))


def _addresses(node: Node) -> tuple[str, ...]:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, Mapping) else page
    return tuple(each for each in (node.get("url"), page, node.get("@id")) if isinstance(each, str))
