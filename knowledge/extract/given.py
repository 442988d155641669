"""Words that tell he from she. They only ever refuse: “he” is not traced to a Maria."""

MASCULINE_NAMES = frozenset(
    """
    aaron abdul adam ahmed alan albert alex ali andrew anthony barack ben benjamin bernie bill
    bob boris brian carlos charles chris chuck craig daniel dan david dennis donald edward elon
    eric evo fidel francis frank fred gary george greg harry henry hugo ian ivan jack jacob
    james jared jason javier jeff jeremy jerry jim joe john jonathan jose joseph juan julian
    justin keith ken kevin larry lenin luis marco mark martin matt matthew michael mike mitch
    mitt mohamed mohammed narendra nick nicolas noah oliver omar patrick paul pedro peter philip
    rand raul ray richard rick robert roberto ron rupert ryan sam scott sean sebastian sergei
    simon stephen steve steven ted thomas tim tom tony vladimir volodymyr walter william xavier
    """.split()
)
_MASCULINE_WORDS = frozenset(
    """
    mr sir lord king prince father son brother husband man chairman spokesman congressman
    businessman salesman policeman fireman boy uncle grandfather duke
    """.split()
)
FEMININE_NAMES = frozenset(
    """
    abigail alexandra alice alicia alison amanda amy ana andrea angela ann anna anne barbara
    betty beth brenda carly carmen carol caroline catherine charlotte chelsea christina
    christine cindy claire claudia cynthia dania debbie deborah diana diane donna dorothy elena
    elizabeth ella emily emma eva fatima fiona francesca gloria hannah heather helen hillary
    ivanka jacinda jane janet jean jennifer jessica jill joan joanna judith julia julie kamala
    karen kate katherine kathleen katie kellyanne kelly laura lauren linda lisa liz louise
    loretta lucy margaret maria marie marine martha mary megan melania melissa michelle monica
    nancy natalie nicola nicole nikki olivia pamela patricia rachel rebecca rosa ruth samantha
    sandra sara sarah sharon sofia sophie stephanie susan suella theresa tracy valerie vanessa
    veronica victoria wendy yvette
    """.split()
)
_FEMININE_WORDS = frozenset(
    """
    mrs ms miss dame lady queen princess mother daughter sister wife woman chairwoman
    spokeswoman congresswoman businesswoman policewoman girl aunt grandmother actress duchess
    madam
    """.split()
)


def gender_of(words: frozenset[str]) -> str:
    """Return `he`, `she` or nothing for somebody's folded first name, title and role words."""
    he = bool(words & (MASCULINE_NAMES | _MASCULINE_WORDS))
    she = bool(words & (FEMININE_NAMES | _FEMININE_WORDS))
    return "" if he == she else "he" if he else "she"


def is_given(word: str) -> bool:
    """Say whether a folded word is a first name that is known here."""
    return word in MASCULINE_NAMES or word in FEMININE_NAMES
