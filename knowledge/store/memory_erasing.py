"""Erasing a person in memory: wherever they signed, `erased person N` stands instead."""

from collections.abc import Callable
from dataclasses import replace

from knowledge.answers import Step
from knowledge.audit import Deed, Erased, erased_words, signed_by
from knowledge.audit_notes import erased_note
from knowledge.demand import KEY
from knowledge.model import Question
from knowledge.relations import Relation
from knowledge.roles import Holder
from knowledge.searches import SavedSearch
from knowledge.store.memory_amending import MemoryAmending
from knowledge.store.memory_answers import MemoryAnswers
from knowledge.store.memory_auditing import MemoryAuditing
from knowledge.store.memory_briefs import MemoryBriefs
from knowledge.store.memory_demand import MemoryDemand
from knowledge.store.memory_meetings import MemoryMeetings
from knowledge.store.memory_readings import MemoryReadings
from knowledge.store.memory_roles import MemoryRoles
from knowledge.store.memory_talks import MemoryTalks
from knowledge.store.memory_watches import MemoryWatches

Signature = Callable[[str], str]


class MemoryErasing(
    MemoryReadings,
    MemoryAnswers,
    MemoryWatches,
    MemoryBriefs,
    MemoryAmending,
    MemoryRoles,
    MemoryTalks,
    MemoryDemand,
    MemoryMeetings,
    MemoryAuditing,
):
    """The part of a store in memory that forgets who somebody was."""

    _questions: dict[int, Question]
    _relations: dict[int, Relation]
    _searches: dict[int, SavedSearch]
    _keepsakes: dict[str, str]
    _holders: dict[tuple[str, str], Holder]

    async def erase_person(self, platform: str, identifier: str) -> Erased:
        """Erase who the person with that id is; what they did stays."""
        self._open()
        counts: dict[str, int] = {}
        met: set[int] = set()

        def found(what: str) -> Signature:
            """Return what to put in place of each signature, counting those of this person."""

            def instead(signature: str) -> str:
                person = signed_by(signature)
                if person is None or (person.platform, person.id) != (platform, identifier):
                    return signature
                met.add(self._number(person))
                counts[what] = counts.get(what, 0) + 1
                return erased_words(self._number(person))

            return instead

        self._sign_again(found)
        for number, known in enumerate(self._people, start=1):
            if (known.person.platform, known.person.id) == (platform, identifier):
                met |= {number} - self._gone
        theirs = [kept for kept in self._kept if not met.isdisjoint((kept.who, kept.whom))]
        for kept in theirs:
            number = int(kept.note.about.rpartition(" ")[2]) if kept.note.deed is Deed.ASKED else 0
            if kept.who in met and number in self._questions:
                asked = replace(
                    self._questions[number], asked_by=erased_words(min(met)), channel=""
                )
                self._questions[number] = asked
                counts["questions"] = counts.get("questions", 0) + 1
        saved = [
            n for n, s in self._searches.items() if (s.platform, s.owner) == (platform, identifier)
        ]
        for number in saved:
            del self._searches[number]
        if saved:
            counts["saved searches"] = len(saved)
        holder = self._holders.get((platform, identifier))
        if holder and not holder.group:
            del self._holders[platform, identifier]
            counts["roles"] = 1
        counts |= self._forget_asker(platform, identifier)
        if talks := self._forget_talks(platform, identifier):
            counts["conversations"] = talks
        if marked := self._forget_demand(platform, identifier, self._keepsakes.get(KEY, "")):
            counts["unanswered questions"] = marked
        if watched := self._forget_watches(platform, identifier):
            counts["watches"] = watched
        if briefed := self._forget_briefs(platform, identifier):
            counts["briefs"] = briefed
        if notices := self._forget_notices(platform, identifier):
            counts["notices"] = notices
        self._gone |= met
        if met or counts:
            self._note([erased_note(len(met))])
            self._version += 1
        return Erased(len(met), len(theirs), tuple(counts.items()))

    def _forget_asker(self, platform: str, identifier: str) -> dict[str, int]:
        """Forget whom answers were given to; what only they saw is not followed any more."""
        theirs = [
            answer
            for answer in self._answers.values()
            if (answer.platform, answer.asker) == (platform, identifier)
        ]
        private = [answer.number for answer in theirs if not answer.public]
        public = [answer.number for answer in theirs if answer.public]
        self._forget(private)
        for number in public:
            self._said.pop((number, Step.TELL), None)
            self._answers[number] = replace(self._answers[number], asker="")
        for key, timed in list(self._deliveries.items()):
            if timed.delivery.answer.number in public and timed.delivery.step is Step.TELL:
                del self._deliveries[key]
        told = (("private answers", len(private)), ("answers", len(public)))
        return {name: count for name, count in told if count}

    def _sign_again(self, found: Callable[[str], Signature]) -> None:
        """Put what *found* gives in place of every signature."""
        shelves = self._open()
        reviewer, verdict, decision = map(
            found, ("reviews", "verdicts on relations", "decisions on proposals")
        )
        self._sign_citations(found("citations"), found("citations refused"))
        self._sign_tickets(found("tickets"), found("tickets made"))
        self._sign_meetings(found)
        evidence, brought = found("evidence"), found("documents brought in")
        edit, worked = found("edits"), found("work on claims")
        for revisions in self._revisions.values():
            revisions[:] = [replace(each, by=edit(each.by)) for each in revisions]
        for work in self._work.values():
            work[:] = [replace(each, by=worked(each.by)) for each in work]
        for slug, claim in shelves.claims.items():
            shelves.claims[slug] = replace(
                claim,
                reviews=tuple(replace(r, reviewer=reviewer(r.reviewer)) for r in claim.reviews),
                evidence=tuple(replace(e, added_by=evidence(e.added_by)) for e in claim.evidence),
            )
        for number, relation in self._relations.items():
            verdicts = tuple(replace(v, by=verdict(v.by)) for v in relation.verdicts)
            self._relations[number] = replace(relation, verdicts=verdicts)
        for number, proposal in self._proposals.items():
            decisions = tuple(replace(d, by=decision(d.by)) for d in proposal.decisions)
            self._proposals[number] = replace(proposal, decisions=decisions)
        for key, version in self._readings.items():
            self._readings[key] = replace(version, brought_by=brought(version.brought_by))
