"""Words that attribute, by the grammar they do it with.

The lists were chosen with counts over 840 US news articles in which people had marked every
attribution: how often a word's clause, infinitive, object or name was one. Words too rare there to
count were added from the same families. They are facts about words; no sentence is kept.
"""

SAYING = frozenset(
    """
    acknowledge add admit advise affirm agree allege announce anticipate argue assert assume assure
    attest believe boast brag calculate caution charge claim clarify comment complain concede
    conclude confess confirm contend convince counter declare demand demonstrate deny determine
    disclose discover doubt elaborate emphasize emphasise estimate exclaim explain express fear
    feel find forecast guess hint hope imply indicate intimate
    inform insist joke know lament learn maintain
    mention muse note notice object observe opine pledge point posit post predict proclaim promise
    proclaim propose quip realize realise reason rebut recall reckon recognize recognise recommend
    reiterate relate remark remind repeat reply report respond retort reveal rule say see shout show
    signal speculate state stipulate stress suggest surmise suspect swear tell testify theorize
    think tout tweet underline underscore vow warn whisper wonder worry write
    """.split()
)
"""Verbs that take a clause: she said (that) …"""

WEAK = frozenset("believe feel find guess hope know learn realize realise see think show".split())
"""Verbs that report no words: taken with a subject other than I, you, we and one."""

QUOTING = (SAYING - WEAK) | frozenset(
    """
    answer ask begin bellow call chant chide chime close conclude continue crow cry declare deadpan
    describe echo end fume go gush implore inquire interject interrupt intone joke laugh lecture
    mutter plead pray press prompt question quote rail react read recount scoff scream scold shoot
    sigh snap sneer speak text thunder urge wail yell cite blast claim criticize describe argue
    """.split()
)
"""Verbs that stand beside quoted sentences: “…,” she continued."""

UNCLEAR = frozenset("see hear watch mean".split())
"""Verbs that take a bare clause in other senses: she saw the team win."""

SPEAKING = QUOTING - frozenset("feel find know learn see show close begin end close".split())
"""Verbs that show words to be somebody's even where they hang in another's clause."""

ASKING = frozenset(
    """
    ask describe discuss explain question recall reveal say tell wonder describe debate inquire
    note remember
    """.split()
)
"""Verbs that take a question: she asked whether …"""

INTENDING = frozenset(
    """
    ask claim decline expect hope offer plead pledge prefer promise propose refuse seek
    swear threaten urge vow vote opt demand
    """.split()
)
"""Verbs that take an infinitive: she vowed to …"""

SEEMING = frozenset("appear seem".split())
"""Verbs by which an outlet draws a conclusion of its own: it appears to …"""

URGING = frozenset(
    """
    urge ask encourage tell order warn challenge advise request instruct beg implore call invite
    """.split()
)
"""Verbs that take somebody and an infinitive: she urged them to …"""

ABOUT = {
    "about": "talk ask speak complain worry boast brag write press warn joke report".split(),
    "for": "call push vouch hope apologize advocate plead argue".split(),
    "of": "warn speak boast".split(),
    "against": "rail warn speak".split(),
    "to": "refer point allude".split(),
    "on": "comment insist".split(),
}
"""Verbs that take a thing by a preposition: she called for …"""

OBJECT = frozenset(
    """
    announce cite express criticize praise defend denounce reject mention dismiss
    decry emphasize stress outline reiterate note tout applaud recount condemn voice mock
    disclose blast reference highlight explain propose slam endorse repeat echo oppose
    deny dispute refute rebut
    """.split()
)
"""Verbs that take a thing: she denounced …"""

REJECTING = frozenset("reject deny dismiss refute dispute rebut debunk".split())
"""Verbs that turn down what a claim says: she rejected claims that …"""

CALLING = frozenset("call dub label declare brand deem term".split())
"""Verbs that take a thing and a name for it: she called it a crime."""

FRAMING = {
    "as": """
        describe see cast cite portray dismiss defend view present paint quote frame characterize
        slam pitch praise denounce hail lambast tout regard identify depict criticize attack
        """.split(),
    "for": """
        criticize blame thank praise blast attack slam hit congratulate chide mock condemn fault
        rebuke scold applaud credit
        """.split(),
    "of": "accuse suspect".split(),
    "to": "compare liken attribute".split(),
    "on": "blame".split(),
}
"""Verbs that take a thing and what it is said to be or to have done."""

ACCUSING = frozenset("accuse charge suspect".split())

EXPECTING = frozenset("expect project forecast predict report believe say think allege".split())
"""Verbs whose passive takes an infinitive: it is expected to …"""

NOUNS_THAT = frozenset(
    """
    accusation admission allegation argument assertion assumption belief claim complaint conclusion
    confidence concern declaration denial doubt fear hope insistence notion opinion promise
    prediction recognition remark rumor rumour speculation statement suggestion suspicion warning
    """.split()
)

RETRACTING = frozenset("retract withdraw recant apologise apologize regret".split())
"""Verbs by which somebody takes back what was said, and so no longer says it."""

NOUNS_TO = frozenset("promise desire pledge vow".split())

NOUNS_OF = {
    "of": "allegation accusation denunciation rejection condemnation warning denial".split(),
    "for": "call".split(),
    "about": "concern doubt question complaint worry warning".split(),
    "against": "allegation accusation".split(),
}

BEING = frozenset(
    """
    adamant aware certain concerned confident convinced glad hopeful optimistic sure unaware upset
    worried
    """.split()
)
"""Adjectives that take a clause: she is sure that …"""

REFERRING = frozenset(
    """
    refer cite echo draw prompt call accuse describe point allude blame dismiss denounce condemn
    reject brand label
    """.split()
)
"""Verbs whose participle, after a comma, ends what is reported: “…, referring to …”."""
