"""What becomes a claim: whose it is, how strong, which words, figures and days belong to it."""

import pytest

from knowledge.extract.checking import missing
from knowledge.extract.extractor import Extractor
from knowledge.extract.found import Attributed, Part
from knowledge.extract.parsing import Parser
from knowledge.model import Span
from knowledge.vocabulary import ClaimantKind, Strength, Voice
from tests.extract.making import claim_with, claimed, extracted


def test_what_somebody_said_is_theirs(parser: Parser) -> None:
    """An indirect saying has its claimant, cue, figure and day."""
    text = "Harbour director Luis Prat said on Monday that at least 40 ships had left Alsund."
    claim = claim_with(parser, text, "40 ships")
    assert (claim.voice, claim.strength) == (Voice.INDIRECT, Strength.STATED)
    assert [(w.name, w.role, w.kind) for w in claim.claimants] == [
        ("Luis Prat", "Harbour director", ClaimantKind.PERSON)
    ]
    assert [text[cue.start : cue.end] for cue in claim.cue] == ["said"]
    assert [(f.text, f.qualifier) for f in claim.figures] == [("at least 40", "at least")]
    assert [day.value for day in claim.dates] == ["2019-12-16"]
    assert claimed(text, claim).startswith("at least 40 ships")


def test_a_quotation_of_two_sentences_is_two_claims(parser: Parser) -> None:
    """Each can be checked by itself, and both are the speaker's."""
    text = "“We lost 40 ships in May. Ten came back in June,” Luis Prat told reporters."
    found = extracted(parser, text).claims
    assert [claimed(text, c) for c in found] == [
        "“We lost 40 ships in May.",
        "Ten came back in June,”",
    ]
    assert all(c.voice is Voice.DIRECT and c.claimants[0].name == "Luis Prat" for c in found)


def test_an_accusation_that_is_passed_on_is_a_claim_in_a_claim(parser: Parser) -> None:
    """The union's note is the union's; who accuses is not named."""
    text = (
        "The Harbour Workers Union notes in its report that the company is accused of "
        "“forcing its crews to work without pay.”"
    )
    outer, inner = extracted(parser, text).claims
    assert outer.strength is inner.strength is Strength.ALLEGED
    assert [who.name for who in outer.claimants] == ["Harbour Workers Union"]
    assert inner.claimants == ()
    assert (outer.parent, inner.parent) == (None, 0)
    assert outer.accuser_named is inner.accuser_named is False
    assert inner.accused == "the company"


def test_an_accusation_without_a_maker_says_so(parser: Parser) -> None:
    """“Have been accused of” names nobody who accuses."""
    text = "In many of these towns, foreign agents have been accused of inciting violence."
    claim = claim_with(parser, text, "inciting violence")
    assert (claim.voice, claim.strength) == (Voice.OUTLET, Strength.ALLEGED)
    assert claim.accuser_named is False
    assert claim.accused == "foreign agents"


@pytest.mark.parametrize(
    ("text", "words", "strength"),
    [
        ("The doctors will be posted to 47 counties.", "47", Strength.PREDICTED),
        ("Each town is expected to get two doctors.", "two doctors", Strength.PREDICTED),
        ("Luis Prat denied that 40 ships had left.", "40 ships", Strength.DENIED),
        ("Luis Prat estimated that 40 ships had left.", "40 ships", Strength.ESTIMATED),
        ("Luis Prat promised that 40 ships would return.", "40 ships", Strength.PREDICTED),
        ("Ana Berg alleged that Luis Prat took 40 euros.", "40 euros", Strength.ALLEGED),
        ("The port allegedly lost 40 ships in May.", "40 ships", Strength.ALLEGED),
        ("The port may have lost 40 ships in May.", "40 ships", Strength.CONDITIONAL),
        ("The port lost 40 ships in May.", "40 ships", Strength.STATED),
    ],
)
def test_the_strength_is_the_weakest_word_that_is_said(
    parser: Parser, text: str, words: str, strength: Strength
) -> None:
    """Cue and hedge decide how strongly it is claimed."""
    assert claim_with(parser, text, words).strength is strength


def test_one_sentence_of_the_outlet_may_hold_two_statements(parser: Parser) -> None:
    """What is said to have been before is checked apart from what has been since."""
    text = "Since the Berg family came to power in 1957, over 90 towns have lost their schools."
    first, second = extracted(parser, text).claims
    assert claimed(text, first) == "the Berg family came to power in 1957"
    assert claimed(text, second).startswith("over 90 towns have lost")
    assert first.voice is second.voice is Voice.OUTLET


