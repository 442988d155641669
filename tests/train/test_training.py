"""Learning from labelled texts: what the rules do not know is learnt, and what is right is kept."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.extract.attribution import attributions
from knowledge.extract.found import Attributed
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.parsing import Parser, open_parser
from knowledge.extract.tagger.accepting import Candidate, candidates, chosen
from knowledge.extract.tagger.labels import OUTSIDE, labels, segments
from knowledge.extract.tagger.model import BadModel, Model, read_model, write_model
from knowledge.extract.tagger.tagger import Tagger
from knowledge.extract.tagger.tokens import rows
from knowledge.model import Span
from knowledge.train.gold import GoldDocument, attributed
from knowledge.train.training import TooLittle, trained
from knowledge.vocabulary import Voice

NAMES = "Ann Lee|Bob Day|the council|Eva Cruz|Dr. Park|the union|Mr. Stone|Rosa Diaz".split("|")
FACTS = (
    "the old bridge is closed|the school will open in May|nobody was hurt|the river is rising"
    "|prices fell by half|the shop never paid"
).split("|")

OTHER = (
    "Two dogs slept near the door.|It was cold.|In the morning, Ann Lee left.|He ran all day."
    "|The book of the council is red.|In the end, the union paid."
).split("|")


def _document(number: int) -> GoldDocument:
    """Return a made-up text in which “in the book of …” attributes, which no rule knows."""
    text, found = "", []
    for turn in range(3):
        name = NAMES[(number + turn) % len(NAMES)]
        fact = FACTS[(number * 2 + turn) % len(FACTS)]
        start = len(text)
        text += f"In the book of {name}, {fact}. {OTHER[(number + turn) % len(OTHER)]}\n\n"
        source = start + len("In the book of ")
        content = source + len(name) + 2
        found.append(
            attributed(
                [Span(source, source + len(name))],
                [Span(start, source - 1)],
                [Span(content, content + len(fact))],
            )
        )
    return GoldDocument(f"d{number}", text, tuple(found))


@pytest.fixture(scope="module")
def model() -> Model:
    """Return a tagger that learnt from thirty small texts."""
    return trained([_document(number) for number in range(30)])


@pytest.fixture(scope="module")
def parser() -> Parser:
    """Return the parser."""
    return open_parser()


def _found(model: Model, parser: Parser, text: str) -> list[tuple[str, str, str]]:
    parsed = parser.parse(text, laid_out(text))
    return [
        (
            "".join(text[span.start : span.end] for span in each.source),
            "".join(text[span.start : span.end] for span in each.cue),
            "".join(text[span.start : span.end] for span in each.content),
        )
        for each in Tagger(model).attributions(parsed, attributions(parsed))
    ]


def test_a_cue_that_no_rule_knows_is_learnt(model: Model, parser: Parser) -> None:
    """What the labelled texts attribute is found in a new text, with who says it."""
    text = "It rained all day.\n\nIn the book of Maria Gomez, the river is closed. A cat sat there."
    assert _found(model, parser, text) == [("Maria Gomez", "In the book of", "the river is closed")]
    assert model.about.f1 > model.about.rules_f1 + 0.3


def test_everything_found_lies_in_the_text(model: Model, parser: Parser) -> None:
    """No span ends past the text, and each has a cue, a content and a confidence."""
    text = "In the book of Bo, “prices fell”, in the book of Ed, fell. In the book of"
    parsed = parser.parse(text, laid_out(text))
    for each in Tagger(model).attributions(parsed, attributions(parsed)):
        assert each.cue
        assert each.content
        assert 0 <= each.confidence <= 1
        assert all(span.end <= len(text) for span in (*each.cue, *each.content, *each.source))
    assert Tagger(model).attributions(parser.parse("", ()), ()) == ()


def test_a_tagger_is_one_file(model: Model, tmp_path: Path) -> None:
    """What is written is read back whole, and nothing half-written stays behind."""
    file = tmp_path / "desk.tagger"
    write_model(model, file)
    assert read_model(file) == model
    assert list(tmp_path.iterdir()) == [file]


def test_other_files_are_refused_in_a_sentence(model: Model, tmp_path: Path) -> None:
    """A file of another format, of another kind, damaged or missing is refused, and says why."""
    file = tmp_path / "desk.tagger"
    with pytest.raises(BadModel, match="cannot be read: No such file"):
        read_model(file)
    for content in (b"", b"PK\x03\x04 not really", b"x" * 1000):
        file.write_bytes(content)
        with pytest.raises(BadModel, match="is no tagger"):
            read_model(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("about.json", "[1, 2]")
    with pytest.raises(BadModel, match="is no tagger"):
        read_model(file)
    write_model(replace(model, about=replace(model.about, format=99)), file)
    with pytest.raises(BadModel, match="format 99, and this program reads format 1"):
        read_model(file)
    write_model(replace(model, roles=b"rubbish"), file)
    with pytest.raises(BadModel, match="damaged"):
        Tagger(read_model(file))


def test_too_little_is_said() -> None:
    """A handful of texts, or texts without any label, teach nothing, and that is said."""
    with pytest.raises(TooLittle, match="3 labelled texts with 9 attributions are too few"):
        trained([_document(number) for number in range(3)])
    with pytest.raises(TooLittle, match="with 0 attributions"):
        trained([replace(_document(number), attributions=()) for number in range(12)])


def test_labels_and_segments_are_two_ways_of_saying_it(parser: Parser) -> None:
    """Segments of the labels of an attribution are its spans, word for word."""
    document = _document(1)
    lines = rows(parser.parse(document.text, laid_out(document.text)))
    found = [
        (segment.role, line.tokens[segment.first].start, line.tokens[segment.last].end)
        for line in lines
        for segment in segments(labels(line, document.attributions))
    ]
    assert found == [
        (role, span.start, span.end)
        for each in document.attributions
        for role, (span,) in (("cue", each.cue), ("source", each.source), ("content", each.content))
    ]
    assert set(labels(lines[0], ())) == {OUTSIDE}


def _made(
    source: tuple[int, int] | None,
    cue: tuple[int, int],
    content: tuple[int, int],
    parent: int | None = None,
) -> Attributed:
    return Attributed(
        (Span(*source),) if source else (),
        (Span(*cue),),
        (Span(*content),),
        Voice.INDIRECT,
        parent=parent,
        rule="r",
    )


def test_rules_and_tagger_may_each_give_a_part() -> None:
    """Where both see the same words, content of one with source of the other can be chosen."""
    rule, tagged = _made((0, 3), (4, 8), (9, 40)), _made((50, 55), (4, 8), (9, 20))
    options = list(candidates([rule], [tagged]))
    assert {(each.content_from, each.source_from) for each in options} == {
        ("rule", "rule"),
        ("rule", "tagger"),
        ("tagger", "rule"),
        ("tagger", "tagger"),
    }

    def rate(option: Candidate) -> float:
        return 0.9 if (option.content_from, option.source_from) == ("tagger", "rule") else 0.6

    ((best, value),) = chosen(options, rate, 0.5)
    assert (best.attribution.content, best.attribution.source) == (tagged.content, rule.source)
    assert value == 0.9
    assert chosen(options, rate, 0.95) == []


def test_what_stands_inside_another_never_loses_it() -> None:
    """An attribution that is kept keeps the one around it, or it would lose who tells of it."""
    outer, inner = _made((0, 3), (4, 8), (9, 60)), _made((10, 15), (16, 20), (21, 60), parent=0)
    options = list(candidates([outer, inner], []))

    def rate(option: Candidate) -> float:
        return 0.9 if option.place == 1 else 0.1

    assert [option.place for option, _ in chosen(options, rate, 0.5)] == [1, 0]
