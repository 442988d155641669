"""The index of names: exact, plural, beginnings, spelling and completion."""

import time
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Name
from knowledge.names import NameIndex
from knowledge.text import folded, without_plurals


def index(*names: Name | str) -> NameIndex:
    """Return an index of *names*; a text is the slug of a name without aliases."""
    made = NameIndex()
    made.put(
        replace(n, changed=i) if isinstance(n, Name) else Name(n, "", "", changed=i)
        for i, n in enumerate(names, start=1)
    )
    return made


def slugs(names: Iterable[Name]) -> list[str]:
    """Return the slugs of *names*."""
    return [name.slug for name in names]


PAY = Name("doctors-salary", "What doctors keep of their pay", "H", ("doctors-pay", "Ärzte Lohn"))


def test_a_slug_and_its_aliases_lead_to_the_claim() -> None:
    """A claim is found by its own name and every other, and by nothing else."""
    names = index(PAY, "nurses-pay")
    assert len(names) == 2
    for key in ("doctors-salary", "doctors-pay", "arzte-lohn"):
        assert names.slug(key) == "doctors-salary"
    for key in ("", "doctors", "salary", "what", "Ärzte Lohn"):
        assert names.slug(key) is None
    assert names.name("doctors-salary") == replace(PAY, changed=1)
    assert names.name("doctors-pay") is None


def test_an_alias_of_no_letters_is_no_name() -> None:
    """An empty key leads nowhere, whatever an alias was."""
    names = index(Name("beds", "", "", ("!!!",)))
    assert names.slug("") is None
    assert names.plural("") == []


def test_plurals_lead_to_every_claim_that_may_be_meant() -> None:
    """Singular and plural are one in each word, and two claims that differ so are both given."""
    names = index(PAY, "doctor-salary", "nurse")
    assert names.plural("doctor-salaries") == ["doctor-salary", "doctors-salary"]
    assert names.plural("doctor-pay") == ["doctors-salary"]
    assert names.plural("nurses") == ["nurse"]
    assert names.plural("salaries") == []


def test_a_beginning_needs_three_letters() -> None:
    """A beginning leads to the claims with a name that starts so, in order of the name."""
    names = index("kenya-doctors", PAY, "kenya-arrival", "kenya")
    assert names.starting("ken", 9) == ["kenya", "kenya-arrival", "kenya-doctors"]
    assert names.starting("ken", 2) == ["kenya", "kenya-arrival"]
    assert names.starting("doctors-", 9) == ["doctors-salary"], "once, though two names fit"
    assert names.starting("ke", 9) == []
    assert names.starting("kez", 9) == []


@pytest.mark.parametrize(
    "typed",
    ["docters-salary", "doctors-salry", "doctors-sallary", "odctors-salary", "dcotors-slaary"],
)
def test_one_or_two_errors_in_a_long_name(typed: str) -> None:
    """A letter changed, left out, added or swapped with its neighbour is one error; two may be."""
    assert index(PAY, "kenya-doctors").near(typed, 3) == ["doctors-salary"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("kenia", ["kenya"]), ("kneya", ["kenya"]), ("kania", []), ("ken", []), ("", [])],
)
def test_a_short_name_may_have_one_error(typed: str, found: list[str]) -> None:
    """From four to seven letters one error is forgiven, below that none."""
    assert index("kenya", "kin").near(typed, 3) == found


def test_three_errors_are_another_word() -> None:
    """Nothing is taken for a name that it only resembles from afar."""
    assert index(PAY).near("dokterz-salary", 3) == []


def test_the_nearest_wins_and_ties_are_all_given() -> None:
    """One error beats two; names as near are given in order, each claim once, up to a limit."""
    names = index("bed-costs-1", "bed-costs-2", Name("xx", "", "", ("bed-costs-3", "bed-costs-4")))
    assert names.near("bed-costs-9", 9) == ["bed-costs-1", "bed-costs-2", "xx"]
    assert names.near("bed-costs-9", 2) == ["bed-costs-1", "bed-costs-2"]
    names.put([Name("bed-costs-99", "", "")])
    assert names.near("bed-costs-98", 9) == ["bed-costs-99"], "the others have two errors"


def test_many_aliases_of_one_claim_do_not_hide_another() -> None:
    """A tie is shown though the first claim has twenty names as near."""
    aliases = tuple(f"wards-{n:02}" for n in range(20))
    names = index(Name("first", "", "", aliases), "wards-zz")
    assert names.near("wards-xx", 3) == ["first", "wards-zz"]


