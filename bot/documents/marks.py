"""What every written document has in common."""

WRITTEN = "<!-- Written by `make docs`; change the code, not this file. -->\n\n"


def cell(text: str) -> str:
    """Return *text* for a cell of a table, where a bar would end it and `<` would start HTML."""
    return text.replace("|", "\\|").replace("<", "&lt;")
