"""Logs on standard error: JSON for machines, columns for a terminal, and no secrets in either."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog
from pydantic import SecretBytes, SecretStr

_LIBRARIES = {
    # These write bodies of requests, people's words among them, at INFO and DEBUG.
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "aiohttp": logging.WARNING,
    "discord": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "uvicorn": logging.WARNING,
    "asyncio": logging.WARNING,
}

HIDDEN = "***"


def hide_secrets(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace every value of a secret type, by its type and wherever it came from."""
    for key, value in event.items():
        if isinstance(value, (SecretStr, SecretBytes)):
            event[key] = HIDDEN
    return event


def configure(
    level: Literal["debug", "info", "warning", "error"] = "info",
    style: Literal["auto", "json", "console"] = "auto",
) -> None:
    """Send our logs and the libraries' to standard error at *level*.

    `auto` is columns on a terminal and JSON elsewhere. Tracebacks never show local variables,
    which hold people's questions.
    """
    console = style == "console" or (style == "auto" and sys.stderr.isatty())
    shared: list[structlog.types.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    ending: list[structlog.types.Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if console
        else [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )
    number = getattr(logging, level.upper())
    # Ours are written straight away, which costs half of what a trip through `logging` does.
    structlog.configure(
        processors=[*shared, *ending],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name, least in _LIBRARIES.items():
        logging.getLogger(name).setLevel(max(least, number))
