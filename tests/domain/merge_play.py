"""Several people work on one review apart from each other, and send bundles that arrive late, twice or not in order.

Everything that anyone says bears a word of its own, so that afterwards each can be looked for. A word may be missing
only where somebody who had it before them replaced or removed it.
"""

import random
import re
import uuid
from dataclasses import dataclass, field, replace

from shipworthy.domain.assessment import Answer, AnswerState, Dissent, Evidence, EvidenceKind
from shipworthy.domain.lineage import Key, SeenState, Standpoint, common_state, for_others, next_generation
from shipworthy.domain.merge import ConflictKey, Merging, Pick, Words

KEYS: tuple[Key, ...] = (("p/a", ""), ("p/b", ""), ("p/a", "Ben"))
_WORD = re.compile(r"w\d+w")
WORDS = Words(
    lambda answer, name: f"{name} answered: {answer.state} {', '.join(answer.choices)} {answer.reason}",
    lambda note, name: f"{name} wrote: {note}",
)


@dataclass(frozen=True)
class Sent:
    """A bundle on its way."""

    state: SeenState
    standpoint: Standpoint


@dataclass
class Site:
    """One person's store."""

    name: str
    chance: random.Random
    id: uuid.UUID = field(init=False)
    answers: dict[Key, Answer] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)
    seen: dict[uuid.UUID, SeenState] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.id = uuid.UUID(int=self.chance.getrandbits(128))

    def keep(self, answer: Answer) -> None:
        """Store an answer with a line in the log."""
        self.trail.append(f"{self.name}{len(self.trail)}")
        self.answers[answer.question, answer.assessor] = answer

    def send(self, with_internal: bool) -> Sent:
        """Make a bundle, with or without the notes that are internal."""
        kept = tuple(self.answers[key] for key in sorted(self.answers))
        seen = tuple(self.seen.values())
        mark = self.trail[-1] if self.trail else ""
        state = SeenState(self.id, len(self.trail), mark, next_generation(seen), kept)
        if not with_internal:
            state, seen = for_others(state, seen)
        return Sent(state, Standpoint(self.id, tuple(self.trail), seen))

    def receive(self, sent: Sent, picks: "Picks | None" = None) -> int:
        """Merge a bundle and return how many answers changed."""
        mine = Standpoint(self.id, tuple(self.trail), tuple(self.seen.values()))
        base = common_state(mine, sent.standpoint, sent.state)
        before = base.answers if base else ()
        merging = Merging(WORDS, self.name, str(sent.state.store))
        everything = (before, self.answers.values(), sent.state.answers, sent.state.withheld)
        found = merging.merge(*everything).conflicts
        chosen = {each.key: picks.of(each.key) if picks else Pick.BOTH for each in found}
        merged = merging.merge(*everything, chosen)
        for answer in merged.answers:
            self.keep(answer)
        for each in (sent.state, *sent.standpoint.seen):
            if each.store != self.id and each.tells_more_than(self.seen.get(each.store)):
                self.seen[each.store] = each
        return len(merged.answers)

    def words(self) -> dict[Key, set[str]]:
        """Return every word that can be read, by answer."""
        return {key: words_in(answer) for key, answer in self.answers.items()}


@dataclass
class Picks:
    """Somebody who decides conflicts by chance."""

    chance: random.Random

    def of(self, _key: ConflictKey) -> Pick:
        """Return a pick."""
        return self.chance.choice(list(Pick))


def words_in(answer: Answer) -> set[str]:
    """Return the words in a note, in evidence, in dissent and in what was answered."""
    said = answer.reason if answer.state is not AnswerState.UNANSWERED else ""
    texts = [answer.note, said, *(each.value for each in answer.evidence), *(each.text for each in answer.dissent)]
    return set(_WORD.findall(" ".join(texts)))


@dataclass
class Play:
    """One play of a few people over some steps, all by chance from one seed."""

    seed: int
    people: int = 3
    spoken: dict[str, Key] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.sites = [Site(name, self.chance) for name in ("Amira", "Jonas", "Chen")[: self.people]]

    def run(self, steps: int) -> list[str]:
        """Play, let everybody hear of everything, and return the words that somebody misses."""
        on_their_way: list[Sent] = []
        for _step in range(steps):
            site = self.chance.choice(self.sites)
            roll = self.chance.random()
            if roll < 0.55:
                self._edit(site)
            elif roll < 0.75 or not on_their_way:
                on_their_way.append(site.send(with_internal=self.chance.random() < 0.5))
            else:
                self._receive(site, self.chance.choice(on_their_way))
        for _round in range(2):
            for site in self.sites:
                bundle = site.send(with_internal=True)
                for other in self.sites:
                    if other is not site:
                        other.receive(bundle, Picks(self.chance))
                        assert other.receive(bundle) == 0, "the same bundle again changes nothing"
        return [
            f"{site.name} misses {word}"
            for word, key in self.spoken.items()
            if word not in self.removed
            for site in self.sites
            if word not in site.words().get(key, set())
        ]

    def _receive(self, site: Site, bundle: Sent) -> None:
        before = site.words()
        site.receive(bundle, Picks(self.chance))
        gone = {(key, word) for key, words in before.items() for word in words - site.words()[key]}
        # What was not picked may stand in another's internal note, which is kept back until it is sent along.
        lost = {word for key, word in gone if not any(word in each.words().get(key, ()) for each in self.sites)}
        assert lost <= self.removed, f"{site.name} lost {lost - self.removed} by a bundle"

    def _edit(self, site: Site) -> None:
        key = self.chance.choice(KEYS)
        before = site.answers.get(key) or Answer(*key)
        after = replace(self._changed(before, key), answered_by=site.name)
        self.removed |= words_in(before) - words_in(after)
        site.keep(after)

    def _changed(self, answer: Answer, key: Key) -> Answer:
        word = f"w{len(self.spoken)}w"
        match self.chance.randrange(9):
            case 0:
                changed = replace(answer, state=AnswerState.COMPENSATED, reason=word)
            case 1:
                changed = replace(answer, state=AnswerState.ANSWERED, choices=("x",), reason=word)
            case 2:
                return replace(answer, state=AnswerState.UNANSWERED, choices=(), reason="")
            case 3:
                changed = replace(answer, note=f"{answer.note} {word}".strip())
            case 4:
                changed = replace(answer, note=self.chance.choice(("", word)))
                if not changed.note:
                    return changed
            case 5:
                changed = replace(answer, evidence=(*answer.evidence, Evidence(EvidenceKind.TEXT, word)))
            case 6:
                return replace(answer, evidence=answer.evidence[1:], marked=not answer.marked)
            case 7:
                changed = replace(answer, dissent=(*answer.dissent, Dissent("Eve", word)))
            case _:
                return replace(answer, note_internal=not answer.note_internal)
        self.spoken[word] = key
        return changed
