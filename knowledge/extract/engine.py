"""What a process of the pool does: read a file or page, and find its claims.

The models are loaded once a process, at `begin`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.extract.found import Attributed, Extracted, Paragraph
from knowledge.extract.parsing import MODEL, Parsed, Parser, open_parser
from knowledge.extract.pool import NotReady
from knowledge.extract.tagger.model import BadModel, read_model
from knowledge.given import Given
from knowledge.model import PartialDate
from knowledge.readers.reading import Reading

if TYPE_CHECKING:
    from knowledge.extract.tagger.tagger import Tagger


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file or page as it came: its bytes, and what is known of where they are from."""

    data: bytes = field(repr=False)
    name: str = ""
    media: str = ""
    url: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """The models to find claims with, by name, so that it can be handed to a process.

    `model` is spaCy's, `tagger` the file of a trained tagger or empty.
    """

    model: str = MODEL
    tagger: str = ""

    def begin(self) -> None:
        """Load the models. Raises `NotReady` where one is not there or not for this program."""
        try:
            _parser(self.model).parse("Ready.")
        except (OSError, ImportError):
            raise NotReady(
                f"The desk's model of English, {self.model}, is not installed.",
                "Whoever runs the desk installs it, or sets extract.model to one that is.",
            ) from None
        if self.tagger:
            try:
                _tagger(self.tagger, self.model)
            except BadModel as error:
                raise NotReady(str(error), "Or set extract.tagger to nothing.") from None

    def read(self, given: Bytes, details: Given = Given()) -> tuple[Reading, ...]:  # noqa: B008 - it is frozen
        """Return what the bytes hold, with what a person said of it. Raises `Unreadable`."""
        from knowledge.readers import read

        found = read(given.data, name=given.name, media=given.media, url=given.url, zone=given.zone)
        return tuple(details.over(each) for each in found)

    def extract(
        self,
        text: str,
        paragraphs: Sequence[Paragraph] | None = None,
        published: PartialDate | None = None,
        outlet: str = "",
        suggested: Sequence[Attributed] = (),
    ) -> Extracted:
        """Return the claims of *text*, of what was *suggested* too.

        Without *paragraphs* they are told apart as in any plain text.
        """
        from knowledge.extract.extractor import Extractor

        def find(parsed: Parsed) -> tuple[Attributed, ...]:
            return self._attributions(parsed, suggested)

        return Extractor(_parser(self.model), find).extract(
            text, paragraphs, published=published, outlet=outlet
        )

    def extract_from(self, reading: Reading, suggested: Sequence[Attributed] = ()) -> Extracted:
        """Return the claims of *reading*, of what was *suggested* too."""
        return self.extract(
            reading.text,
            reading.paragraphs,
            reading.published.day if reading.published else None,
            reading.outlet.value if reading.outlet else "",
            suggested,
        )

    def read_and_extract(
        self,
        given: Bytes,
        details: Given = Given(),  # noqa: B008 - it is frozen
    ) -> tuple[tuple[Reading, Extracted], ...]:
        """Return what the bytes hold, each reading with its claims. Raises `Unreadable`."""
        return tuple((reading, self.extract_from(reading)) for reading in self.read(given, details))

    def _attributions(
        self, parsed: Parsed, suggested: Sequence[Attributed]
    ) -> tuple[Attributed, ...]:
        from knowledge.extract.attribution import attributions
        from knowledge.extract.attribution.levels import with_inner_levels
        from knowledge.extract.suggesting import beside

        found = attributions(parsed)
        if self.tagger:
            found = _tagger(self.tagger, self.model).attributions(parsed, found)
        return beside(with_inner_levels(parsed, found), suggested)


@cache
def _parser(model: str) -> Parser:
    return open_parser(model)


@cache
def _tagger(file: str, parser: str) -> "Tagger":
    from knowledge.extract.tagger.tagger import Tagger

    model = read_model(Path(file))
    if model.about.parser != parser:
        raise BadModel(
            f"The tagger {file} learnt over the parser {model.about.parser}, and extract.model is "
            f"{parser}; train it anew, or set that."
        )
    return Tagger(model)
