"""What readers are told is so: the documents and the program say the same."""

import re
import struct
from pathlib import Path

import discord
import pytest

from bot import documents
from bot.documents.failures import OPERATOR, exit_meanings, sentences
from bot.documents.terminal import answer, helps
from bot.exits import Exit
from bot.main import registry
from config.keys import CONFIG, keys
from knowledge.model import UNKNOWN_STATUS, ClaimRating, QuotationRating
from tests.process.command import onrecord

ROOT = Path(__file__).parents[1]
DOCS = sorted(
    str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
)
LINK = re.compile(r"""(?<!`)\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)="([^"]+)\"""")
CARD = re.compile(r"<!-- card ?(?P<slug>[\w-]*) -->\n```text\n(?P<text>.*?)\n```", re.DOTALL)
CUT = re.compile(r"\[cut here: [^\]]+\]")
FILE_NAMES = {"desk.lock"}
INDEXES = ("pypi", "pythonhosted", "npmjs", "crates.io", "anaconda", "rubygems", "docker.io")
VERDICT = re.compile(r"\b(true|false|fact|verified|debunked|contradictions?)\b", re.IGNORECASE)
SAYS_NOT = re.compile(r"\b(never|no|not|nothing|nobody)\b", re.IGNORECASE)


def text(name: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    """Return a document without its code."""
    plain = re.sub(r"^ *```.*?^ *```", "", text(name), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", plain)


def anchors(name: str) -> set[str]:
    """Return the anchors that a document's headings make, as GitHub makes them."""
    headings = re.findall(r"(?m)^#+ (.+)$", text(name))
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("name", documents.FILES)
def test_committed_files_are_the_generated_ones(name: str) -> None:
    """Each committed file is what the program gives; `make docs` writes it anew."""
    assert text(name) == documents.FILES[name](), f"{name} is out of date: run `make docs`"


def test_write_writes_them_all(tmp_path: Path) -> None:
    """One call writes every file, and nothing else, below the folder it is given."""
    documents.write(tmp_path)
    written = {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file()}
    assert written == set(documents.FILES)


def test_every_command_is_documented() -> None:
    """Each command has its section with its summary, and each of its parameters a row."""
    for command in registry():
        _, _, section = text("docs/commands.md").partition(f"### `/{command.path}`\n")
        section = section.partition("\n### ")[0]
        assert command.summary in section, command.name
        for param in command.params:
            assert f"| `{param.name}` |" in section, (command.name, param.name)


def test_every_setting_is_documented() -> None:
    """Each setting has its row."""
    for key in keys().values():
        assert f"| `{key.dotted}` | `{key.variable}`" in text("docs/settings.md")


def test_every_error_code_is_documented() -> None:
    """Each code has a sentence, a next step, and what whoever runs the desk does about it."""
    assert set(sentences()) == set(OPERATOR)
    for code, pairs in sentences().items():
        assert pairs, f"{code} is never raised"
        assert all(said and step for said, step in pairs)
        assert f"\n## `{code}`\n" in text("docs/errors.md")


def test_every_exit_code_is_documented() -> None:
    """Each exit code has its meaning, and a row for supervisors and people."""
    assert set(exit_meanings()) == set(Exit)
    for code in Exit:
        assert f"| {code.value} | `{code.name}` |" in text("docs/exit-codes.md")
        assert f"\n| {code.value} | " in text("docs/operating.md")


def test_every_command_of_the_command_line_is_documented() -> None:
    """Each command and group has its help written down, and each that is named exists."""
    known = {name for name, _ in helps()}
    for name in known:
        assert f"\n## `{name}`\n" in text("docs/command-line.md")
    for document in DOCS:
        for said in re.findall(r"`onrecord ([a-z]+(?: [a-z]+)?)", text(document)):
            first = f"onrecord {said.split()[0]}"
            assert {first, f"onrecord {said}"} & known, (document, said)


def test_the_two_commands_exist() -> None:
    """README's two commands are targets of the Makefile, and so is every other it names."""
    named = set(re.findall(r"`make ([a-z]+)`", text("README.md")))
    assert {"demo", "test"} <= named <= set(re.findall(r"(?m)^([a-z]+):", text("Makefile")))


@pytest.mark.parametrize("name", DOCS)
def test_links_lead_somewhere(name: str) -> None:
    """Each relative link leads to a file of the repository, and to a heading where it says so."""
    for link in map("".join, LINK.findall(text(name))):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        assert not anchor or anchor in anchors(str(target.resolve().relative_to(ROOT))), link


def test_the_readme_leads_to_every_page() -> None:
    """Under “More” each page of the documents has its link, and the README stays readable."""
    readme = text("README.md")
    linked = set(map("".join, LINK.findall(readme.partition("\n## More\n")[2])))
    assert {name for name in DOCS if name.startswith("docs/")} <= linked
    assert len(readme.splitlines()) < 200


@pytest.mark.parametrize("name", DOCS)
def test_named_settings_exist(name: str) -> None:
    """Each variable and each dotted setting that a document names is one."""
    variables = {CONFIG} | {key.variable for key in keys().values()}
    variables |= {key.file_variable for key in keys().values() if key.secret}
    assert set(re.findall(r"\bONRECORD_[A-Z0-9_]*[A-Z0-9]", text(name))) <= variables
    sections = {key.section for key in keys().values() if key.section}
    for section, key in re.findall(r"`([a-z]+)\.([a-z_]+)`", text(name)):
        if section in sections and f"{section}.{key}" not in FILE_NAMES:
            assert f"{section}.{key}" in {each.dotted for each in keys().values()}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a desk made with `onrecord demo`."""
    folder = tmp_path_factory.mktemp("desk")
    assert onrecord(folder, "demo").code == Exit.OK
    return folder


@pytest.mark.parametrize("name", DOCS)
def test_cards_are_what_the_program_prints(name: str, desk: Path) -> None:
    """Each card in a document is what `onrecord ask` prints, but for line breaks and marked cuts.

    So a card in writing cannot go stale.
    """
    for match in CARD.finditer(text(name)):
        line = f"/claim {match['slug'] or 'doctors-salary'}"
        left = " ".join(onrecord(desk, "ask", line).out.split())
        parts = [" ".join(part.split()) for part in CUT.split(match["text"])]
        assert parts[0]
        assert left.startswith(parts[0])
        for part in parts:
            _, found, left = left.partition(part) if part else ("", part, left)
            assert found == part, part
        assert not parts[-1] or not left


def test_readme_shows_a_card_and_its_picture() -> None:
    """The first screen has the picture and the answer as text, before the first heading."""
    first = text("README.md").partition("\n## ")[0]
    assert CARD.search(first)
    assert 'src="docs/images/card.png"' in first


def test_readme_s_questions_find_something() -> None:
    """Each question that newcomers are told to try has an answer in the sample."""
    block = text("README.md").partition("Five questions")[2].partition("```text\n")[2]
    questions = block.partition("\n```")[0].splitlines()
    assert len(questions) == 5
    for question in questions:
        assert getattr(answer(question), "result", None) == "found", question


def test_the_picture_needs_nothing_from_elsewhere() -> None:
    """The SVG loads no font, no style and no picture; all its letters are in it."""
    svg = text("docs/images/card.svg")
    assert not re.search(r"@font-face|@import|<image|href=|src=|url\((?!#)", svg)
    assert "Not checked; no evidence recorded".replace(" ", "&#160;") in svg


def test_the_hand_made_picture_has_the_svg_s_size() -> None:
    """The PNG was made from an SVG of this size, and loads fast."""
    png = (ROOT / "docs/images/card.png").read_bytes()
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text("docs/images/card.svg"))
    assert box is not None
    assert struct.unpack(">II", png[16:24]) == tuple(-int(-float(n) // 1) for n in box.groups())
    assert len(png) < 300_000


def test_the_invite_asks_for_the_named_permissions() -> None:
    """The number in Discord's invite link is that of the permissions named under it."""
    link, _, after = text("README.md").partition("permissions=")[2].partition("\n")
    names = after.partition("no more:")[2].partition(".")[0]
    flags = {"_".join(name.lower().split()) for name in names.split(",")}
    flags = {"view_channel" if flag == "view_channels" else flag for flag in flags}
    assert int(link) == discord.Permissions(**dict.fromkeys(flags, True)).value
    assert len(flags) == 6


def test_every_status_word_is_explained() -> None:
    """Each status word stands in the guide to reading a card."""
    for word in (*ClaimRating, *QuotationRating, UNKNOWN_STATUS):
        assert f"`{word}`" in text("docs/reading-a-card.md"), word


def test_named_log_events_exist() -> None:
    """Each event in the guide to operating is written by the program."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    table = text("docs/operating.md").partition("| Event |")[2].partition("\n\n")[0]
    named = [row.split("|")[1] for row in table.splitlines()[2:]]
    events = re.findall(r"`([^`]+)`", "".join(named))
    assert len(events) > 5
    assert [event for event in events if f'"{event}' not in code] == []


@pytest.mark.parametrize("name", DOCS)
def test_no_document_names_a_package_index(name: str) -> None:
    """Where packages come from is the business of whoever installs them."""
    assert [host for host in INDEXES if host in text(name).lower()] == []


@pytest.mark.parametrize("name", DOCS)
def test_no_document_passes_a_verdict(name: str) -> None:
    """No prose says that a claim is true or false: the words occur only where they are denied."""
    told = prose(name).replace("true or false |", "")
    for sentence in re.split(r"(?<=[.:!?])\s+|\n\n|\n[|-]", told):
        assert SAYS_NOT.search(sentence) or not VERDICT.search(sentence), sentence
