"""PostgreSQL's own full-text search beside the desk's: the same claims, the same questions.

`python -m benchmarks.postgres` prints it alone. The claims and questions are those of
`benchmarks.matching`. PostgreSQL searches a stored `tsvector` with a GIN index and ranks with
`ts_rank`; words are joined by “or”, since a question has words that its claim has not. It is asked
through `psql`, which comes with it, by prepared statements on one connection, and timed by `psql`.
"""

import os
import random
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator, Sequence

from benchmarks.matching import CALLS, made_up
from benchmarks.timing import Row, Spread, micro, spread
from knowledge.match.trial import TrialClaim

ADDRESS = "BENCH_POSTGRES"
SKIPPED = f"skipped: no server; set {ADDRESS} to a connection string, for `psql`"

_TABLE = """
CREATE SCHEMA {schema};
CREATE TABLE {schema}.claim (
    slug  text PRIMARY KEY,
    words text NOT NULL,
    found tsvector GENERATED ALWAYS AS (to_tsvector('english', words)) STORED
);
COPY {schema}.claim (slug, words) FROM stdin;
{rows}
\\.
CREATE INDEX ON {schema}.claim USING gin (found);
VACUUM ANALYZE {schema}.claim;
"""

_ASKED = """
PREPARE asked (text) AS
SELECT slug FROM {schema}.claim,
    CAST(replace(CAST(plainto_tsquery('english', $1) AS text), '&', '|') AS tsquery) AS query
WHERE found @@ query ORDER BY ts_rank(found, query) DESC, slug LIMIT 3;
{warm}
\\timing on
{timed}
"""


def measure(sizes: Sequence[int] = (10_000, 100_000)) -> Iterator[Row]:
    """Yield a row for each size, or one that says why there is none."""
    version = _version()
    if version is None:
        yield Row("free text in PostgreSQL", SKIPPED)
        return
    for size in sizes:
        asked, found = _asked(*made_up(random.Random(size), size))  # noqa: S311 - as in `matching`
        what = f"PostgreSQL {version}, `ts_rank` over GIN, {size:,} claims, p50 / p99"
        answered = f"{found} of {CALLS} questions answered"
        yield Row(what, f"{micro(asked.p50)} / {micro(asked.p99)} ({answered})")


def _version() -> str | None:
    """Return the server's version, or `None` where none is reached."""
    if shutil.which("psql") is None:
        return None
    done = subprocess.run(
        [*_psql(), "-c", "SHOW server_version"], capture_output=True, text=True, check=False
    )
    return done.stdout.split()[0] if done.returncode == 0 else None


def _asked(claims: Sequence[TrialClaim], questions: Sequence[str]) -> tuple[Spread, int]:
    """Return how long each of *questions* takes, and how many find anything."""
    schema = f"onrecord_bench_{uuid.uuid4().hex[:12]}"
    rows = "\n".join(
        f"{one.claim.slug}\t{_copied(f'{one.claim.label} {one.claim.statement}')}" for one in claims
    )
    calls = [f"EXECUTE asked ({_quoted(question)});" for question in questions]
    try:
        _run(_TABLE.format(schema=schema, rows=rows))
        script = _ASKED.format(schema=schema, warm="\n".join(calls[:50]), timed="\n".join(calls))
        said = _run(script)
    finally:
        _run(f"DROP SCHEMA IF EXISTS {schema} CASCADE;")
    times = [float(ms) / 1_000 for ms in re.findall(r"^Time: ([\d.]+) ms", said, re.MULTILINE)]
    assert len(times) == len(questions)
    answers = re.split(r"^Time: .*$", said, flags=re.MULTILINE)[: len(questions)]
    return spread(times), sum(bool(answer.strip()) for answer in answers)


def _psql() -> list[str]:
    address = os.environ.get(ADDRESS)
    return ["psql", "-X", "-q", "-w", "-A", "-t", *([address] if address else [])]


def _run(script: str) -> str:
    """Return what `psql` says to *script*; raises `CalledProcessError` where it refuses."""
    done = subprocess.run(
        [*_psql(), "-v", "ON_ERROR_STOP=1", "-f", "-"],
        input=script,
        env={
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "PGCLIENTENCODING": "UTF8",
            "PGOPTIONS": "-c client_min_messages=warning",
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _copied(text: str) -> str:
    """Return *text* as a column of COPY."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def main() -> None:
    """Measure and print."""
    for row in measure():
        print(f"| {row.what} | {row.measured} | {row.goal} |", flush=True)


if __name__ == "__main__":
    main()