def test_what_with_hangs_on_is_a_statement_of_its_own(parser: Parser) -> None:
    """“With the state keeping …” asserts as much as the sentence it hangs on."""
    text = "Most doctors lost their salaries in 2018, with the state keeping millions of dollars."
    assert [claimed(text, c) for c in extracted(parser, text).claims] == [
        "Most doctors lost their salaries in 2018",
        "the state keeping millions of dollars",
    ]


def test_marks_around_words_that_nobody_said_quote_nobody(parser: Parser) -> None:
    """Scare quotes are kept apart from quotations."""
    text = "Alsund has for decades used “harbour diplomacy” to win 12 allies."
    claim = claim_with(parser, text, "12 allies")
    assert claim.quotes == ()
    assert [text[s.start : s.end] for s in claim.scare_quotes] == ["harbour diplomacy"]


@pytest.mark.parametrize(
    "text",
    [
        "Luis Prat asked whether 40 ships had left?",
        "“Good morning, everybody,” said Luis Prat.",
        "This was noted by the union.",
        "How many ships have left Alsund since May 2018?",
        "Let us hope for the best.",
    ],
)
def test_questions_and_greetings_claim_nothing(parser: Parser, text: str) -> None:
    """Nothing there could turn out right or wrong."""
    assert extracted(parser, text).claims == ()


@pytest.mark.parametrize(
    "text",
    [
        "“Well, we will get used to it fast,” Luis Prat said.",
        "“That is the only way to do it,” Luis Prat said.",
        "“Herons, gulls, seals of every kind,” Luis Prat said.",
        "“Stand with the dockers of Alsund,” Luis Prat said.",
        "Luis Prat said that it was fine.",
        "Luis Prat mocked the “unique magic” of the union.",
        "The dockers know just what Alsund needs.",
    ],
)
def test_words_that_put_nothing_forward_claim_nothing(parser: Parser, text: str) -> None:
    """What is only about “it” and “we”, a list, a call, a thing in marks: nothing to check."""
    assert extracted(parser, text).claims == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“I resigned,” said Luis Prat of Alsund.", ""),
        ("“I resigned over it in May,” said Luis Prat.", "I resigned"),
        ("“They lied to us,” said Luis Prat.", "They lied"),
        ("“Some 40 ships gone,” said Luis Prat.", "40 ships gone"),
        ("Some 30 per cent said they were against it.", "against it"),
    ],
)
def test_a_deed_a_wrong_or_a_figure_can_be_checked_whoever_it_is(
    parser: Parser, text: str, words: str
) -> None:
    """“They lied” says something of somebody, and “40 ships gone” how many."""
    found = extracted(parser, text).claims
    assert any(words in claimed(text, claim) for claim in found) == bool(words)


def test_what_somebody_else_is_behind_is_not_the_outlets(parser: Parser) -> None:
    """A statement with a claimant that was not made out is left rather than given to the outlet."""
    text = "According to Prat the ships in question were sold in May 2018 to Norway by the port."
    assert all(c.voice is not Voice.OUTLET for c in extracted(parser, text).claims)


def test_a_captions_statement_says_that_it_is_one(parser: Parser) -> None:
    """The photographer's credit is none of it, and neither is the title a claim."""
    text = (
        "Strike empties the port of Alsund in May\n\n"
        "Some 100 ships leave the port of Alsund on June 11, 2018. (Photo by Mia Holm)\n\n"
        "The port of Alsund lost 40 ships in May, its director Luis Prat said."
    )
    found = extracted(parser, text).claims
    assert [c.part for c in found] == [Part.CAPTION, Part.BODY]
    assert claimed(text, found[0]).endswith("2018.")


def test_a_dateline_is_no_part_of_the_claim(parser: Parser) -> None:
    """“ALSUND (NP) —” says where it was filed."""
    text = "ALSUND, Norway (NP) — The port lost 40 ships in May 2018."
    assert claimed(text, claim_with(parser, text, "40 ships")).startswith("The port lost")


def test_a_turn_in_a_transcript_is_the_speakers(parser: Parser) -> None:
    """Who has the turn makes the claims in it."""
    text = (
        "PRAT: The port lost 40 ships in May 2018.\n\n"
        "Q: How many ships came back in June?\n\n"
        "PRAT: Ten ships came back to Alsund in June 2018."
    )
    found = extracted(parser, text).claims
    assert [c.claimants[0].text for c in found] == ["PRAT", "PRAT"]
    assert all(c.voice is Voice.DIRECT for c in found)


