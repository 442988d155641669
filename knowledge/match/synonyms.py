"""Words that a newsroom uses for one another. A claim with the word itself is nearer.

Written by hand from general usage, for no desk in particular.
"""

from knowledge.match.porter import stem

_GROUPS = """
pay salary wage income earnings remuneration paycheck
doctor physician medic
keep kept retain
withhold confiscate seize garnish
send deploy dispatch
abroad overseas foreign
government regime authorities
protest demonstration rally unrest
accuse allege accusation allegation
agreement deal pact accord treaty arrangement
end ended stop scrap cancel terminate
begin start
cost price expense
money funds cash
profit revenue
die dead death killed
jobless unemployed unemployment
rise increase grow climb
fall decrease drop decline
vote ballot
law legislation
jail prison
ill sick
worker employee staff personnel
company firm
buy purchase
help assist aid
child kid
resign quit
trafficking slavery
falsify fake inflate overstate
arrive land
conference event
share percentage proportion
"""

SYNONYMS = {
    stem(word): frozenset(stem(other) for other in group.split() if other != word)
    for group in _GROUPS.strip().splitlines()
    for word in group.split()
}
"""From a stem to the stems of words used for it."""
