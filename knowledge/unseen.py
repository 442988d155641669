"""Letters that cannot be seen, or that reorder others: in proof they are written out."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of control, format, surrogate, private and unassigned, and line marks."""


def is_unseen(letter: str) -> bool:
    """Say whether *letter* is none that a reader sees; a new line and a tab are seen."""
    return letter not in "\n\t" and unicodedata.category(letter) in _UNSEEN


def written_out(text: str) -> str:
    """Return *text* with every unseen letter as its code point: `[U+202E]`."""
    return "".join(f"[U+{ord(letter):04X}]" if is_unseen(letter) else letter for letter in text)