def test_what_others_said_is_told_by_whose_turn_it_is(parser: Parser) -> None:
    """A transcript's speaker stands between the reader and whoever the speaker quotes."""
    text = (
        "Transcript: Committee on ports, 3 May 2018\n\n"
        "CHAIR: How many ships did the port of Alsund lose?\n\n"
        "PRAT: The bank says that the port lost 40 ships in May 2018.\n\n"
        "CHAIR: Ten ships came back to Alsund in June 2018."
    )
    quoted, own = extracted(parser, text).claims
    assert [one.text for one in quoted.claimants] == ["The bank"]
    assert [one.text for one in quoted.told_by] == ["PRAT"]
    assert own.told_by == ()


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Nobody could tell us where the 40 ships stand, Luis Prat said.", Strength.STATED),
        ("The port could not pay its 40 pilots, Luis Prat said.", Strength.STATED),
        ("The port could lose 40 ships, Luis Prat said.", Strength.CONDITIONAL),
        ("The port could not have lost 40 ships, Luis Prat said.", Strength.CONDITIONAL),
    ],
)
def test_what_nobody_was_able_to_do_is_no_supposition(
    parser: Parser, text: str, strength: Strength
) -> None:
    """“Could” is a hedge where it supposes, and none where it tells what did not happen."""
    assert claim_with(parser, text, "40").strength is strength


def test_a_first_name_is_no_month(parser: Parser) -> None:
    """An economist called Jan dates nothing."""
    text = "The port would have to sell 40 ships, economist Jan Bek predicted."
    assert claim_with(parser, text, "40 ships").dates == ()


def test_a_part_in_a_transcript_is_nobodys_name(parser: Parser) -> None:
    """The chair of one hearing is not that of another."""
    turn = "CHAIR: The port of Alsund lost 40 ships in May 2018."
    text = f"{turn}\n\nPRAT: Ten came back in June 2018.\n\n{turn.replace('40', '50')}"
    first, *_ = extracted(parser, text).claims
    assert (first.claimants[0].text, first.claimants[0].name) == ("CHAIR", "")


def test_who_is_told_says_nothing(parser: Parser) -> None:
    """The press that was told is not the claimant."""
    text = (
        "“We came because we found a big chance in May,” team member Rosa Noor told the press, "
        "“to show that 40 schools can build robots too.”"
    )
    found = extracted(parser, text).claims
    assert found
    assert {who.name for c in found for who in c.claimants} == {"Rosa Noor"}


def test_pieces_of_a_content_that_overlap_are_one(parser: Parser) -> None:
    """A finder may give a content in any order; the passage holds all of it."""
    text = "Luis Prat said 40 ships had left Alsund in May 2018."
    pieces = (Span(15, 37), Span(18, 51), Span(23, 29))

    def find(_: object) -> tuple[Attributed, ...]:
        return (Attributed((Span(0, 9),), (Span(10, 14),), pieces, Voice.INDIRECT),)

    found = Extractor(parser, find).extract(text)
    assert missing(text, found) == []
    assert [claimed(text, claim) for claim in found.claims] == [text[15:51]]


@pytest.mark.parametrize(
    ("text", "content", "claimant"),
    [
        ("The ministry rejected claims that 40 people had died.", "40 people had died", 1),
        ("Luis Prat denied allegations that he stole 9 boats.", "he stole 9 boats", 1),
        ("Claims that 40 ships had left were dismissed by the mayor.", "40 ships had left", 1),
        ("Luis Prat denied any wrongdoing.", "any wrongdoing", 1),
        ("Luis Prat denied the allegations of fraud.", "fraud", 1),
    ],
)
def test_whoever_turns_a_claim_down_denies_it(
    parser: Parser, text: str, content: str, claimant: int
) -> None:
    """What was rejected is the rejecter's denial, and never what they or the outlet state."""
    claim = claim_with(parser, text, content)
    assert claim.strength is Strength.DENIED
    assert len(claim.claimants) == claimant


def test_a_claim_of_nobody_named_is_alleged_and_not_the_outlets_word(parser: Parser) -> None:
    """“Over claims that they took bribes”: somebody says so, and the outlet does not."""
    text = "Two officers were suspended over claims that they took bribes in 2018."
    found = [c for c in extracted(parser, text).claims if claimed(text, c).startswith("they")]
    assert [(c.strength, c.accuser_named) for c in found] == [(Strength.ALLEGED, False)]


