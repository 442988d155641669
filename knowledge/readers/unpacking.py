"""Gzip, unpacked to a limit, so that a small file cannot fill the memory."""

import zlib

from knowledge.errors import TooLarge, Unreadable

MOST_UNPACKED = 100_000_000
"""Bytes to which a packed file may unpack."""

_STEP = 1 << 20


def unpacked(data: bytes) -> tuple[bytes, bool]:
    """Return gzip *data* unpacked, all its members one after the other, and whether it is whole.

    Raises `TooLarge` past the limit, and `Unreadable` where it is broken at its beginning.
    """
    whole = bytearray()
    ended = True
    while data.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            while data and not member.eof:
                whole += member.decompress(data, _STEP)
                data = member.unconsumed_tail
                if len(whole) > MOST_UNPACKED:
                    raise TooLarge(
                        f"That file unpacks to more than {MOST_UNPACKED // 1_000_000} MB.",
                        "Unpack it, and give the part that matters.",
                    )
        except zlib.error as error:
            if not whole:
                raise Unreadable(
                    "That packed file is broken.", "Get it again, or give what is inside."
                ) from error
            return bytes(whole), False
        ended = member.eof
        data = member.unused_data.lstrip(b"\0")
    return bytes(whole), ended
