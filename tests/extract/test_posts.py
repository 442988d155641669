"""A post that a page shows is whoever's whose name and handle stand below it."""

import pytest

from knowledge.extract.found import FoundClaim, Part
from knowledge.extract.paragraphs import laid_out
from knowledge.extract.parsing import Parser
from knowledge.extract.signatures import signature
from knowledge.model import Span
from knowledge.vocabulary import Voice
from tests.extract.making import claim_with, claimed, extracted

LEAD = "Divers are angry about the quay."
REST = "The council sold the quay in May."
POST = "The quay lost 12 cranes and the council knows"


def _owner(claim: FoundClaim) -> tuple[str, tuple[str, ...]]:
    (who,) = claim.claimants
    return who.name, who.aliases


@pytest.mark.parametrize(
    "post",
    [
        f"{POST}.\n\n— Mia Holm (@miaholm) March 4, 2020",
        f"{POST} https://t.co/xyz1\n\n— Mia Holm (@miaholm) 4 March 2020",
        f"{POST} pic.twitter.com/xyz1 — Mia Holm (@miaholm) March 4, 2020",
        f"“{POST}”\n\n-- Mia Holm (@miaholm)",
    ],
)
def test_a_post_is_its_writers_word_for_word(parser: Parser, post: str) -> None:
    """Name and handle below, in a paragraph of their own or not, say whose it is."""
    text = f"{LEAD}\n\n{post}\n\n{REST}"
    claim = claim_with(parser, text, "12 cranes")
    assert _owner(claim) == ("Mia Holm", ("@miaholm",))
    assert claimed(text, claim).strip("“”.") == POST
    assert claim.voice is Voice.DIRECT
    assert claim_with(parser, text, "The council sold").claimants == ()


def test_a_body_posts_too_and_a_handle_stands_for_its_owner(parser: Parser) -> None:
    """The full name is the claimant's, and “@…” said means the same one further on."""
    text = (
        f"{LEAD}\n\n{POST}.\n\n— Harbour Watch News (@hwnews) March 4, 2020\n\n"
        "Mia Holm (@miaholm) tweeted that 30 crabs were found. "
        "@miaholm said in May that two seals were seen."
    )
    assert _owner(claim_with(parser, text, "12 cranes")) == ("Harbour Watch News", ("@hwnews",))
    crabs = claim_with(parser, text, "30 crabs")
    assert (_owner(crabs), crabs.claimants[0].role) == (("Mia Holm", ("@miaholm",)), "")
    assert _owner(claim_with(parser, text, "two seals"))[0] == "Mia Holm"


def test_what_is_signed_is_no_heading_though_it_lacks_a_stop() -> None:
    """A post of a few words is set like a heading."""
    text = f"{LEAD}\n\nTwelve cranes gone\n\n— Mia Holm (@miaholm)\n\n{REST}"
    assert laid_out(text)[1].part is Part.BODY


@pytest.mark.parametrize(
    "text", ["Mia Holm (@miaholm) said so.", "A quay — old (@) 4", "Write to a@b.example — now"]
)
def test_a_handle_in_running_text_signs_nothing(text: str) -> None:
    """Only a dash, a name and a handle at the end do."""
    assert signature(text, Span(0, len(text))) is None


def test_a_post_between_others_words_makes_no_claim_of_the_outlets(parser: Parser) -> None:
    """Nothing in it is told by the outlet."""
    text = f"{LEAD}\n\n{POST}. It sold 12 boats in 2018.\n\n— Mia Holm (@miaholm)\n\n{REST}"
    told = [claimed(text, c) for c in extracted(parser, text).claims if not c.claimants]
    assert told == [REST]
