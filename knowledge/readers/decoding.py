"""Bytes into text: which encoding, how it was found, and what is odd about the result."""

import codecs
import re
from dataclasses import dataclass

from knowledge.errors import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 100_000
_LEAST = 20
_SEEN = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 iso8859_2 iso8859_5 iso8859_7"
    " iso8859_8 iso8859_9 koi8_r koi8_u mac_roman cp932 shift_jis euc_jp iso2022_jp gb18030 big5"
    " gb2312 cp949 euc_kr johab cp874 cp855 cp866 mac_cyrillic iso8859_6"
).split()
"""Encodings that files of today are found in; the rest only leads to wrong guesses."""

_HIGH = "".join(bytes((n,)).decode("cp1252", "ignore") or chr(n) for n in range(0x80, 0xC0))
_TWICE = re.compile(f"â[{_HIGH}][{_HIGH}]|[ÃÂÄÅ][{_HIGH}]")
"""What the bytes of one letter in UTF-8 look like when they are read as Windows-1252."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01
_CP1252 = {bytes((n,)).decode("cp1252", "ignore") or chr(n): n for n in range(256)}
"""Windows-1252 as browsers read it: its five empty places stand for themselves."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and sentences about what is odd."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decoded(data: bytes, declared: str = "") -> Decoded:
    """Return *data* as text: by its byte order mark, as UTF-8, as *declared*, or as it seems.

    Text that was encoded twice is put right only where the whole of it goes back without a rest.
    Raises `Unreadable` for what is no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _looked_over(data[len(mark) :].decode(encoding, "replace"), encoding, ())
    if wide := _two_bytes_a_letter(data[:_SAMPLE]):
        return _looked_over(data.decode(wide, "replace"), wide, ())
    try:
        return _looked_over(data.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError:
        pass
    encoding = _known(declared)
    notes: tuple[str, ...] = ()
    if encoding in ("", "utf-8", "ascii"):
        encoding = "utf-8" if _nearly_utf8(data) else _seeming(data)
        if encoding != "utf-8":
            notes = (f"The file does not say how it is encoded; it was read as {encoding}.",)
    return _looked_over(data.decode(encoding, "replace"), encoding, notes)


def _two_bytes_a_letter(data: bytes) -> str:
    """Return which UTF-16 *data* is in, told by the empty half of its letters, else nothing."""
    odd, even = data[1::2].count(0), data[::2].count(0)
    if len(data) < _LEAST:
        return ""
    if odd > 0.3 * len(data) and even < 0.02 * len(data):
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * len(data) and odd < 0.02 * len(data) else ""


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip() else ""
    except (LookupError, ValueError):
        return ""
    # Pages that say Latin-1 mean Windows-1252, and browsers read them so.
    return "cp1252" if name == "iso8859-1" else name if _gives_text(name) else ""


def _gives_text(name: str) -> bool:
    try:
        return isinstance(b"a".decode(name, "replace"), str)
    except (LookupError, UnicodeError):
        return False


def _nearly_utf8(data: bytes) -> bool:
    """Say whether *data* is UTF-8 but for a few broken places, as after a cut."""
    broken = data.decode("utf-8", "replace").count("\ufffd")
    wide = sum(1 for byte in data[:_SAMPLE] if byte >= 0xC2)
    return broken <= 3 and wide > 10 * broken


def _seeming(data: bytes) -> str:
    from charset_normalizer import from_bytes

    head = data[:_SAMPLE]
    found = from_bytes(head, cp_isolation=_SEEN)
    best = found.best()
    if best is None:
        return "cp1252"
    western = next((each for each in found if each.encoding == "cp1252"), None)
    likely = western and (western.chaos, -western.coherence) <= (best.chaos, -best.coherence)
    # Where it is as likely, or the same, it is nearly always what a newsroom was sent.
    same = head.decode("cp1252", "replace") == head.decode(best.encoding, "replace")
    return "cp1252" if likely or same else best.encoding


def _looked_over(text: str, encoding: str, notes: tuple[str, ...]) -> Decoded:
    if len(_CONTROLS.findall(text[:_SAMPLE])) > _MOST_CONTROLS * min(len(text), _SAMPLE):
        raise Unreadable(
            "That file is not text in any form that is read here.",
            "Save it as text, HTML, PDF or DOCX and give it again.",
        )
    if places := len(_TWICE.findall(text)):
        repaired = _once(text)
        if repaired is not None:
            notes += (
                f"The text was encoded twice, at {places} place{'s'[: places > 1]}, and was put"
                " right; compare with the source before you quote.",
            )
            text = repaired
        else:
            notes += (
                "Some letters are garbled, such as “â€™” for an apostrophe; they were left as they"
                " are.",
            )
    if lost := text.count("\ufffd"):
        notes += (f"{lost} place{'s'[: lost > 1]} could not be read and stand as “\ufffd”.",)
    return Decoded(text, encoding, notes)


def _once(text: str) -> str | None:
    """Return *text* with one encoding undone, or nothing where any of it does not fit."""
    try:
        return bytes(_CP1252[letter] for letter in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
