"""The answer of a site, received within limits: what it is, whether it is given, how large."""

import zlib
from typing import TYPE_CHECKING

from knowledge.errors import PageUnavailable, TooLarge, Unfetched

if TYPE_CHECKING:
    from aiohttp import ClientResponse

_READ = frozenset(
    "application/pdf application/xhtml+xml application/xml application/rss+xml application/atom+xml"
    " application/rdf+xml application/octet-stream application/warc application/gzip"
    " application/x-gzip application/x-subrip application/force-download binary/octet-stream"
    " application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    " multipart/related message/rfc822".split()
)
_KINDS = {"image": "a picture", "video": "a film", "audio": "sound", "font": "a font"}
_PASTE = "Open it in your browser, copy the text, and paste that."
_AGAIN = "Try again later, or paste the text of the page."
_STEP = 1 << 16
_REFUSALS = {
    401: ("asks for a log-in before it gives that page", _PASTE),
    402: ("asks to be paid before it gives that page", _PASTE),
    403: ("refuses to give that page to the desk", _PASTE),
    404: ("has no page at that address", "Look at the address for a slip, or paste the text."),
    410: ("has taken that page down", "Look for a copy in a web archive, or paste the text."),
    429: ("is asked too often", "Try again in some minutes, or paste the text."),
    451: ("may not give that page for legal reasons", "Paste the text if you have it."),
}


async def received(answer: "ClientResponse", most: int) -> tuple[bytes, str]:
    """Return the body of *answer*, at most *most* bytes unpacked, and its media type.

    Raises `PageUnavailable` where the site does not give the page, `Unfetched` for what is not
    read here, and `TooLarge`.
    """
    if answer.status != 200:
        raise _refusal(answer)
    media = answer.headers.get("Content-Type", "")
    kind = media.partition(";")[0].strip().lower()
    if kind and not kind.startswith("text/") and kind not in _READ:
        what = _KINDS.get(kind.partition("/")[0], f"of the type {kind[:60]}")
        raise Unfetched(
            f"What stands at that address is {what}, which is not read here.",
            "Give the address of a page, a PDF or a feed.",
        )
    if answer.content_length is not None and answer.content_length > most:
        raise _too_large(most)
    unpack = _Unpacking(answer.headers.get("Content-Encoding", ""), most)
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_STEP):
        body += unpack.given(chunk, most - len(body))
        if len(body) > most:
            raise _too_large(most)
    if not unpack.ended:
        raise PageUnavailable("The site broke off in the middle of that page.", _AGAIN)
    if not body.strip():
        raise PageUnavailable("The site gave an empty page.", _PASTE)
    return bytes(body), media


class _Unpacking:
    """Unpacks a body as it comes, never more than one byte past what is still wanted."""

    def __init__(self, encoding: str, most: int) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise Unfetched("The site packs that page in a way that is not read here.", _PASTE)
        self._packed = name not in ("", "identity")
        self._bare = name == "deflate"
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._first = True
        self._most = most
        self._came = 0

    @property
    def ended(self) -> bool:
        """Whether all came that was packed; what is not packed ends where it ends."""
        return not self._packed or self._first or self._unpacker.eof

    def given(self, chunk: bytes, wanted: int) -> bytes:
        """Return *chunk* unpacked, cut after *wanted* bytes and one more."""
        self._came += len(chunk)
        if self._came > self._most:
            raise _too_large(self._most)
        if not self._packed:
            return chunk
        try:
            if self._first and self._bare and (chunk[0] & 0x0F) != 8:
                # Some servers send deflate without its two first bytes.
                self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            self._first = False
            return b"" if self._unpacker.eof else self._unpacker.decompress(chunk, wanted + 1)
        except zlib.error as error:
            raise PageUnavailable("The site sent a broken page.", _PASTE) from error


def _too_large(most: int) -> TooLarge:
    return TooLarge(
        f"That page has more than {most / 1e6:g} MB, which is as much as is read.",
        "Paste the part that matters instead.",
    )


def _refusal(answer: "ClientResponse") -> PageUnavailable:
    status, host = answer.status, answer.url.host
    if status in _REFUSALS:
        what, step = _REFUSALS[status]
        return PageUnavailable(f"{host} {what} ({status}).", step)
    if status >= 500:
        return PageUnavailable(
            f"{host} has a fault of its own just now ({status}).",
            "Try again later, or paste the text of the page.",
        )
    return PageUnavailable(f"{host} does not give that page ({status}).", _PASTE)
