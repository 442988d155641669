"""One sentence for each rule: who, with which words, what, and how strongly."""

import pytest

from knowledge.extract.attribution import attributions
from knowledge.extract.found import Attributed
from knowledge.extract.parsing import Parser
from knowledge.model import Span
from knowledge.vocabulary import Strength, Voice


def words(text: str, spans: tuple[Span, ...]) -> str:
    """Return the words of spans, with a bar between them."""
    return " | ".join(text[span.start : span.end] for span in spans)


def found(parser: Parser, text: str) -> list[tuple[str, str, str, str]]:
    """Return rule, source, cue and content of everything found in *text*."""
    return [
        (each.rule, words(text, each.source), words(text, each.cue), words(text, each.content))
        for each in attributions(parser.parse(text))
    ]


def only(parser: Parser, text: str) -> Attributed:
    """Return the one attribution of *text*."""
    (each,) = attributions(parser.parse(text))
    return each


@pytest.mark.parametrize(
    ("text", "rule", "source", "content"),
    [
        (
            "The mayor said that the bridge would reopen in June.",
            "clause-that",
            "The mayor",
            "that the bridge would reopen in June",
        ),
        (
            "Officials say the dam is safe.",
            "clause-bare",
            "Officials",
            "the dam is safe",
        ),
        (
            "The dam was never inspected, the union said.",
            "clause-fronted",
            "the union",
            "The dam was never inspected",
        ),
        (
            "The minister asked whether the river had been tested.",
            "question",
            "The minister",
            "whether the river had been tested",
        ),
        (
            "According to the coast guard, two boats sank on Monday.",
            "according",
            "the coast guard",
            "two boats sank on Monday",
        ),
        (
            "The governor vowed to rebuild the school.",
            "infinitive",
            "The governor",
            "to rebuild the school",
        ),
        (
            "The court urged the ministry to publish the files.",
            "told-to",
            "The court",
            "the ministry to publish the files",
        ),
        (
            "The senator denounced the new tax.",
            "object",
            "The senator",
            "the new tax",
        ),
        (
            "The coach described the match as a disaster.",
            "framed",
            "The coach",
            "the match as a disaster",
        ),
        (
            "Residents called for a new hospital.",
            "about",
            "Residents",
            "a new hospital",
        ),
    ],
)
def test_each_rule_finds_who_says_what(
    parser: Parser, text: str, rule: str, source: str, content: str
) -> None:
    """A plain sentence for a rule gives its source and its content, and nothing else."""
    ((name, who, _, what),) = found(parser, text)
    assert (name, who, what) == (rule, source, content)


def test_a_quotation_goes_to_the_cue_beside_it_and_goes_on_after_it(parser: Parser) -> None:
    """The sentences before and after “she said” are one speaker's, and wholly quoted."""
    text = "“We will rebuild the bridge,” Ana Ruiz said. “It takes two years.”"
    each = only(parser, text)
    assert words(text, each.source) == "Ana Ruiz"
    assert words(text, each.content) == "“We will rebuild the bridge,” | “It takes two years.”"
    assert (each.rule, each.voice) == ("quote-cue", Voice.DIRECT)


def test_speech_goes_on_over_paragraphs_that_are_left_open(parser: Parser) -> None:
    """A paragraph that reopens the quotation belongs to whoever spoke in the one before."""
    text = "Ana Ruiz said: “The bridge is old.\n\n“It was built by our fathers.”"
    each = only(parser, text)
    assert words(text, each.source) == "Ana Ruiz"
    assert len(each.content) == 2


def test_a_fragment_in_a_clause_takes_the_whole_clause_and_is_mixed(parser: Parser) -> None:
    """Quoted words within a reported clause do not stand alone."""
    text = "The mayor said the plan was “a bitter joke” on the town."
    each = only(parser, text)
    assert words(text, each.content) == "the plan was “a bitter joke” on the town"
    assert each.voice is Voice.MIXED


def test_words_in_quotation_marks_that_nobody_says_are_no_speech(parser: Parser) -> None:
    """A term set in quotation marks is attributed to nobody."""
    assert found(parser, "The so-called “green corridor” opened on Friday.") == []


def test_an_accusation_names_the_accused_and_invents_no_accuser(parser: Parser) -> None:
    """The passive without an agent has no source, and whom it is held against is kept."""
    text = "The company was accused of hiding the leak."
    each = only(parser, text)
    assert each.source == ()
    assert each.accused is not None
    assert words(text, (each.accused,)) == "The company"
    assert (each.accusation, each.strength) == (True, Strength.ALLEGED)


def test_an_accusation_that_is_passed_on_stands_inside_of_who_passes_it_on(
    parser: Parser,
) -> None:
    """Both levels are found, and the inner one says which is around it."""
    text = "The union notes that the company is accused of hiding the leak."
    outer, inner = attributions(parser.parse(text))
    assert (outer.parent, inner.parent) == (None, 0)
    assert words(text, outer.source) == "The union"
    assert inner.source == ()


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("The minister denied that he took money.", Strength.DENIED),
        ("The bank estimates that prices rose by a tenth.", Strength.ESTIMATED),
        ("The bank predicts that prices will fall.", Strength.PREDICTED),
        ("Prosecutors allege that he took money.", Strength.ALLEGED),
        ("The minister said he took no money.", Strength.STATED),
    ],
)
def test_the_cue_says_how_strongly(parser: Parser, text: str, strength: Strength) -> None:
    """Denied stays denied, estimated estimated, alleged alleged."""
    assert only(parser, text).strength is strength


