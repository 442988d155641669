"""Web pages: the report, what the page says of itself, and pages that hold no report."""

import hashlib
from types import SimpleNamespace

import pytest
from lxml import etree, html

from knowledge.errors import Unreadable
from knowledge.extract.found import Part
from knowledge.model import DocumentKind
from knowledge.readers import read
from knowledge.readers.reading import Detail, Origin, Reading
from tests.readers.conftest import page
from tests.readers.making import parts, texts

LOST = "“We were told to wait in July, and again in September,” said Marta Okafor, who steers the"


def news(zone: str = "") -> Reading:
    """Return the news page as read."""
    (reading,) = read(page("news"), zone=zone)
    return reading


def made(body: str, head: str = "", url: str = "") -> Reading:
    """Return a page made of *head* and *body* as read."""
    head = f"<head><meta charset=utf-8>{head}</head>"
    source = f"<html lang=en>{head}<body>{body}</body></html>"
    (reading,) = read(source.encode(), url=url)
    return reading


REPORT = (
    "<article><h1>Weir opened</h1>"
    + "".join(
        f"<p>The keeper said on day {n} that the water would rise by {n} centimetres at most.</p>"
        for n in range(1, 6)
    )
    + "</article>"
)


def test_the_report_is_taken_in_order_with_what_each_paragraph_is() -> None:
    """Headline, caption, report, heading and furniture stand in the page's order."""
    kinds = [kind for kind, _ in parts(news())]
    assert kinds == ["title", "caption", *["body"] * 4, "heading", "body", "furniture"]
    assert texts(news(), Part.CAPTION) == [
        "Passengers wait at the north pier on Tuesday. Photo: L. Marsh"
    ]


@pytest.mark.parametrize(
    "words", ["always lie", "moderated", "swims here", "pier without boats", "Home", "reserved"]
)
def test_comments_related_links_and_bars_are_left_out(words: str) -> None:
    """What readers wrote, other stories and the page's bars are not the report's."""
    assert words in page("news").decode()
    assert words not in news().text


def test_a_quotation_that_the_first_library_loses_is_put_back_where_it_stood() -> None:
    """The precise reading loses a quotation on this page; the second one puts it in its place."""
    from trafilatura import bare_extraction

    first = bare_extraction(page("news").decode(), include_comments=False, favor_precision=True)
    assert LOST not in getattr(first, "text", LOST)
    found = texts(news())
    assert found[2].startswith(LOST)
    assert found[1].startswith("The harbour authority said")
    assert found[3].startswith("The authority denies")
    assert any("1 paragraph with quotations was put back" in note for note in news().notes)


def test_paragraphs_cover_the_text_with_an_empty_line_between_them() -> None:
    """Each paragraph's span is its words, and between two stands one empty line."""
    reading = news()
    assert "\n\n".join(text for _, text in parts(reading)) == reading.text


def test_the_text_is_the_same_at_every_reading() -> None:
    """The hash of the text is a document's own, whatever was read before it."""
    hashes = {hashlib.sha256(news().text.encode()).hexdigest() for _ in range(3)}
    assert len(hashes) == 1


def test_details_come_from_the_structured_data_of_this_article() -> None:
    """Of two articles the one at this address is meant, and names behind an `@id` are followed."""
    reading = news()
    assert reading.title == Detail("Ferry crews walk out over unpaid shifts", Origin.DATA)
    assert reading.byline == Detail("Ines Vogt, Tomas Brandt", Origin.DATA)
    assert reading.outlet == Detail("The Estuary Ledger", Origin.DATA)
    assert reading.section == Detail("Transport", Origin.META)
    assert reading.url == Detail(
        "https://ledger.example/2019/11/19/ferry-crews-walk-out", Origin.META
    )
    assert reading.language == "en"


def test_one_broken_script_does_not_lose_the_others() -> None:
    """A script that is no JSON is left out, and the reading says so."""
    assert "Some of the page's structured data is broken and was left out." in news().notes


def test_a_stamp_in_utc_does_not_move_the_day_that_the_page_shows() -> None:
    """Where the outlet's zone is not known, the day stated without a time is believed."""
    published = news().published
    assert published is not None
    assert (published.day.value, published.origin) == ("2019-11-19", Origin.VISIBLE)
    assert [day.value for day in published.also] == ["2019-11-20"]
    assert any("20 November 2019" in note for note in news().notes)


def test_a_stamp_is_reckoned_in_the_outlets_zone() -> None:
    """With the zone given, the stamp and the page agree, and there is nothing to say."""
    published = news(zone="America/New_York").published
    assert published is not None
    assert (published.day.value, published.origin) == ("2019-11-19", Origin.DATA)
    assert (published.stamp, published.zone) == ("2019-11-20T02:59:46Z", "Z")
    assert published.also == ()


def test_an_unknown_zone_is_said() -> None:
    """A zone that does not exist is no reason to guess."""
    with pytest.raises(Unreadable, match=r"“Mars/Base” is no time zone\."):
        news(zone="Mars/Base")


