"""The tasks of an MS Project file as it has them, and how summaries hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from backend.intake.ms_project_xml import children, number, text, truth


@dataclass(frozen=True, slots=True)
class Task:
    """`row`: the number MS Project shows at its left. `fields`: custom fields by title."""

    uid: int
    row: int
    name: str
    level: int
    active: bool
    outside: bool  # of another project
    element: Element
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def links(self) -> Sequence[Element]:
        return self.element.findall("PredecessorLink")


@dataclass(frozen=True, slots=True)
class Outline:
    """Tasks in the order of the file, without blank rows and without the summary of the whole project.

    parents: of each, the positions of the summaries it is in, the nearest first. under: of each summary, the
    positions of the tasks that do its work.
    """

    tasks: tuple[Task, ...]
    parents: tuple[tuple[int, ...], ...]
    under: Mapping[int, Sequence[int]]

    @property
    def calendars(self) -> frozenset[int]:
        """Those that tasks name, by UID."""
        return frozenset(number(task.element, "CalendarUID", -1) for task in self.tasks)

    def leaves(self, at: int) -> Sequence[int]:
        """Of a summary those under it; of a task, itself."""
        return self.under.get(at, (at,))


def outline(root: Element) -> Outline:
    titles = _field_titles(root)
    found = [
        _task(element, at, titles)
        for at, element in enumerate(children(root, "Tasks", "Task"), start=1)
        if not truth(element, "IsNull") and not _is_whole_project(element)
    ]
    parents = _parents(found)
    under: dict[int, list[int]] = {at: [] for chain in parents for at in chain}
    for at, chain in enumerate(parents):
        if at not in under:
            for above in chain:
                under[above].append(at)
    return Outline(tuple(found), tuple(parents), under)


def _is_whole_project(task: Element) -> bool:
    return number(task, "UID", -1) == 0 or number(task, "OutlineLevel", 1) == 0


def _field_titles(root: Element) -> dict[str, str]:
    """By number of the field: its title, else MS Project's own name of it."""
    return {
        text(one, "FieldID"): text(one, "Alias") or text(one, "FieldName")
        for one in children(root, "ExtendedAttributes", "ExtendedAttribute")
    }


def _task(element: Element, at: int, titles: Mapping[str, str]) -> Task:
    values = {
        titles.get(text(one, "FieldID"), ""): text(one, "Value")
        for one in element.findall("ExtendedAttribute")
    }
    return Task(
        uid=number(element, "UID", -at),
        row=number(element, "ID", at),
        name=text(element, "Name"),
        level=number(element, "OutlineLevel", 1),
        active=truth(element, "Active", other=True),
        outside=truth(element, "ExternalTask") or truth(element, "IsSubproject"),
        element=element,
        fields={title: value for title, value in values.items() if title and value},
    )


def _parents(tasks: Sequence[Task]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    above: list[int] = []
    for at, task in enumerate(tasks):
        while above and tasks[above[-1]].level >= task.level:
            above.pop()
        found.append(tuple(reversed(above)))
        above.append(at)
    return found
