"""Finding claims by words in memory."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.match.bm25 import WordIndex
from knowledge.match.indexed import findable
from knowledge.match.model import Candidate
from knowledge.store.shelved import Shelved


class MemorySearching(Shelved):
    """The part of a store in memory that ranks claims by their words."""

    _words: tuple[int, WordIndex, dict[str, tuple[str, str, str, str]]] | None = None

    async def word_counts(self, stems: Collection[str]) -> tuple[int, Mapping[str, int]]:
        """Return how many claims there are, and how many have each of *stems*, if any has."""
        index, columns = self._indexed()
        return len(columns), {stem: n for stem in stems if (n := index.count(stem))}

    async def words_starting(self, prefix: str) -> Sequence[tuple[str, int]]:
        """Return the stems that start with *prefix* and how many claims have each, in order."""
        index, _ = self._indexed()
        return list(index.starting(prefix))

    async def rank(
        self, words: Sequence[str], limit: int, among: Collection[str] | None = None
    ) -> Sequence[Candidate]:
        """Return at most *limit* claims with any of *words*, best BM25 first, then as they came."""
        index, columns = self._indexed()
        slugs = list(columns)
        numbers = None
        if among is not None:
            numbers = [n for n, slug in enumerate(slugs, 1) if slug in among]
        return [
            self._candidate(slugs[number - 1], bm25, columns[slugs[number - 1]])
            for number, bm25 in index.rank(words, limit, numbers)
        ]

    def _candidate(self, slug: str, bm25: float, columns: tuple[str, str, str, str]) -> Candidate:
        published = self._open().claims[slug].document.published
        label, statement, other, names = columns
        day = published.value if published else ""
        return Candidate(slug, bm25, day, f"{label} {statement}", f"{other} {names}")

    def _indexed(self) -> tuple[WordIndex, dict[str, tuple[str, str, str, str]]]:
        shelves = self._open()
        if self._words is None or self._words[0] != self._version:
            index = WordIndex()
            columns = {slug: findable(claim).columns() for slug, claim in shelves.claims.items()}
            for number, texts in enumerate(columns.values(), 1):
                index.put(number, " ".join(texts))
            self._words = (self._version, index, columns)
        return self._words[1], self._words[2]