def test_meta_tags_and_the_section_do_where_there_is_no_structured_data() -> None:
    """Author, day and kind come from meta tags, and each says so."""
    (reading,) = read(page("opinion"))
    assert reading.byline == Detail("Rosa Lind", Origin.META)
    assert reading.kind is DocumentKind.OPINION
    assert reading.published is not None
    assert reading.published.day.value == "2019-11-19"
    assert (reading.published.origin, reading.published.zone) == (Origin.META, "+01:00")
    assert reading.outlet is None
    assert reading.url is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<div>By <!-- -->Jo Bell</div>", "Jo Bell"),
        ("<p>By <a href=/j>Jo Bell</a> and Ann Roe</p>", "Jo Bell and Ann Roe"),
        ("<p>By Friday the town was empty.</p>", ""),
    ],
)
def test_a_line_that_names_the_author_is_read_as_seen(line: str, expected: str) -> None:
    """A page without any mark for it still says who wrote it; a sentence does not."""
    reading = made(REPORT.replace("</h1>", f"</h1>{line}"))
    assert reading.byline == (Detail(expected, Origin.VISIBLE) if expected else None)


def test_a_day_that_is_only_guessed_is_marked_and_said() -> None:
    """A date somewhere on the page is no day of publication, and is not shown as one."""
    reading = made(REPORT + "<footer><p>Updated 3 March 2018</p></footer>")
    assert reading.published is None or reading.published.guessed
    assert any("publi" in note for note in reading.notes)


def test_a_day_in_the_address_is_a_guess() -> None:
    """An address with a day in it gives that day, with a warning."""
    reading = made(REPORT, url="https://weir.example/2018/03/03/opened")
    assert reading.published is not None
    assert (reading.published.day.value, reading.published.guessed) == ("2018-03-03", True)
    assert any("taken from its address" in note for note in reading.notes)


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00Z", "1970-01-01", "2999-01-01", "soon"])
def test_an_impossible_day_is_left_out(stamp: str) -> None:
    """Years before 1990, days to come and words that are no date give no day."""
    script = f'<script type="application/ld+json">{{"@type":"Article","datePublished":"{stamp}"}}'
    assert made(REPORT, head=script + "</script>").published is None


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("/opened", "https://weir.example/opened"),
        ("https://other.example/opened", "https://other.example/opened"),
        ("https://weir.example/", "https://weir.example/found"),
        ("javascript:alert(1)", "https://weir.example/found"),
        ("http://[broken", "https://weir.example/found"),
    ],
)
def test_the_canonical_address_is_joined_and_doubted(canonical: str, expected: str) -> None:
    """A relative address is made whole; a front page or none at all is not believed."""
    head = f'<link rel="canonical" href="{canonical}">'
    reading = made(REPORT, head=head, url="https://weir.example/found")
    assert reading.url is not None
    assert reading.url.value == expected


def test_the_address_is_the_outlet_of_last_resort() -> None:
    """Without any name the host stands for the outlet, and says where it is from."""
    reading = made(REPORT, url="https://www.weir.example/found")
    assert reading.outlet == Detail("weir.example", Origin.ADDRESS)


def test_a_saved_page_gives_the_address_it_was_saved_from() -> None:
    """Browsers write the address into a comment; the page's own tags would come first."""
    source = (
        "<!DOCTYPE html>\n<!-- saved from url=(0030)https://weir.example/opened -->\n"
        f"<html><body>{REPORT}</body></html>"
    )
    (reading,) = read(source.encode(), name="opened.html")
    assert reading.url is not None
    assert reading.url.value == "https://weir.example/opened"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("login", "That page asks for a log-in before it gives its text."),
        ("cookies", "That page asks about cookies before it gives its text."),
        ("shell", "That page gives its text only to a browser that runs scripts."),
        ("robot", "The site asks whether a person is reading, and gives no text."),
    ],
)
def test_a_page_without_its_report_says_why(name: str, sentence: str) -> None:
    """A wall is named in one sentence, and the next step is to paste the text."""
    with pytest.raises(Unreadable) as caught:
        read(page(name))
    assert caught.value.sentence == sentence
    assert caught.value.next_step == "Open it in your browser, copy the text, and paste that."


def test_the_beginning_of_a_paid_story_is_read_and_said_to_be_one() -> None:
    """What a paywall leaves is read, with a note that the rest is missing."""
    (reading,) = read(page("paywall"))
    assert len(texts(reading)) == 2
    assert any("asks for a subscription" in note for note in reading.notes)


def test_a_whole_story_is_not_called_a_beginning() -> None:
    """A long report that mentions subscribers and cookies is no wall."""
    long = REPORT.replace("<p>", "<p>The mill asked readers to subscribe now to its bread. ") * 4
    assert not any("subscription" in note for note in made(long).notes)


@pytest.mark.parametrize(
    "source", ["<html></html>", "<html><body><p> </p></body></html>", "<!doctype html><p>"]
)
def test_an_empty_page_is_said(source: str) -> None:
    """A page without a word says that it has none."""
    with pytest.raises(Unreadable, match="holds no text"):
        read(source.encode())


