"""Sentences on dependencies: who needs whom, what falls with a service, and what another verdict would change."""

from collections.abc import Sequence

from shipworthy.domain.dependencies import Blast, Dependencies, Need, VerdictChange
from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Service
from shipworthy.text import isolated
from shipworthy.wording.wording import Wording

_MOST_NAMED = 3
_LONGEST = 48  # of a name among others that are cut off after a few


class DependencyWording(Wording):
    """The words of dependencies in one language."""

    def fall(self, service: Service, count: int) -> str:
        """Return how many services fall with one, as a sentence."""
        name = isolated(service.name)
        if not count:
            return self._("If {service} falls, no other service falls with it.").format(service=name)
        return self._translator.ngettext(
            "If {service} falls, {count} service falls with it.",
            "If {service} falls, {count} services fall with it.",
            count,
        ).format(service=name, count=count)

    def named_fall(self, blast: Blast, most: int = _MOST_NAMED) -> str:
        """Return the same with the names of the nearest: "If payments falls, 9 services fall with it: …"."""
        sentence = self.fall(blast.service, len(blast.fall))
        return f"{sentence.rstrip('.')}: {self.named(blast.fall, most)}." if blast.fall else sentence

    def worse_off(self, blast: Blast, most: int = _MOST_NAMED) -> str:
        """Return which services would stand but miss a soft dependency, as a sentence; "" for none."""
        if not blast.worse_off:
            return ""
        return self._translator.ngettext(
            "{count} more service stands but misses a soft dependency: {names}.",
            "{count} more services stand but miss a soft dependency: {names}.",
            len(blast.worse_off),
        ).format(count=len(blast.worse_off), names=self.named(blast.worse_off, most))

    def caps(self, service: Service, capped: Sequence[Service], verdict: Verdict, most: int = _MOST_NAMED) -> str:
        """Return whose verdict a service lowers, as a sentence; "" for none."""
        if not capped:
            return ""
        return self._translator.ngettext(
            "{service} caps the verdict of {count} service at {verdict}: {names}.",
            "{service} caps the verdicts of {count} services at {verdict}: {names}.",
            len(capped),
        ).format(service=service.name, count=len(capped), verdict=self.verdict(verdict), names=self.named(capped, most))

    def what_if(self, service: Service, verdict: Verdict, changes: Sequence[VerdictChange]) -> str:
        """Return what would change if a service had another verdict of its own, as a sentence with every change."""
        others = [each for each in changes if each.service.id != service.id]
        listed = [
            f"{isolated(each.service.name)} {self.verdict(each.before)} → {self.verdict(each.after)}" for each in others
        ]
        return self._what_if(service, verdict, len(others), ", ".join(listed))

    def what_if_in_short(
        self, service: Service, verdict: Verdict, changes: Sequence[VerdictChange], most: int = _MOST_NAMED
    ) -> str:
        """Return whose verdict would change if a service had another one of its own, as a sentence; "" for nobody's."""
        others = [each.service for each in changes if each.service.id != service.id]
        return self._what_if(service, verdict, len(others), self.named(others, most)) if others else ""

    def _what_if(self, service: Service, verdict: Verdict, count: int, listed: str) -> str:
        name, verdict_name = isolated(service.name), self.verdict(verdict)
        if not count:
            return self._("If {service} became {verdict}, no other verdict would change.").format(
                service=name, verdict=verdict_name
            )
        return self._translator.ngettext(
            "If {service} became {verdict}, {count} other verdict would change: {changes}.",
            "If {service} became {verdict}, {count} other verdicts would change: {changes}.",
            count,
        ).format(service=name, verdict=verdict_name, count=count, changes=listed)

    def circle(self, circle: Sequence[Service]) -> str:
        """Return who needs each other, round in a circle: "Circle: a ↔ b ↔ c"."""
        return self._("Circle: {names}").format(names=" ↔ ".join(isolated(each.name) for each in circle))

    def circle_title(self, count: int, *, is_hard: bool = True) -> str:
        """Return the title of the frame around a circle; `is_hard`: hard dependencies alone close it."""
        words = self._("Circle of {count}") if is_hard else self._("Circle of {count}, closed by soft ones")
        return words.format(count=count)

    def needs(self, need: Need) -> str:
        """Return what a service needs, from its side: "needs payments (hard, caps it: Not ready)"."""
        return self._("needs {service} ({how})").format(
            service=self._name(need.needed), how=self._how(need, self._("caps it: {verdict}"))
        )

    def needed_by(self, need: Need) -> str:
        """Return who needs a service, from the side of the latter: "is needed by checkout (hard)"."""
        return self._("is needed by {service} ({how})").format(
            service=self._name(need.service), how=self._how(need, self._("capped by it: {verdict}"))
        )

    def laxer(self, needs: Sequence[Need]) -> str:
        """Return which hard dependencies are of a laxer tier than the service, as a sentence; "" for none."""
        names = [f"{isolated(need.needed.name)} ({self.tier(need.needed.tier)})" for need in needs if need.is_laxer]
        if not names:
            return ""
        return self._("It is of {tier} and cannot work without services of a laxer tier: {names}.").format(
            tier=self.tier(needs[0].service.tier), names=", ".join(names)
        )

    def story(self, dependencies: Dependencies, service: Service) -> str:
        """Return everything about a service's dependencies in one line, as for copying."""
        parts = [self.needs(each) for each in dependencies.needs(service.id)]
        parts += [self.needed_by(each) for each in dependencies.needed_by(service.id)]
        sentences = [f"{self._name(service)}: {'; '.join(parts) if parts else self._('no dependencies')}."]
        if circle := dependencies.circle_of(service.id):
            sentences.append(f"{self.circle(circle)}.")
        sentences.append(self.fall(service, dependencies.sizes[service.id]))
        return " ".join(sentences)

    def summary(self, dependencies: Dependencies, service: Service) -> str:
        """Return where a service stands among the others in a few sentences, however many they are."""
        needs, needed_by = len(dependencies.needs(service.id)), len(dependencies.needed_by(service.id))
        sentences = [
            f"{self.service_line(dependencies, service)}.",
            self.count("It needs {count} service.", "It needs {count} services.", needs),
            self.count("{count} service needs it.", "{count} services need it.", needed_by),
            self.fall(service, dependencies.sizes[service.id]),
        ]
        if circle := dependencies.circle_of(service.id):
            sentences.append(f"{self.circle_title(len(circle))}.")
        return " ".join(sentences)

    def service_line(self, dependencies: Dependencies, service: Service) -> str:
        """Return a service with where it stands: "payments · Tier 2 · ✕ Not ready"."""
        return f"{self._name(service)} · {self.standing(dependencies, service)}"

    def standing(self, dependencies: Dependencies, service: Service) -> str:
        """Return tier and verdict of a service: "Tier 2 · ✕ Not ready"."""
        verdict = dependencies.shown[service.id]
        return f"{self.tier(service.tier)} · {self.verdict_mark(verdict)} {self.short_verdict(verdict)}"

    def named(self, services: Sequence[Service], most: int = _MOST_NAMED) -> str:
        """Return names in a row, and how many more there are."""
        names = [each.name for each in services]
        if len(names) > most:
            names = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in names]
        return self._cut([isolated(name) for name in names], most)

    def _cut(self, texts: Sequence[str], most: int) -> str:
        shown = ", ".join(texts[:most])
        left = len(texts) - most
        if left <= 0:
            return shown
        return self._translator.ngettext("{shown} and {count} more", "{shown} and {count} more", left).format(
            shown=shown, count=left
        )

    def _name(self, service: Service) -> str:
        name = isolated(service.name)
        return self._("{service}, archived").format(service=name) if service.archived else name

    def _how(self, need: Need, caps: str) -> str:
        words = [self._("hard") if need.is_hard else self._("soft")]
        if need.cap is not None:
            words.append(caps.format(verdict=self.verdict(need.cap)))
        if need.is_laxer:
            words.append(self._("laxer tier"))
        return ", ".join(words)
