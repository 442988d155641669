"""Parts of speech and dictionary forms are those of the model, whether known before or not."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from knowledge.extract import forms
from knowledge.extract.forms import Forms, take_over
from knowledge.extract.parsing import MODEL

SAID = (
    "There's no money, there were none, and there is nothing left, she said.",
    "Let's go. We're gonna win; you've got ta see that they ain't ready, y'all.",
    "He said that the man that I'd seen was once rich, and he does what he did.",
    "Doctors aren't leaving; they've had enough, and had they left, who'd do it?",
    "The leaves fall. She leaves. He has left; he got what he gets.",
    "Let us see. Got it. All of you are all right, and it was it.",
    "“I can't,” she'd say, “but I'll do 'em all, somethin' like that.”",
)


@pytest.fixture(scope="module")
def language() -> Language:
    """Return the model as it comes."""
    return spacy.load(MODEL)


@pytest.fixture(scope="module")
def ours() -> tuple[Language, Forms]:
    """Return the model without its rules for forms, and what stands in for them."""
    made = spacy.load(MODEL)
    found = take_over(made)
    assert found is not None
    return made, found


def _read(language: Language, found: Forms, text: str) -> Doc:
    doc = language(text)
    found.fill(doc)
    return doc


def _shown(doc: Doc) -> list[tuple[str, str, str]]:
    return [(token.text, token.pos_, token.lemma_) for token in doc]


def test_each_word_has_the_models_part_of_speech_and_form(
    language: Language, ours: tuple[Language, Forms]
) -> None:
    """The first time, when every word is asked, and again, when it is known."""
    for _ in range(2):
        for text in (*SAID, *reversed(SAID)):
            assert _shown(_read(*ours, text)) == _shown(language(text))


def test_words_that_are_forgotten_are_asked_again(
    language: Language, ours: tuple[Language, Forms], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it reads, what it keeps stays small."""
    monkeypatch.setattr(forms, "_MOST", 5)
    for text in SAID:
        doc = _read(*ours, text)
        assert _shown(doc) == _shown(language(text))
        assert len(ours[1]._known) <= 5 + len(doc)


def test_a_model_that_asks_for_more_keeps_its_own_way(language: Language) -> None:
    """A pattern that looks at entities cannot be looked up by the word."""
    other = spacy.blank("en")
    ruler = other.add_pipe("attribute_ruler")
    other.add_pipe("lemmatizer", config={"mode": "rule"})
    assert take_over(other) is not None
    other.enable_pipe("attribute_ruler")
    other.enable_pipe("lemmatizer")
    ruler.add([[{"ENT_TYPE": "ORG"}]], {"POS": "PROPN"})  # type: ignore[attr-defined]  # a ruler has it
    assert take_over(other) is None
    assert other.pipe_names == ["attribute_ruler", "lemmatizer"]