def test_who_it_is_according_to_stays_with_a_hedged_clause(parser: Parser) -> None:
    """“According to police, two men allegedly …” is the police's, and one claim."""
    text = "According to the Alsund Police, two men allegedly robbed the bakery."
    (claim,) = extracted(parser, text).claims
    assert (claim.strength, claim.claimants[0].name) == (Strength.ALLEGED, "Alsund Police")


def test_speech_goes_on_past_the_words_between(parser: Parser) -> None:
    """“…,” Holm said, “because …” is one speaker's, to the end."""
    text = "“The 40 ships left Alsund,” Mia Holm said, “because nobody paid the dockers.”"
    found = extracted(parser, text).claims
    assert all(c.claimants[0].name == "Mia Holm" for c in found)
    assert "nobody paid" in " ".join(claimed(text, c) for c in found)


def test_a_dateline_is_no_part_of_a_claim_or_a_role(parser: Parser) -> None:
    """“JERUSALEM - Prime Minister …” begins with the minister."""
    text = (
        "JERUSALEM - Israeli Prime Minister Levi Baum met the mayor on Monday. "
        "Baum said that 40 ships left."
    )
    told, said = extracted(parser, text).claims
    assert claimed(text, told).startswith("Israeli Prime Minister")
    assert said.claimants[0].role == "Israeli Prime Minister"


@pytest.mark.parametrize(
    "dateline",
    [
        "HAVENPORT, March 3, 2024 —",
        "HAVENPORT, Conn., Sept. 3 (AP) --",
        "Havenport, 3 March 2024 /NewsWire/ --",
        "HAVENPORT, May 3 -",
        "HAVENPORT (NewsWire) -",
        "HAVENPORT, May 3 (NewsWire/AP) -",
    ],
)
def test_a_dateline_with_a_day_says_nothing(parser: Parser, dateline: str) -> None:
    """The mayor says it, and not the town that stands before her with the day."""
    text = f"{dateline} Mayor Elena Ortiz said on Sunday that the port lost 40 ships."
    (said,) = extracted(parser, text).claims
    assert [each.name or each.text for each in said.claimants] == ["Elena Ortiz"]


def test_a_dateline_is_not_given_to_whoever_is_quoted_first(parser: Parser) -> None:
    """The words of a statement that opens a report begin after its dateline."""
    text = "HAVENPORT (NewsWire) - The port lost 40 ships, Mayor Elena Ortiz said on Sunday."
    (said,) = extracted(parser, text).claims
    assert claimed(text, said) == "The port lost 40 ships"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two days after Luis Prat left Alsund, the port shut its gates.", "Luis Prat left Alsund"),
        ("Even though Luis Prat left Alsund, the union kept 40 members.", "Luis Prat left Alsund"),
    ],
)  # fmt: skip
def test_a_piece_stands_without_the_words_that_joined_it(
    parser: Parser, text: str, words: str
) -> None:
    """“Two weeks after” and “even though” belong to the sentence and not to the clause."""
    assert words in [claimed(text, claim) for claim in extracted(parser, text).claims]


def test_what_is_only_supposed_is_told_by_nobody(parser: Parser) -> None:
    """A condition stays with what hangs on it, whichever words open it; “whether” says nothing."""
    text = "Had Luis Prat held the vote in May, the port of Alsund would have been sold."
    (claim,) = extracted(parser, text).claims
    assert (claimed(text, claim), claim.strength) == (text, Strength.CONDITIONAL)
    for text in (
        "Whether there are 2,400 seals or 1,800 in Alsund hardly matters.",
        "Let’s assume that the port of Alsund lost 40 ships.",
    ):
        assert extracted(parser, text).claims == ()


def test_a_sentence_that_a_frame_is_put_into_is_not_the_outlets(parser: Parser) -> None:
    """“…, her advisers said Friday, because …” has somebody behind it, with the day or without."""
    text = (
        "She was not surprised that the port lost 40 ships, her advisers said Friday, "
        "because the pier of Alsund was shut."
    )
    assert all("advisers" not in claimed(text, c) for c in extracted(parser, text).claims)


def test_whoever_is_only_a_relative_word_is_called_by_what_it_takes_up(parser: Parser) -> None:
    """“Voters who say …” are voters, and no claimant is called “who”."""
    text = "Some voters who say that the port lost 40 ships left Alsund in May."
    makers = {who.text for c in extracted(parser, text).claims for who in c.claimants}
    assert makers == {"Some voters"}
