"""`steward schedule template save|list`: what plans are begun from."""

import click

from backend.cli import Door
from backend.cli.acting import AS, office_actor
from backend.cli.schedule.finding import in_words, project_of
from backend.cli.table import aligned
from backend.domain.errors import Refused
from backend.domain.template import Template
from backend.intake.forms import KINDS
from backend.services import templates
from reports import phrases

HEAD = ("名称", "适用", "步骤", "通常规模", "自", "来源")


@click.group()
def template() -> None:
    """What plans are begun from: shipped for every kind of project, and saved from the office's own plans."""


@template.command(name="list")
@click.pass_obj
def list_(door: Door) -> None:
    """Every template, under the name that `adopt --template` takes."""
    with door.open_desk() as desk:
        rows = [
            (
                one.template.id,
                one.template.name if not one.own else KINDS[one.kind][0],
                str(len(one.template.steps)),
                _usual(one.template),
                str(one.template.effective),
                phrases.clipped(one.template.source, 40),
            )
            for one in templates.offered(desk)
        ]
    click.echo("\n".join(aligned([HEAD, *rows])))


def _usual(one: Template) -> str:
    return "—" if one.usual_size is None else f"{one.usual_size} {one.size_unit}"


@template.command()
@click.argument("code")
@click.option("--name", "called", required=True, help="what the template is called")
@AS
@click.pass_obj
def save(door: Door, code: str, called: str, name: str | None) -> None:
    """Save a project's plan as a template: its steps, days, links, weights and owners, without any dates."""
    with door.open_desk() as desk:
        actor = office_actor(desk, name)
        project = project_of(desk, code, actor.scope)
        try:
            saved = templates.save_template(desk, actor, project, called)
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    click.echo(
        f"{saved.source}已存为模板“{saved.name}”，{len(saved.steps)} 个步骤；用 --template {saved.name} 套用。"
    )
