"""What one revision of a claim says otherwise than another."""

from knowledge.model import Claim


def differences(before: Claim, after: Claim) -> list[tuple[str, str, str]]:
    """Return what differs, each as its name, what it was and what it is."""
    said, says = before.attribution, after.attribution
    parts = [
        ("statement", before.statement, after.statement),
        ("label", before.label, after.label),
        ("topic", before.topic.label, after.topic.label),
        ("note", before.note, after.note),
        ("the accused", said.accused, says.accused),
        ("asked for comment", said.asked, says.asked),
        ("answer of the accused", said.answer, says.answer),
        ("no answer by", said.none_by, says.none_by),
        ("legal flag", _yes(said.legal), _yes(says.legal)),
    ]
    return [part for part in parts if part[1] != part[2]]


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
