"""Whose a quotation is when no verb of speech stands beside it."""

import pytest

from knowledge.extract.attribution import attributions
from knowledge.extract.found import Paragraph
from knowledge.extract.parsing import Parser
from knowledge.model import Span


def sayings(parser: Parser, text: str) -> list[tuple[str, ...]]:
    """Return rule, source, cue and content of each attribution of *text*."""
    return [
        (
            each.rule,
            *(
                " | ".join(text[span.start : span.end] for span in spans)
                for spans in (each.source, each.cue, each.content)
            ),
        )
        for each in attributions(parser.parse(text))
    ]


@pytest.mark.parametrize(
    ("text", "rule", "source", "cue"),
    [
        (
            "The bridge - Ana Ruiz: “It will fall within the year.”",
            "quote-labelled",
            "Ana Ruiz",
            ":",
        ),
        (
            "Ana Ruiz and Ivo Bek: “It will fall in a year.”",
            "quote-labelled",
            "Ana Ruiz and Ivo Bek",
            ":",
        ),
        ("“It will fall within the year.” ― Ana Ruiz", "quote-signed", "Ana Ruiz", "―"),
        ("“It will fall within the year.”\n\n- Ana Ruiz.", "quote-signed", "Ana Ruiz", "-"),
        ("“It will fall within the year.\nAna Ruiz.”", "quote-signed", "Ana Ruiz", ""),
        (
            "Transcript as follows:\n\n“We meet at last, and we will rebuild it.”",
            "quote-announced",
            "Transcript",
            "as follows",
        ),
        ("“The bridge will fall within the year.” Ana Ruiz said.", "quote-cue", "Ana Ruiz", "said"),
        ("As Ana Ruiz puts it: “The bridge will fall.”", "quote-cue", "Ana Ruiz", "puts"),
        (
            "Ana Ruiz told the town in a written statement, “The bridge will fall.”",
            "quote-cue",
            "Ana Ruiz",
            "told",
        ),
        (
            "In a statement to the Observer, her senior adviser, Jake Holt, said: “It will fall.”",
            "quote-cue",
            "her senior adviser, Jake Holt",
            "said",
        ),
        (
            "“It will fall within the year,” Ana Ruiz is quoted as saying.",
            "quote-cue",
            "Ana Ruiz",
            "is quoted",
        ),
    ],
)
def test_a_name_beside_a_quotation_is_its_speaker(
    parser: Parser, text: str, rule: str, source: str, cue: str
) -> None:
    """Labels, signatures, frames and announcements give the words to the one they name."""
    ((found_rule, found_source, found_cue, content),) = sayings(parser, text)
    assert (found_rule, found_source, found_cue) == (rule, source, cue)
    assert content[0] == "“"


def test_a_label_that_names_nobody_is_no_speaker(parser: Parser) -> None:
    """“Update:” and its like come before words, and say none of them."""
    assert sayings(parser, "Update: “The bridge fell on Monday.”") == []


def test_brackets_after_a_quotation_do_not_sign_it(parser: Parser) -> None:
    """A link set in brackets says where it was read, while the label says who spoke."""
    text = "Bridges of the north.\n\nAna Ruiz: “It will fall in a year.” [Post.]"
    ((rule, source, *_),) = sayings(parser, text)
    assert (rule, source) == ("quote-labelled", "Ana Ruiz")


def test_a_speaker_goes_on_in_the_next_paragraph(parser: Parser) -> None:
    """A paragraph that is nothing but a quotation goes on for whoever just spoke."""
    text = "“The bridge is old,” Ana Ruiz said.\n\n“Nobody ever looked at the piers.”"
    first, second = sayings(parser, text)
    assert (first[0], first[1]) == ("quote-cue", "Ana Ruiz")
    assert (second[0], second[1]) == ("quote-next", "Ana Ruiz")


def test_a_thing_that_the_sentence_before_is_about_does_not_speak(parser: Parser) -> None:
    """Words are given to the last speaker sooner than to “the repair”."""
    text = (
        "“It is old,” Ana Ruiz said. The repair took a year.\n\n“Nobody ever looked at the piers.”"
    )
    assert sayings(parser, text)[-1][1] == "Ana Ruiz"


def test_a_cue_of_the_next_line_is_not_taken_for_words_above_it(parser: Parser) -> None:
    """A question that ends its line belongs to who asked it."""
    text = "“It is old,” Ana Ruiz said. “Who will pay for it?”\nIvo Bek said that he would not."
    first, second = sayings(parser, text)
    assert first[1] == "Ana Ruiz"
    assert "“Who will pay for it?”" in first[3]
    assert second[1] == "Ivo Bek"


def test_words_according_to_a_report_are_the_reports(parser: Parser) -> None:
    """They are not given to whom the paragraph before is about."""
    text = "Ana Ruiz posted a photograph.\n\n“The evidence is weak,” according to a court document."
    (said,) = [each for each in sayings(parser, text) if "“" in each[3]]
    assert said[:3] == ("according", "a court document", "according to")


def test_speech_set_off_by_what_seems_is_kept(parser: Parser) -> None:
    """The outlet's own “appeared to” does not swallow who then speaks."""
    text = "The mayor appeared to assert his plans by saying, “I am trying to save lives.”"
    assert ("quote-cue", "The mayor", "saying", "“I am trying to save lives.”") in sayings(
        parser, text
    )


def test_words_without_a_cue_are_whose_turn_it_is(parser: Parser) -> None:
    """In a transcript nobody has to be guessed."""
    text = "RUIZ: It was bad.\n\n“Nobody ever looked at the piers of that bridge.”"
    first, second = Span(0, 17), Span(19, len(text))
    turn = Span(0, 4)
    parsed = parser.parse(text, [Paragraph(first, speaker=turn), Paragraph(second, speaker=turn)])
    assert [each.source for each in attributions(parsed) if each.content == (second,)] == [(turn,)]


def test_speech_left_open_is_whose_name_comes_further_on(parser: Parser) -> None:
    """Marks that are not closed say that who goes on is the same, not who spoke before."""
    text = (
        "“We paid nobody,” Tom Bell said.\n\n"
        "“The first thing to understand is that nobody checked.\n\n"
        "“Nobody wanted to look at it either.\n\n"
        "“And nobody will,” director Amal Haddad told reporters."
    )
    whose = {said[1]: said[3] for said in sayings(parser, text)}
    assert set(whose) == {"Tom Bell", "director Amal Haddad"}
    assert whose["Tom Bell"] == "“We paid nobody,”"
    assert "nobody checked" in whose["director Amal Haddad"]
    assert "either" in whose["director Amal Haddad"]


def test_a_headline_that_is_spoken_of_is_not_the_last_speakers(parser: Parser) -> None:
    """“…” was the headline: nobody is named who said it."""
    text = "Prat said that he was innocent.\n\n“Prat stole three million” was the headline."
    assert [each[1] for each in sayings(parser, text)] == ["Prat"]
