"""Feeds: one reading an entry, with the feed's own details, and nothing fetched."""

from collections.abc import Sequence

import pytest

from knowledge.errors import Unreadable
from knowledge.extract.found import Part
from knowledge.readers import read
from knowledge.readers.reading import Detail, Origin, Reading
from tests.readers.making import parts, texts

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Estuary Ledger</title><link>https://ledger.example/</link><language>en-gb</language>
<item><title>Ferry crews &amp; pilots walk out</title><link>https://ledger.example/walk-out</link>
<pubDate>Tue, 19 Nov 2019 23:30:00 -0500</pubDate><dc:creator>Ines Vogt</dc:creator>
<category>Transport</category><description>Crews stopped work.</description>
<content:encoded><![CDATA[<p>Crews stopped work on Tuesday.</p><h3>Why</h3><p>“We wait,” said
 Marta Okafor.</p><figure><img src="https://ledger.example/p.jpg">
<figcaption>The pier</figcaption></figure>]]></content:encoded></item>
<item><title>Weir opened</title><link>https://ledger.example/weir</link>
<description>The weir was opened on Monday, the keeper said.</description></item>
<item><title></title><link>https://ledger.example/empty</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Weir notes</title>
<entry><title>Gate shut</title><link href="https://weir.example/1"/><id>urn:1</id>
<published>2019-11-20T02:59:46Z</published><updated>2019-11-21T12:00:00Z</updated>
<author><name>A. Weir</name></author><author><name>B. Lock</name></author>
<content type="html">&lt;p&gt;The gate is shut.&lt;/p&gt;</content></entry></feed>"""


def entries(source: str, zone: str = "") -> Sequence[Reading]:
    """Return the entries of a feed as read."""
    return read(source.encode(), zone=zone)


def test_each_entry_is_a_reading() -> None:
    """Entries come in the feed's order; one without a word is left out."""
    first, second = entries(RSS)
    assert parts(first) == [
        ("title", "Ferry crews & pilots walk out"),
        ("body", "Crews stopped work on Tuesday."),
        ("heading", "Why"),
        ("body", "“We wait,” said Marta Okafor."),
        ("caption", "The pier"),
    ]
    assert texts(second, Part.BODY) == ["The weir was opened on Monday, the keeper said."]


def test_details_are_the_feeds() -> None:
    """Each detail says that the feed gives it."""
    first = entries(RSS)[0]
    assert first.media == "feed"
    assert first.outlet == Detail("The Estuary Ledger", Origin.FEED)
    assert first.byline == Detail("Ines Vogt", Origin.FEED)
    assert first.url == Detail("https://ledger.example/walk-out", Origin.FEED)
    assert first.section == Detail("Transport", Origin.FEED)
    assert first.published is not None
    assert (first.published.day.value, first.published.zone) == ("2019-11-19", "-05:00")
    assert first.language == "en"


def test_a_summary_is_said_to_be_one() -> None:
    """Where the feed gives no whole text, the note says where that should be."""
    second = entries(RSS)[1]
    assert (
        "The feed gives only a summary of this entry; the whole text should be at"
        " https://ledger.example/weir." in second.notes
    )
    assert second.published is None
    assert not any("summary" in note for note in entries(RSS)[0].notes)


def test_atom_is_read_in_the_outlets_zone() -> None:
    """Both forms of feed give the same details."""
    (entry,) = entries(ATOM, zone="America/New_York")
    assert entry.byline == Detail("A. Weir, B. Lock", Origin.FEED)
    assert entry.published is not None
    assert (entry.published.day.value, entry.published.stamp) == (
        "2019-11-19",
        "2019-11-20T02:59:46Z",
    )
    assert entry.modified is not None
    assert entry.modified.day.value == "2019-11-21"


def test_a_long_feed_is_read_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first reading says how many entries were left."""
    monkeypatch.setattr("knowledge.readers.feed.MOST_ENTRIES", 1)
    (first,) = entries(RSS)
    assert "Only the first 1 of the feed's 3 entries were read." in first.notes


def test_a_feed_without_words_is_said() -> None:
    """An empty feed is refused with a next step."""
    with pytest.raises(Unreadable, match="holds no entry with words"):
        entries("<rss version='2.0'><channel><title>Empty</title></channel></rss>")


def test_a_broken_feed_says_that_entries_may_be_missing() -> None:
    """What stands before the break is read."""
    found = entries(RSS[: RSS.index("<item>", RSS.index("<item>") + 1) + 9])
    assert 0 < len(found) < len(entries(RSS))
    assert any("some of its entries may be missing" in note for note in found[0].notes)
    assert not any("may be missing" in note for note in entries(RSS)[0].notes)


def test_an_entry_that_cannot_be_read_costs_itself_alone() -> None:
    """The others are read, and the first says how many are missing."""
    deep = "&lt;div&gt;" * 300 + "Deep down."
    item = f"<item><title>Deep</title><description>{deep}</description></item>"
    found = entries(RSS.replace("</channel>", f"{item}</channel>"))
    assert len(found) == len(entries(RSS))
    assert "1 of the feed's entries could not be read." in found[0].notes


def test_entities_that_multiply_are_not_followed() -> None:
    """A feed cannot fill the memory by naming an entity ten times over and over."""
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{names}]>' + RSS.partition("?>")[2]
    )
    found = entries(bomb.replace("Crews stopped work.", "&l11;"))
    assert all(len(reading.text) < 10_000 for reading in found)


def test_outside_entities_open_no_file() -> None:
    """A feed cannot have a file of this machine read into it."""
    source = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    source += RSS.partition("?>")[2].replace("The weir was opened on Monday", "Name: &f; so")
    with open("/etc/hostname", encoding="utf-8") as file:
        name = file.read().strip()
    assert not any(f"Name: {name}" in reading.text for reading in entries(source))
