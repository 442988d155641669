"""The parser, loaded once for all tests of extraction."""

import pytest

from knowledge.extract.parsing import Parser, open_parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    """Return the default parser."""
    return open_parser()