def test_reportedly_is_a_hedge_of_nobody_named(parser: Parser) -> None:
    """An adverb that says somebody says so is kept as the hedge, without a source."""
    text = "The ship reportedly sank within minutes."
    each = only(parser, text)
    assert each.source == ()
    assert each.hedge is not None
    assert words(text, (each.hedge,)) == "reportedly"


def test_what_the_reporter_adds_after_the_clause_is_not_the_speakers(parser: Parser) -> None:
    """A relative clause set off at the end is the outlet's, not the speaker's."""
    text = "The mayor said she would visit Alsund, which lies by the sea."
    assert words(text, only(parser, text).content) == "she would visit Alsund"


def test_who_adds_is_who_said(parser: Parser) -> None:
    """A participle that goes with the cue has its source, though it hangs on another's clause."""
    text = "The mayor said that the bridge was safe, adding that divers had looked at it."
    first, second = attributions(parser.parse(text))
    assert words(text, first.content) == "that the bridge was safe"
    assert words(text, second.source) == "The mayor"


def test_a_headline_names_its_source_before_a_colon(parser: Parser) -> None:
    """The first line's “Name: words” is an attribution; a subject and a colon are none."""
    assert found(parser, "Ana Ruiz: The bridge must be rebuilt\n\nIt rained.")[0][:2] == (
        "headline",
        "Ana Ruiz",
    )
    assert found(parser, "Weather this week: Rain and more rain\n\nIt rained.") == []


def test_i_think_is_nobodys_claim(parser: Parser) -> None:
    """Weak verbs with “I” or “you” outside of quotations report nothing."""
    assert found(parser, "I think the bridge is pretty.") == []


def test_a_bracket_inside_a_quotation_does_not_cut_it(parser: Parser) -> None:
    """Content that would end within a quotation goes on to its closing mark."""
    text = "The report says the firm is accused of “harming its workers [by] forcing them to stay.”"
    outer, inner = attributions(parser.parse(text))
    assert words(text, outer.content).endswith("forcing them to stay.”")
    assert words(text, inner.content).endswith("forcing them to stay.”")


def test_who_holds_a_meeting_is_the_source_of_what_it_denounces(parser: Parser) -> None:
    """A participle after what somebody holds or issues has that somebody for a source."""
    text = "The union held a meeting denouncing the new rules."
    assert words(text, only(parser, text).source) == "The union"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "She called his executive orders “a crucial step forward on guns.”",
            "his executive orders “a crucial step forward on guns.”",
        ),
        ("He likes Ana and calls her “a woman of great gifts.”", "her “a woman of great gifts.”"),
    ],
)
def test_what_somebody_is_called_in_quotation_marks_is_found(
    parser: Parser, text: str, content: str
) -> None:
    """The name given is the claimant's word, and comes with whom it is given to."""
    (each,) = [each for each in attributions(parser.parse(text)) if each.rule == "called"]
    assert words(text, each.content) == content
    assert each.voice is Voice.MIXED


def test_a_noun_within_a_compound_says_nothing(parser: Parser) -> None:
    """A denial-of-service attack denies no service."""
    assert found(parser, "A denial-of-service attack shut the site of the bank on Monday.") == []
    ((rule, _, cue, _),) = found(parser, "The denial of any wrongdoing came on Monday.")
    assert (rule, cue) == ("noun-of", "denial")


def test_opposed_sides_do_not_say_what_the_other_says(parser: Parser) -> None:
    """A semicolon stands between critics and supporters."""
    text = "Critics say the mayor is corrupt; supporters insist she is not."
    whose = {(source, content) for _, source, _, content in found(parser, text)}
    assert ("Critics", "the mayor is corrupt") in whose
    assert not any(source == "supporters" and "corrupt" in content for source, content in whose)


@pytest.mark.parametrize(
    "text",
    [
        "Smith retracted his claim that Jones stole $3 million.",
        "Smith apologised for saying that Jones stole $3 million.",
    ],
)
def test_what_is_taken_back_is_no_longer_said(parser: Parser, text: str) -> None:
    """Who takes a claim back is not on record with it."""
    assert found(parser, text) == []


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Prat theorised that the bank lost 40 jobs.", "Prat", "that the bank lost 40 jobs"),
        ("Rumours that Prat left swept the town.", "", "that Prat left"),
    ],
)
def test_british_spellings_are_read_as_american_ones(
    parser: Parser, text: str, source: str, content: str
) -> None:
    """A rumour is no more the outlet's word than a rumor is."""
    assert [each[1::2] for each in found(parser, text)] == [(source, content)]
