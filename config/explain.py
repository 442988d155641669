"""Why a value was refused, in a sentence that says more than the model's own."""

from pydantic_core import ErrorDetails

from config.keys import LINES, LIST, PORTS, Key
from config.problems import Problem, shown
from config.sources import ENVIRONMENT, Value

_SENTENCES = {
    "literal_error": "{value} is not among the choices.",
    "int_parsing": "{value} is not a whole number.",
    "int_type": "{value} is not a whole number.",
    "int_from_float": "{value} is not a whole number.",
    "float_parsing": "{value} is not a number.",
    "float_type": "{value} is not a number.",
    "finite_number": "{value} is not a number that ends.",
    "bool_parsing": "{value} is neither true nor false.",
    "bool_type": "{value} is neither true nor false.",
    "string_type": "{value} is not text.",
    "path_type": "{value} is not a path.",
    "greater_than": "{value} is too small.",
    "greater_than_equal": "{value} is too small.",
    "less_than": "{value} is too large.",
    "less_than_equal": "{value} is too large.",
}


def default_text(key: Key) -> str:
    """Return the default of *key* in words, as reports and the docs show it."""
    value = key.default
    if key.path == ("data_dir",):
        return "~/.local/share/onrecord"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset) and value:
        return ", ".join(map(str, sorted(value)))
    if isinstance(value, (int, float)):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return str(value) if value else "empty"


def refusal(key: Key, given: Value, details: ErrorDetails) -> Problem:
    """Return the problem that *details*, one error of the models, is about."""
    if details["type"] == "value_error":
        message = f"{details['ctx']['error']}."
        message = message[0].upper() + message[1:]
    else:
        sentence = _SENTENCES.get(details["type"], "{value} cannot be used here.")
        message = sentence.format(value="This value" if key.secret else shown(given.value))
    takes = key.takes
    if takes in (LIST, PORTS) and given.source == ENVIRONMENT:
        takes = f"{takes.removeprefix('a list of ')} with commas between them"
    if takes == LINES and given.source == ENVIRONMENT:
        takes = "lines with semicolons between them"
    fix = f"Give {takes}; the default is {default_text(key)}."
    return Problem(given.key, given.source, message[0].upper() + message[1:], fix)
