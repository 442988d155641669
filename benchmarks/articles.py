"""Made-up news of the usual length, the same each time: names, speech, figures, dates, asides."""

import random
from collections.abc import Iterator

_PEOPLE = (
    "Maria Gomez|Daniel Okafor|Ruth Stein|Liam O’Neill|Sofia Rossi|Chen Wei|Amara Diallo|John Park"
).split("|")
_ROLES = (
    "the mayor of Westport|a spokeswoman for the union|an engineer at the port|the health minister"
    "|a lawyer for the families|the company’s chief executive"
).split("|")
_GROUPS = (
    "the council|the Ministry of Health|Westport Police|the World Food Programme|critics|officials"
    "|the Doctors’ Union|Northern Rail"
).split("|")
_FACTS = (
    "the bridge would cost about £{n}.5m|more than {n} families had left their homes"
    "|prices rose by {n} percent in 201{d}|the hospital had lost nearly {n},000 nurses since May"
    "|the vote was delayed until 1{d} March|at least {n} people were hurt on Wednesday"
    "|no money had been paid to anybody|the report was wrong in {d} places"
).split("|")
_FRAMES = (
    "{group} said on Tuesday that {fact}."
    "|“We knew that {fact},” said {person}, {role}. “Nobody wanted to hear it, and nobody asked.”"
    "|According to {group}, {fact}."
    "|{person} told reporters that {fact}, and denied that {fact2}."
    "|{group} has been accused of hiding that {fact}."
    "|In a statement, {person} wrote: “I do not believe that {fact}.”"
    "|The old road runs along the river, past the market and the school, and floods each spring."
    "|{person}, who is {role}, warned that {fact} unless something was done."
    "|It is not the first time: in 200{d} the same thing happened, and little was learnt from it."
).split("|")


def articles(count: int, letters: int = 4_700) -> Iterator[str]:
    """Yield so many articles of about so many letters."""
    dice = random.Random(7)  # noqa: S311 - the same articles each time is what is wanted
    for number in range(count):
        parts = [f"Westport argues about the bridge, day {number}", "By Ann Writer"]
        while sum(map(len, parts)) < letters:
            parts.append(" ".join(_sentence(dice) for _ in range(dice.randint(1, 3))))
        yield "\n\n".join(parts)


def _sentence(dice: random.Random) -> str:
    def fact() -> str:
        return dice.choice(_FACTS).format(n=dice.randint(2, 90), d=dice.randint(1, 9))

    made = dice.choice(_FRAMES).format(
        person=dice.choice(_PEOPLE),
        role=dice.choice(_ROLES),
        group=dice.choice(_GROUPS),
        fact=fact(),
        fact2=fact(),
        d=dice.randint(1, 9),
    )
    return made[0].upper() + made[1:]
