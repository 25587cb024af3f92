"""Projects as rows, and the scope as a condition, on both databases."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from backend.domain.people import EVERYTHING, Scope
from backend.domain.project import Kind, Project, Site, Stage
from backend.storage.engine import Database
from backend.storage.unit import Unit

FULL = Project(
    id=0,
    code="QX-001",
    name="清溪县人民医院迁建项目",
    aliases=("县医院", "新医院"),
    region="东城",
    sector="卫生",
    kind=Kind.BUILDING,
    stage=Stage.ACTIVE,
    start=date(2026, 3, 2),
    target=date(2027, 12, 31),
    total_wan=Decimal("32000.25"),
    site=Site(34.5, 113.2, 300),
    seven_day=True,
)


def test_a_project_comes_back_as_stored_and_as_changed(database: Database) -> None:
    with database.writing() as connection:
        projects = Unit(connection).projects
        full = projects.add(FULL)
        bare = projects.add(Project(0, "2", "乙"))

        assert projects.by_id(full.id, EVERYTHING) == full
        assert projects.by_code("QX-001", EVERYTHING) == full
        assert projects.by_id(bare.id, EVERYTHING) == bare
        changed = Project(full.id, "QX-001", "改名")
        projects.update(changed)
        assert projects.by_ids([full.id, 99], EVERYTHING) == {full.id: changed}


def test_a_code_is_given_once(database: Database) -> None:
    with database.writing() as connection:
        unit = Unit(connection)
        unit.projects.add(Project(0, "1", "甲"))
        with pytest.raises(IntegrityError), unit.attempt():
            unit.projects.add(Project(0, "1", "乙"))


def test_every_query_stops_at_the_scope(database: Database) -> None:
    with database.writing() as connection:
        unit = Unit(connection)
        bureau = unit.people.add_unit("区住建局")
        own = unit.projects.add(Project(0, "1", "自己的", stage=Stage.ACTIVE))
        east = unit.projects.add(Project(0, "2", "东边的", region="东城", stage=Stage.ACTIVE))
        bureaus = unit.projects.add(Project(0, "3", "单位的", unit_id=bureau.id, stage=Stage.ACTIVE))
        other = unit.projects.add(Project(0, "4", "别人的", region="西城", stage=Stage.ACTIVE))
        scopes = {
            Scope(): [],
            Scope(project_ids=frozenset({own.id})): [own],
            Scope(regions=frozenset({"东城"})): [east],
            Scope(unit_ids=frozenset({bureau.id})): [bureaus],
            Scope(False, frozenset({own.id}), frozenset({"东城"}), frozenset({bureau.id})): [
                own,
                east,
                bureaus,
            ],
            EVERYTHING: [own, east, bureaus, other],
        }
        projects = unit.projects
        for scope, seen in scopes.items():
            assert projects.all(scope) == projects.active(scope) == seen
            assert projects.listing(scope).items == tuple(seen)
            assert projects.listing(scope).total == len(seen)
            assert list(projects.named(scope)) == [project.id for project in seen]
            assert list(projects.by_ids([1, 2, 3, 4], scope).values()) == seen
            assert (projects.by_id(other.id, scope) is None) is (other not in seen)
            assert (projects.by_code("4", scope) is None) is (other not in seen)
            assert projects.regions(scope) == sorted({p.region for p in seen if p.region})


def test_a_listing_is_filtered_and_paged_with_its_total(database: Database) -> None:
    with database.writing() as connection:
        projects = Unit(connection).projects
        for n in range(1, 8):
            projects.add(
                Project(0, f"C{n}", f"项目{n}", ("100%达产",) if n == 3 else (), "东城" if n % 2 else "西城")
            )

        first = projects.listing(EVERYTHING, region="东城", limit=3)
        assert [p.code for p in first.items] == ["C1", "C3", "C5"]
        assert first.total == 4
        assert first.next is not None
        second = projects.listing(EVERYTHING, region="东城", limit=3, after=first.next)
        assert [p.code for p in second.items] == ["C7"]
        assert (second.total, second.next) == (4, None)
        assert projects.listing(EVERYTHING, stage=Stage.ACTIVE).total == 0
        assert [p.code for p in projects.listing(EVERYTHING, text="c7").items] == ["C7"]
        assert [p.code for p in projects.listing(EVERYTHING, text="目2").items] == ["C2"]
        assert [p.code for p in projects.listing(EVERYTHING, text="0%达").items] == ["C3"]
        assert projects.listing(EVERYTHING, text="%").total == 1
        assert projects.listing(EVERYTHING, text="_").total == 0
        assert projects.listing(EVERYTHING, unit_id=5).total == 0


def test_names_and_aliases_are_listed_for_matching(database: Database) -> None:
    with database.writing() as connection:
        projects = Unit(connection).projects
        full = projects.add(FULL)

        assert projects.named(EVERYTHING) == {full.id: ("清溪县人民医院迁建项目", "县医院", "新医院")}


def test_an_annual_plan_is_set_changed_and_taken_away(database: Database) -> None:
    with database.writing() as connection:
        projects = Unit(connection).projects
        full = projects.add(FULL)
        assert projects.annual_plan([full.id], 2026) == {}
        projects.set_annual_plan(full.id, 2026, Decimal("8000"))
        projects.set_annual_plan(full.id, 2026, Decimal("9000.000001"))
        projects.set_annual_plan(full.id, 2027, Decimal("100"))

        assert projects.annual_plan([full.id, 99], 2026) == {full.id: Decimal("9000.000001")}
        projects.set_annual_plan(full.id, 2026, None)
        assert projects.annual_plan([full.id], 2026) == {}
        assert projects.annual_plan([full.id], 2027) == {full.id: Decimal("100")}
