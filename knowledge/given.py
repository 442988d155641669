"""What a person says of a document that they bring in: it outranks what the document says."""

from dataclasses import dataclass, replace

from knowledge.documents import DocumentVersion
from knowledge.model import PartialDate
from knowledge.readers.reading import Detail, Origin, Published, Reading
from knowledge.readers.stamps import ABOUT_THE_DAY


@dataclass(frozen=True, slots=True)
class Given:
    """Details as a person gave them; what is empty was not given."""

    outlet: str = ""
    title: str = ""
    url: str = ""
    published: PartialDate | None = None

    def over(self, reading: Reading) -> Reading:
        """Return *reading* with these details; the day that it gave itself is kept beside."""
        return replace(
            reading,
            outlet=_detail(self.outlet, reading.outlet),
            title=_detail(self.title, reading.title),
            url=_detail(self.url, reading.url),
            published=self._published(reading.published),
            notes=tuple(note for note in reading.notes if not self._answered(note)),
        )

    def stands_in(self, version: DocumentVersion) -> bool:
        """Say whether *version* is kept with these details, the address left out, as given."""
        origins = dict(version.origins)
        kept = {
            "outlet": (self.outlet, version.document.outlet.name),
            "title": (self.title, version.title),
            "published": (self.published, version.document.published),
        }
        return all(
            given == value and origins.get(name) == Origin.GIVEN
            for name, (given, value) in kept.items()
            if given
        )

    def _answered(self, note: str) -> bool:
        """Say whether *note* is about a day that a person has given by now."""
        return self.published is not None and note.startswith(ABOUT_THE_DAY)

    def _published(self, read: Published | None) -> Published | None:
        if self.published is None:
            return read
        also = () if read is None else (read.day, *read.also)
        return Published(
            self.published,
            Origin.GIVEN,
            also=tuple(day for day in dict.fromkeys(also) if day != self.published),
        )


def _detail(given: str, read: Detail | None) -> Detail | None:
    return Detail(given, Origin.GIVEN) if given else read