def test_a_name_longer_than_any_has_no_neighbour() -> None:
    """Ten thousand letters are no slip of the pen, and no mistake of ours."""
    assert index(PAY).near("d" * 10_000, 3) == []
    assert index(PAY).complete("d" * 10_000, 3) == []


def test_completion_gives_beginnings_first_and_then_words() -> None:
    """Names that start so come first in order, then claims with such words, the latest first."""
    names = index(
        "zebra-pay", Name("unions", "Nurses’ pay", ""), "pay-rise", Name("x", "", "", ("pay-day",))
    )
    assert slugs(names.complete("pay", 9)) == ["x", "pay-rise", "unions", "zebra-pay"]
    assert slugs(names.complete("pay", 3)) == ["x", "pay-rise", "unions"]
    assert slugs(names.complete("PAY!", 9)) == slugs(names.complete("pay", 9))
    assert names.complete("pay", 0) == []


def test_completion_wants_every_word() -> None:
    """Several words must each begin a word of the claim, in any order."""
    names = index(Name("a", "Pay of nurses", ""), Name("b", "Pay of doctors", ""))
    assert slugs(names.complete("nur pa", 9)) == ["a"]
    assert slugs(names.complete("pa of", 9)) == ["b", "a"]
    assert names.complete("pa teachers", 9) == []
    assert names.complete("urses", 9) == [], "the middle of a word is not its beginning"


def test_one_letter_completes_names_only() -> None:
    """A single letter begins names; every label has a word with it."""
    names = index(Name("doctors", "", ""), Name("nurses", "Day shifts", ""))
    assert slugs(names.complete("d", 9)) == ["doctors"]


def test_nothing_typed_gives_what_changed_last() -> None:
    """An empty field offers the latest changes, however they were put in."""
    names = index("a", "b", "c")
    names.put([Name("a", "", "", changed=9), Name("d", "", "", changed=5)])
    assert slugs(names.complete("", 3)) == ["a", "d", "c"]
    assert slugs(names.complete("?!", 1)) == ["a"]


def test_withdrawn_claims_are_found_by_name_and_never_offered() -> None:
    """A tombstone is reached by who asks for it, and no completion leads to it."""
    names = index("beds", Name("beds-gone", "Beds", "", withdrawn=True))
    assert names.slug("beds-gone") == "beds-gone"
    for typed in ("", "be", "beds-gone", "beds gone"):
        assert "beds-gone" not in slugs(names.complete(typed, 9))


def test_putting_a_name_anew_takes_the_old_one_out() -> None:
    """Only the names and words of the latest putting lead to a claim."""
    names = index(PAY, "nurses-pay")
    names.put([Name("doctors-salary", "Wages", "H", ("wages",), changed=7)])
    assert len(names) == 2
    assert names.slug("doctors-pay") is None
    assert names.slug("wages") == "doctors-salary"
    assert names.plural("doctor-pay") == []
    assert names.plural("wage") == ["doctors-salary"]
    assert names.starting("doctors-p", 9) == []
    assert names.near("doctors-pai", 9) == []
    assert names.complete("keep", 9) == []
    assert slugs(names.complete("wag", 9)) == ["doctors-salary"]


def test_a_name_put_twice_at_once_counts_as_it_was_put_last() -> None:
    """A batch that has a claim's old name and its new one leaves nothing of the old one."""
    names = index("beds", Name("beds", "", "", ("bunks",)), Name("beds", "", "", ("cots",)))
    assert names.slug("bunks") is None
    assert slugs(names.complete("b", 9)) == slugs(names.complete("co", 9)) == ["beds"]
    assert names.starting("bun", 9) == names.near("bunks", 9) == []


_words = st.sampled_from(["pay", "pays", "bed", "beds", "kenya", "ken", "oas", "doctor", "doctors"])
_names = st.builds(
    lambda words, label, aliases, withdrawn: Name(
        "-".join(words), " ".join(label), "", tuple(aliases), withdrawn
    ),
    st.lists(_words, min_size=1, max_size=3),
    st.lists(_words, max_size=3),
    st.lists(_words.map(lambda word: f"Also {word}"), max_size=1),
    st.booleans(),
)


