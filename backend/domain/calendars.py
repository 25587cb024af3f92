"""The working calendars that the steps of one plan are worked by, each under its name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from backend.domain.workdays import Spell, Workdays


@dataclass(frozen=True, slots=True)
class Calendars:
    """`standard`: of the plan, of every step that names none, and of all that is counted for the plan as a whole."""

    standard: Workdays
    named: Mapping[str, Workdays] = field(default_factory=dict)

    def of(self, name: str) -> Workdays:
        """Raises KeyError for a name that is not there."""
        return self.named[name] if name else self.standard

    def __contains__(self, name: object) -> bool:
        return name == "" or name in self.named

    def __iter__(self) -> Iterator[Workdays]:
        yield self.standard
        yield from self.named.values()

    def with_spell(self, spell: Spell) -> "Calendars":
        """All of them with the spell."""
        named = {name: workdays.with_spell(spell) for name, workdays in self.named.items()}
        return Calendars(self.standard.with_spell(spell), named)


def calendars(given: Workdays | Calendars) -> Calendars:
    """One calendar serves a plan whose steps name none."""
    return given if isinstance(given, Calendars) else Calendars(given)
