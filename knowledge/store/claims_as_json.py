"""Claims that are not on record yet, and documents, as JSON and back, whole."""

from functools import cache
from typing import TYPE_CHECKING

from knowledge.model import Claim, Document

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def _claims() -> "TypeAdapter[Claim]":
    from pydantic import TypeAdapter

    return TypeAdapter(Claim)


@cache
def _documents() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


def claim_as_json(claim: Claim) -> str:
    """Return *claim* as JSON with every part of it; numbers are kept as they are written."""
    return _claims().dump_json(claim).decode()


def claim_from_json(text: str) -> Claim:
    """Return the claim that `claim_as_json` wrote."""
    return _claims().validate_json(text)


def document_as_json(document: Document) -> str:
    """Return *document* as JSON, its outlet included."""
    return _documents().dump_json(document).decode()


def document_from_json(text: str) -> Document:
    """Return the document that `document_as_json` wrote."""
    return _documents().validate_json(text)
