"""Pictures of a project, drawn when they are wanted."""

from collections.abc import Callable

from backend.domain.people import EVERYTHING
from backend.domain.project import Project
from backend.services.desk import Desk

Draw = Callable[[Desk, Project], bytes | None]
"""PNG or JPEG as of the desk's moment; None when there is nothing to draw with, such as no Chinese font."""


def drawn(desk: Desk, draw: Draw, project_id: int) -> bytes | None:
    """For somebody who was allowed to ask: whose scope it lies in was looked at then."""
    project = desk.unit.projects.by_ids({project_id}, EVERYTHING).get(project_id)
    return None if project is None else draw(desk, project)
