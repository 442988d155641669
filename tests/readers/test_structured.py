"""Structured data: the right article, names behind addresses, and scripts that are broken."""

import json

from hypothesis import given
from hypothesis import strategies as st

from knowledge.readers.structured import structured

ARTICLE = {"@type": "NewsArticle", "headline": "Weir opened", "author": {"name": "A. Weir"}}


def test_each_broken_script_is_counted_and_costs_no_other() -> None:
    """A trailing comma loses its own script alone."""
    found = structured(['{"@type": "Article",}', json.dumps(ARTICLE), "", "<p>"])
    assert found.text("headline") == "Weir opened"
    assert found.broken == 3


def test_line_breaks_inside_strings_are_forgiven() -> None:
    """Many sites write them, though JSON forbids it."""
    found = structured(['{"@type": "Article", "headline": "Weir\n opened"}'])
    assert found.text("headline") == "Weir opened"


def test_scripts_wrapped_in_comments_are_read() -> None:
    """Old templates wrap a script in a comment or a CDATA mark."""
    for before, after in (("<!--", "-->"), ("//<![CDATA[\n", "\n//]]>"), ("", ";")):
        assert structured([before + json.dumps(ARTICLE) + after]).text("headline") == "Weir opened"


def test_authors_are_named_however_they_are_written() -> None:
    """A string, an object, a list, an `@id`; an address is no name, and nobody is named twice."""
    people = {"@graph": [{"@id": "#b", "@type": "Person", "name": "B. Lock"}]}
    authors = ["A. Weir", {"name": "A. Weir"}, {"@id": "#b"}, "#b", "https://weir.example/c", None]
    found = structured([json.dumps(people), json.dumps({**ARTICLE, "author": authors})])
    assert found.names("author") == ("A. Weir", "B. Lock")


def test_the_article_with_the_pages_headline_is_meant() -> None:
    """Without an address the headline tells which of several articles the page is."""
    other = {**ARTICLE, "headline": "Lock shut"}
    found = structured([json.dumps([other, ARTICLE])], title="Weir opened")
    assert found.text("headline") == "Weir opened"


def test_nesting_without_end_is_cut() -> None:
    """Ten thousand brackets are broken data, not a broken reader."""
    assert structured(["[" * 10_000]).broken == 1
    deep = "[" * 300 + json.dumps(ARTICLE) + "]" * 300
    assert structured([deep]).text("headline") == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "name",
                    "author",
                    "headline",
                    "url",
                    "mainEntityOfPage",
                    "publisher",
                    "datePublished",
                ]
            )
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_borne(value: object) -> None:
    """Whatever stands in a script, details are texts."""
    found = structured([json.dumps(value), json.dumps({"@type": "Article", "author": value})])
    assert all(each for each in found.names("author"))
    assert found.text("headline") == found.text("headline").strip()
