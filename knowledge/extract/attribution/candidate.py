"""What a rule finds before the finds are weighed against each other."""

from dataclasses import dataclass

from knowledge.extract.parsing import Block
from knowledge.model import Span

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An attribution that one rule proposes.

    `lemma` is the cue's word in the form a dictionary lists it under, empty where no word is one.
    `rule` is the rule's name and `block` where its cue stands. `accused` is of whom it is said.
    """

    block: Block
    rule: str
    lemma: str
    source: Spans
    cue: Spans
    content: Spans
    accused: Span | None = None

    @property
    def start(self) -> int:
        """Return where the content begins."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Return where the content ends."""
        return self.content[-1].end

    @property
    def length(self) -> int:
        """Return how many code points the content has."""
        return sum(span.end - span.start for span in self.content)
