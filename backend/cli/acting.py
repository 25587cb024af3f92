"""In whose name an operator does what only the office may do."""

import click

from backend.domain.errors import Conflict, NotFound
from backend.domain.people import Actor, Person, Role
from backend.services import people
from backend.services.desk import Desk

AS = click.option("--as", "name", metavar="NAME", help="acting person; the only one of the office by default")

APPROVER = click.option(
    "--approver", metavar="NAME", help="who approved it: a leader of the project, or of the office"
)


def office_actor(desk: Desk, name: str | None) -> Actor:
    """Raises click.ClickException with what to do when there is no such person, or more than one."""
    actor = _named(desk, name or _only_one(desk))
    if not actor.is_office():
        raise click.ClickException(f"{actor.person.name}不是重点办人员或管理员，不能这样做。")
    return actor


def approver_named(desk: Desk, name: str | None) -> Person | None:
    """None when nobody is named. Raises click.ClickException like `office_actor`."""
    return _named(desk, name.strip()).person if name and name.strip() else None


def _named(desk: Desk, name: str) -> Actor:
    try:
        return people.actor_named(desk, name)
    except NotFound as error:
        raise click.ClickException(f"没有登记叫「{name}」的人。") from error
    except Conflict as error:
        phones = "、".join(filter(None, error.facts["phones"]))
        raise click.ClickException(f"有多人叫「{name}」（{phones}），请先在人员表里区分姓名。") from error


def _only_one(desk: Desk) -> str:
    day = desk.moment.day
    duties = [duty for role in (Role.OFFICE, Role.ADMIN) for duty in desk.unit.people.duties_on(day, role)]
    found = desk.unit.people.by_ids({duty.person_id for duty in duties})
    names = [person.name for person in found.values()]
    if not names:
        raise click.ClickException("还没有登记重点办人员，请先导入人员表（steward intake people）。")
    if len(names) > 1:
        raise click.ClickException(f"请用 --as 写明由谁办理：{'、'.join(names)}。")
    return names[0]
