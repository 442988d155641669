"""A receipt as the two files that are handed over: the page, and the JSON that the page names."""

import hashlib

from knowledge.receipt import Receipt
from knowledge.receipt_json import as_json
from knowledge.receipt_page import as_page


def receipt_files(made: Receipt) -> dict[str, bytes]:
    """Return the page and the JSON by file name, which has the claim, its revision and the time."""
    name = f"{made.claim.slug}-r{made.claim.revision}-{made.at:%Y%m%dT%H%M%SZ}"
    written = as_json(made).encode("utf-8", "backslashreplace")
    page = as_page(made, f"{name}.json", hashlib.sha256(written).hexdigest()).encode()
    return {f"{name}.html": page, f"{name}.json": written}