def test_comments_between_words_lose_none_of_them() -> None:
    """Programs that write pages put comments into sentences; each word around them is kept."""
    said = "<p>The keeper of the <a href=/w>weir</a><!-- --> said<!-- --> that <b>12</b><!-- -->"
    reading = made(REPORT.replace("</article>", said + " gates were open on Monday.</p></article>"))
    assert texts(reading)[-1] == "The keeper of the weir said that 12 gates were open on Monday."


def test_words_that_a_library_leaves_out_of_a_sentence_stay_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A paragraph is taken as it stands on the page, not as a library shortened it."""
    import trafilatura

    def shortening(tree: html.HtmlElement, **_: object) -> object:
        body = etree.fromstring(
            "<body><p>The keeper said on day 1 that the water would rise.</p>"
            "<p>The keeper said on day 3 by 3 centimetres at most.</p></body>"
        )
        return SimpleNamespace(body=body)

    monkeypatch.setattr(trafilatura, "bare_extraction", shortening)
    source = f"<html><body>{REPORT.replace('by 1', 'not by 1')}</body></html>"
    (reading,) = read(source.encode())
    assert texts(reading) == [
        "The keeper said on day 1 that the water would rise not by 1 centimetres at most.",
        "The keeper said on day 3 that the water would rise by 3 centimetres at most.",
    ]


def test_lines_set_apart_by_breaks_stay_paragraphs() -> None:
    """A block whose paragraphs are set apart by breaks keeps them apart."""
    one = "The keeper said on Monday that the water would rise by a hand at most."
    body = (
        f"<article><h1>Weir</h1><div>{one}<br><br>{one.replace('Monday', 'Friday')}</div></article>"
    )
    assert len(texts(made(body))) == 2


def test_words_that_nobody_sees_are_left_out() -> None:
    """What a page hides, or writes for screen readers alone, is not in its sentences."""
    hidden = '<span style="display:none">never</span><span class="sr-only">link opens</span>'
    reading = made(REPORT.replace("would rise", f"would {hidden}rise"))
    assert "would rise by 1" in reading.text
    assert "never" not in reading.text


@pytest.mark.parametrize("how", ["hidden", 'style="display: none"'])
def test_a_paragraph_that_nobody_sees_is_no_word_of_the_outlet(how: str) -> None:
    """A hidden paragraph among others is left out; a report that is hidden for now is read."""
    slur = f"<p {how}>The keeper admitted on Friday that 12 people drowned.</p>"
    assert "admitted" not in made(REPORT.replace("</article>", f"{slur}</article>")).text
    assert "by 3 centimetres" in made(REPORT.replace("<p>", f"<p {how}>")).text


def test_a_page_that_is_laid_out_as_no_report_is_taken_whole() -> None:
    """A few bare words are not lost because no library finds a report among them."""
    reading = made("The gate was shut, he said.<br><nav><a href=/>Home</a></nav>")
    assert texts(reading) == ["The gate was shut, he said."]
    assert any("all of its text was taken" in note for note in reading.notes)


def test_a_declared_encoding_is_followed() -> None:
    """A page in Windows-1252 that says Latin-1 is read as browsers read it."""
    body = REPORT.replace("said", "said — “as ever” —")
    source = f'<html><head><meta charset="iso-8859-1"></head><body>{body}</body></html>'
    (reading,) = read(source.encode("cp1252"))
    assert "— “as ever” —" in reading.text
    (other,) = read(
        f"<html><body>{body}</body></html>".encode("cp1252"),
        media="text/html; charset=windows-1252",
    )
    assert other.text == reading.text


def test_a_page_that_nests_without_end_is_no_failure_of_ours() -> None:
    """What is nested too deeply is said, since the library leaves out all that comes after it."""
    source = b"<html><body><p>Up here there is light.</p>" + b"<div>" * 300
    with pytest.raises(Unreadable, match="nested more than 256 deep"):
        read(source + b"<p>Deep down, he said, it is dark.</p>")


def test_words_are_those_of_the_page() -> None:
    """Every word that is read stands on the page."""
    shown = " ".join(html.fromstring(page("news")).text_content().split())
    for _, text in parts(news()):
        assert text in shown


def test_the_links_of_the_report_are_handed_on() -> None:
    """Each page that the report links to once, with its words; not the menu's, not its own."""
    linked = (
        '<p>The keeper <a href="/1">told <b>the Post</b></a> that <a href="#top">it</a> rises, <a'
        ' href="https://river.example/a?utm_source=x">as reported</a>, and <a'
        ' href="https://river.example/a">again</a>. <a href="mailto:a@b.example">Write</a>,'
        ' <a href="http://[half">or</a> <a href="/me#top">read on</a>.</p>'
    )
    menu = '<nav><ul><li><a href="https://menu.example/x">Most read</a></li></ul></nav>'
    made_of = menu + REPORT.replace("</article>", f"{linked}</article>")
    found = made(made_of, url="https://weir.example/me").links
    assert [(link.address, link.words) for link in found] == [
        ("https://weir.example/1", "told the Post"),
        ("https://river.example/a?utm_source=x", "as reported"),
    ]