@given(
    st.lists(st.lists(_names, max_size=90), max_size=3),
    st.lists(st.text("abdeknopsy -", max_size=9) | _words, min_size=1, max_size=4),
    st.integers(1, 9),
)
def test_the_index_agrees_with_a_plain_reading_of_the_list(
    batches: list[list[Name]], asked: list[str], limit: int
) -> None:
    """Whatever is put in, in whatever batches, the answers are those of going through them all."""
    made, known = NameIndex(), dict[str, Name]()
    number = 0
    for batch in batches:
        numbered = []
        for name in batch:
            number += 1
            # An alias belongs to one claim, as the store sees to.
            aliases = tuple(f"{alias} {name.slug}" for alias in name.aliases)
            numbered.append(replace(name, changed=number, aliases=aliases))
        made.put(numbered)
        known.update((name.slug, name) for name in numbered)
    keys = {k: n.slug for n in known.values() for k in (n.slug, *map(folded, n.aliases))}
    for typed in asked:
        key = folded(typed)
        assert made.slug(key) == keys.get(key)
        alike = {slug for k, slug in keys.items() if without_plurals(k) == without_plurals(key)}
        assert made.plural(key) == sorted(alike)
        begun = [keys[k] for k in sorted(keys) if k.startswith(key)]
        if len(key) >= 3:
            assert made.starting(key, limit) == list(dict.fromkeys(begun))[:limit]
        if key:
            worded = [
                name.slug
                for name in sorted(known.values(), key=lambda name: -name.changed)
                if len(key) > 1
                and all(
                    any(
                        own.startswith(word)
                        for text in (name.slug, name.label, *name.aliases)
                        for own in folded(text).split("-")
                    )
                    for word in key.split("-")
                )
            ]
            offered = list(dict.fromkeys(begun + worded))
        else:
            offered = sorted(known, key=lambda slug: -known[slug].changed)
        shown = [slug for slug in offered if not known[slug].withdrawn]
        assert slugs(made.complete(typed, limit)) == shown[:limit]


def test_thousands_of_names_that_begin_alike_stand_in_order() -> None:
    """Names are sorted a part at a time, and the parts come in order, whatever they share."""
    numbers = [f"n{(n * 7_919) % 9_001}" for n in range(9_001)]
    names = index(*numbers, "n", "no-longer")
    assert names.starting("n12", 3) == ["n12", "n120", "n1200"]
    assert slugs(names.complete("n", 3)) == ["n", "n0", "n1"]
    assert names.near("no-langer", 3) == ["no-longer"]


def test_a_hundred_thousand_names_complete_while_one_types() -> None:
    """Rare words, common words and words never met together are all answered in milliseconds."""
    made = NameIndex()
    made.put(
        Name(f"{'kenya' if n % 2 else 'doctors'}-{n:06}", f"Topic{n % 977} of {n}", "", changed=n)
        for n in range(100_000)
    )
    took = []
    for typed in ("", "k", "ken", "doctors 0999", "ken doc", "topic97", "of 99999", "topic9 ken"):
        times = []
        for _ in range(3):
            start = time.perf_counter()
            made.complete(typed, 25)
            times.append(time.perf_counter() - start)
        took.append(min(times))
    assert max(took) < 0.05, took
    assert slugs(made.complete("of 99999", 25)) == ["kenya-099999"]


@given(st.lists(st.from_regex(r"[a-c]{1,2}(-[a-c]{1,2}){0,2}", fullmatch=True), unique=True))
def test_what_is_dropped_was_never_there(names: list[str]) -> None:
    """An index that drops some claims answers as one that never had them, and takes them again."""
    kept, gone = names[::2], names[1::2]
    made = index(*names)
    made.drop({*gone, "nobody"})
    only = NameIndex()
    only.put(Name(n, "", "", changed=i) for i, n in enumerate(names, start=1) if n in kept)
    for asked in (*names, "a", "aaa", "ab-c", ""):
        assert made.slug(asked) == only.slug(asked)
        assert made.plural(asked) == only.plural(asked)
        assert made.starting(asked, 9) == only.starting(asked, 9)
        assert made.near(asked, 9) == only.near(asked, 9)
        assert made.complete(asked, 9) == only.complete(asked, 9)
    made.put(Name(n, "", "", changed=len(names) + i) for i, n in enumerate(gone, start=1))
    assert {made.slug(n) for n in names} == set(names)
