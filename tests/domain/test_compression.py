"""Winning time: by hand around the holidays, and against trying everything."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.compression import Proposal, compression
from backend.domain.measure import Change, Measure, Terms, applied, chosen
from backend.domain.plan import LagUnit, Link, LinkType, Nature, Plan, Step
from backend.domain.trial import Trials
from backend.domain.workdays import Override, Workdays
from backend.intake.calendars import national_calendar

NATIONAL = national_calendar()
SEVEN = Workdays.seven_day([Override(date(2026, 9, 24), False, "rain")])
SITES = Calendars(NATIONAL, {"site": SEVEN})
FORMS = {"nature": Nature.APPROVAL}


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def step(id: str, days: int, *after: str | Link, **more: Any) -> Step:
    return Step(id, id, days, tuple(Link(a) if isinstance(a, str) else a for a in after), **more)


def plan(start: str, target: str, *steps: Step) -> Plan:
    return Plan(d(start), d(target), steps)


def short(proposal: Proposal) -> list[tuple[str, str, str, int, int, int]]:
    return [(c.measure.value, c.step, c.before, c.old, c.new, c.gained) for c in proposal.changes]


# ---- by hand


def test_a_plan_in_time_needs_nothing() -> None:
    found = compression(plan("09-28", "10-09", step("a", 3, least=1)), NATIONAL)
    assert (found.changes, found.short_of, found.after == found.before, found.fewest) == ((), 0, True, True)
    assert compression(plan("09-28", "09-01"), NATIONAL).changes == ()


def test_a_step_is_shortened_by_what_is_missing_and_no_more() -> None:
    # 28, 29, 30 September | 8, 9, make-up Saturday 10, 12 October: seven days of work to the 12th, wanted by the 9th.
    found = compression(plan("09-28", "10-09", step("a", 4, least=1, **FORMS), step("b", 3, "a")), NATIONAL)
    assert found.before.project_float == -2
    assert short(found) == [("shorten", "a", "", 4, 2, 2)]
    assert (found.changes[0].limit, found.after.project_float, found.after.finish) == (1, 0, d("10-09"))


def test_what_nobody_has_stated_is_not_shortened_and_what_is_missing_is_told() -> None:
    found = compression(plan("09-28", "09-29", step("a", 5, **FORMS), step("b", 2, "a", least=1)), NATIONAL)
    assert short(found) == [("shorten", "b", "", 2, 1, 1)]
    assert (found.before.project_float, found.after.project_float, found.short_of) == (-5, -4, 4)


def test_two_works_overlap_as_far_as_needed_and_not_beyond_half() -> None:
    works = (step("dig", 10), step("lay", 10, "dig"))
    found = compression(plan("03-02", "03-24", *works), NATIONAL)  # 17 working days for 20
    assert short(found) == [("overlap", "lay", "dig", 0, 7, 3)]
    assert found.changes[0].limit == 5
    assert found.after.plan.steps[1].after == (Link("dig", LinkType.SS, 7), Link("dig", LinkType.FF, 1))
    late = compression(plan("03-02", "03-16", *works), NATIONAL)  # 11 working days
    assert (short(late), late.short_of) == ([("overlap", "lay", "dig", 0, 5, 5)], 4)
    bolder = compression(plan("03-02", "03-16", *works), NATIONAL, terms=Terms(Fraction(1, 4)))
    assert (short(bolder), bolder.short_of) == ([("overlap", "lay", "dig", 0, 3, 7)], 2)


def test_the_later_of_two_overlapping_works_ends_after_the_earlier() -> None:
    """Else the painters would be gone before the walls are up, and whoever waits for them be let in."""
    works = (step("walls", 10), step("paint", 3, "walls"), step("open", 2, "paint", **FORMS))
    found = compression(plan("03-02", "03-17", *works), NATIONAL)  # 12 for 15
    assert found.after.early_finish[:2] == (d("03-13"), d("03-16"))  # Friday, Monday
    assert (found.before.project_float, found.after.project_float, found.short_of) == (-3, -1, 1)


def test_approvals_run_side_by_side_and_what_waits_for_both_still_does() -> None:
    forms = (step("land", 15, **FORMS), step("design", 5, "land", **FORMS), step("build", 10, "design"))
    found = compression(plan("03-02", "04-03", *forms), NATIONAL)
    assert short(found) == [("parallel", "design", "land", 0, 0, 5)]
    starts = dict(zip("ldb", found.after.early_start, strict=True))
    assert (found.after.early_finish[0], starts["b"]) == (
        d("03-20"),
        d("03-23"),
    )  # not before the land is there


def test_a_document_may_be_handed_in_later_until_its_follower_has_to_end() -> None:
    steps = (step("form", 10, deferrable=True, **FORMS), step("dig", 12, "form"), step("end", 0, "dig"))
    found = compression(plan("03-02", "03-23", *steps), NATIONAL)
    assert short(found) == [("defer", "dig", "form", 0, 0, 10)]
    assert found.changes[0].make_up == found.after.late_finish[1] == d("03-23")
    assert Link("form", LinkType.FF) in found.after.plan.steps[1].after


def test_an_event_between_two_works_does_not_hide_them() -> None:
    steps = (
        step("dig", 10),
        step("other", 8),
        step("checked", 0, "dig", "other", milestone=True),
        step("lay", 10, "checked"),
    )
    found = compression(plan("03-02", "03-25", *steps), NATIONAL)  # 18 for 20
    assert short(found) == [("overlap", "lay", "dig", 0, 8, 2)]
    assert found.changes[0].through == ("checked",)
    checked, lay = found.after.plan.steps[2:]
    assert checked == steps[2]  # what the milestone waits for stays as it was
    assert Link("other") in lay.after  # and the other step it gathers still holds
    assert "checked" not in {link.before for link in lay.after}


def test_an_event_kept_for_a_day_or_waiting_for_forms_is_not_stepped_over() -> None:
    kept = (step("dig", 10), step("checked", 0, "dig", not_before=d("03-03")), step("lay", 10, "checked"))
    forms = (step("dig", 10), step("permit", 0, "dig", **FORMS), step("lay", 10, "permit"))
    for steps in (kept, forms):
        assert compression(plan("03-02", "03-25", *steps), NATIONAL).short_of == 2


def test_two_chains_equally_long_are_both_shortened_or_nothing_is_gained() -> None:
    steps = (step("a", 10, least=6), step("b", 10, least=6), step("end", 0, "a", "b"))
    found = compression(plan("03-02", "03-11", *steps), NATIONAL)  # 8 for 10
    assert short(found) == [("shorten", "a", "", 10, 8, 0), ("shorten", "b", "", 10, 8, 2)]
    assert found.fewest


def test_one_change_is_better_than_two_and_a_soft_one_better_than_a_hard_one() -> None:
    small = [step(f"s{n}", 5, *([f"s{n - 1}"] if n else []), least=3, **FORMS) for n in range(2)]
    links = (step("x", 10, "s1", **FORMS, least=5), step("y", 10, "x", least=5))
    found = compression(plan("03-02", "04-06", *small, *links), NATIONAL)
    assert found.before.project_float < 0
    assert [c.measure for c in found.changes] == [Measure.PARALLEL]
    assert len(found.changes) == 1
    hard = tuple(replace(s, nature=Nature.WORK if s.id == "y" else s.nature) for s in (*small, *links))
    no_forms = tuple(replace(s, nature=Nature.APPROVAL if n % 2 else Nature.WORK) for n, s in enumerate(hard))
    tight = compression(plan("03-02", "04-07", *no_forms), NATIONAL)
    assert len(tight.changes) == 1


def test_what_is_under_way_is_shortened_in_what_is_left_of_it() -> None:
    # Ten days at least six: half done, the five days left can be done in three.
    told = plan("03-02", "03-11", step("a", 10, actual_start=d("03-02"), remaining=5, least=6))
    found = compression(told, NATIONAL, today=d("03-09"))
    assert (short(found), found.short_of) == ([("shorten", "a", "", 5, 3, 2)], 0)
    assert found.after.plan.steps[0].days == 10
    # Nobody told: begun on the 2nd, five days gone, so ten become eight.
    untold = plan("03-02", "03-11", step("a", 10, actual_start=d("03-02"), least=6))
    assert short(compression(untold, NATIONAL, today=d("03-09"))) == [("shorten", "a", "", 10, 8, 2)]
    percent = plan("03-02", "03-10", replace(told.steps[0], remaining=None, percent=Decimal(50)))
    assert compression(percent, NATIONAL, today=d("03-09")).short_of == 1


def test_what_follows_work_under_way_may_begin_once_the_share_is_done() -> None:
    steps = (step("a", 10, actual_start=d("03-02"), remaining=8), step("b", 10, "a"))
    found = compression(plan("03-02", "03-20", *steps), NATIONAL, today=d("03-09"))
    # Slow: after five days two are done. Three more to the half, so b begins on the 12th, not today.
    assert found.after.early_start[1] == d("03-12")
    assert (found.before.project_float, found.short_of) == (-8, 3)


def test_what_is_done_or_has_begun_is_left_alone() -> None:
    steps = (
        step("a", 10, actual_start=d("03-02"), actual_finish=d("03-13"), least=2),
        step("b", 10, "a", actual_start=d("03-16")),
        step("c", 1, "b", **FORMS),
    )
    found = compression(plan("03-02", "03-20", *steps), NATIONAL, today=d("03-18"))
    assert (found.changes, found.short_of) == ((), 6)
    done = plan("03-02", "03-06", step("a", 10, actual_finish=d("03-20"), least=1))
    assert (compression(done, NATIONAL).changes, compression(done, NATIONAL).short_of) == ((), 10)


def test_an_overlap_made_earlier_goes_further_when_more_is_missing() -> None:
    works = (step("dig", 10), step("lay", 10, "dig"))
    first = compression(plan("03-02", "03-24", *works), NATIONAL).after.plan
    again = compression(replace(first, target=d("03-23")), NATIONAL)
    assert short(again) == [("overlap", "lay", "dig", 7, 6, 1)]
    assert again.after.plan.steps[1].after == (Link("dig", LinkType.SS, 6), Link("dig", LinkType.FF, 1))
    most = compression(replace(first, target=d("03-16")), NATIONAL)
    assert (short(most), most.short_of) == ([("overlap", "lay", "dig", 7, 5, 2)], 4)
    told = replace(first, steps=(works[0], replace(works[1], after=(Link("dig", LinkType.SS, 7),))))
    assert (
        compression(replace(told, target=d("03-16")), NATIONAL).changes == ()
    )  # a lag that somebody gave stays


def test_days_that_concrete_cures_are_kept_when_works_overlap() -> None:
    steps = (step("pour", 10), step("strip", 10, Link("pour", lag=7, unit=LagUnit.CALENDAR)))
    found = compression(plan("03-02", "03-20", *steps), NATIONAL)
    after = found.after
    # The first half is poured on Friday the 6th and has cured on the 13th: the Monday after.
    assert after.early_start[1] == d("03-16")
    assert found.after.plan.steps[1].after[1] == Link("pour", LinkType.FF, 8, LagUnit.CALENDAR)


def test_works_of_two_calendars_overlap_by_days_of_their_own() -> None:
    # The site digs through the holiday, 28 September to 7 October; half of it is done on 2 October.
    steps = (step("dig", 10, calendar="site"), step("lay", 5, "dig"))
    found = compression(plan("09-28", "10-12", *steps), SITES)
    assert found.before.project_float == -1  # 8, 9, Saturday 10, 12 and 13 October
    assert found.changes == () or found.short_of == 1
    longer = (step("dig", 10), step("lay", 5, "dig", calendar="site"))
    found = compression(plan("09-28", "10-13", *longer), SITES)
    assert found.after.early_start[1] >= d("10-10")  # five of ten days are done on the 9th
    assert found.short_of == 0 or found.changes


def test_a_step_that_misses_a_day_of_its_own_is_told() -> None:
    steps = (step("a", 10, least=5, not_after=d("03-04")), step("b", 5, "a", least=3))
    found = compression(plan("03-02", "03-19", *steps), NATIONAL)
    assert (found.after.project_float >= 0, found.missed) == (True, ("a",))


# ---- against everything

TYPES = (LinkType.FS,) * 4 + (LinkType.SS,)


def drawn(
    chance: Random, most: int, types: tuple[LinkType, ...] = TYPES, calendars: tuple[str, ...] = ("",)
) -> Plan:
    steps = []
    for j in range(chance.randint(2, most)):
        days = chance.choice((0, 2, 4, 5, 8))
        names = chance.sample(range(j), min(j, chance.choice((0, 1, 1, 2)))) if j else []
        after = [Link(str(n), chance.choice(types), chance.choice((0, 0, 0, 1, -1))) for n in names]
        if days == 0:
            after = [replace(link, type=LinkType.FS, lag=0) for link in after]
        steps.append(
            step(
                str(j),
                days,
                *after,
                least=chance.choice((None, days // 2)),
                nature=chance.choice(tuple(Nature)),
                deferrable=chance.random() < 0.15,
                calendar=chance.choice(calendars),
            )
        )
    return Plan(d("09-21"), d("09-21"), tuple(steps))


def late(p: Plan, by: int, calendars: Workdays | Calendars = NATIONAL) -> Plan:
    finish = schedule(p, calendars).finish
    assert finish is not None
    return replace(p, target=NATIONAL.day_at(NATIONAL.index_after(finish) - 1 - by))


plans = st.builds(lambda seed, by: late(drawn(Random(seed), 7), by), st.integers(0, 2**32), st.integers(1, 9))
mixed = st.builds(
    lambda seed, by: late(drawn(Random(seed), 7, tuple(LinkType), ("", "site")), by, SITES),
    st.integers(0, 2**32),
    st.integers(1, 9),
)


def everything(p: Plan) -> Iterator[Change]:
    """All that may be done to a plan of one calendar of which nothing has begun, each at its strongest."""
    steps = {s.id: s for s in p.steps}

    def gathers(s: Step) -> bool:
        return s.days == 0 and any(steps[a.before].days or gathers(steps[a.before]) for a in s.after)

    def back(link: Link, through: tuple[str, ...]) -> Iterator[tuple[Step, tuple[str, ...]]]:
        before = steps[link.before]
        yield before, through
        if gathers(before):
            for earlier in before.after:
                yield from back(earlier, (*through, before.id))

    for s in p.steps:
        if s.days and s.least is not None and max(1, s.least) < s.days:
            yield Change(Measure.SHORTEN, s.id, old=s.days, new=max(1, s.least))
        for link in s.after if s.days else ():
            if link.type is not LinkType.FS:
                continue
            for before, through in back(link, ()):
                natures = {s.nature, before.nature}
                works = all(steps[id].nature is Nature.WORK for id in through)
                if before.days and natures == {Nature.APPROVAL}:
                    yield Change(Measure.PARALLEL, s.id, before.id, through=through)
                elif before.deferrable:
                    yield Change(Measure.DEFER, s.id, before.id, through=through)
                elif before.days > 1 and natures == {Nature.WORK} and works:
                    yield Change(Measure.OVERLAP, s.id, before.id, old=link.lag, through=through)


def together(p: Plan, changes: Sequence[Change]) -> Plan:
    """Each overlap at half of the days the earlier work then has."""
    days = {s.id: s.days for s in p.steps}
    days |= {change.step: change.new for change in changes if change.measure is Measure.SHORTEN}

    def half(change: Change) -> Change:
        done = ceil(days[change.before] / 2)
        return replace(change, new=max(done, done + change.old))

    return applied(p, [half(one) if one.measure is Measure.OVERLAP else one for one in changes])


def spares(p: Plan, size: int) -> list[int]:
    """The float with every set of so many changes."""
    sets = combinations(everything(p), size)
    return [schedule(together(p, some), NATIONAL).project_float for some in sets]


@settings(max_examples=25, deadline=None)
@given(plans)
def test_no_set_of_fewer_changes_would_do_and_none_at_all_when_it_says_so(p: Plan) -> None:
    found = compression(p, NATIONAL)
    there = len(list(everything(p)))
    if there > 7:
        return
    reached = found.after.project_float if found.short_of else 0
    fewer = range(len(found.changes))
    if found.fewest:
        assert all(spare < reached for size in fewer for spare in spares(p, size))
    if found.short_of:
        assert max(spare for size in range(there + 1) for spare in spares(p, size)) <= reached


@settings(max_examples=25, deadline=None)
@given(st.one_of(plans, mixed))
def test_a_proposal_is_what_it_says(p: Plan) -> None:
    found = compression(p, SITES)
    assert found.after == schedule(applied(p, found.changes), SITES)
    assert found.before == schedule(p, SITES)
    gained = found.after.project_float - found.before.project_float
    assert sum(change.gained for change in found.changes) == gained >= 0
    assert found.short_of == max(0, -found.after.project_float)
    assert found == compression(p, SITES)
    shortened = {change.step for change in found.changes if change.measure is Measure.SHORTEN}
    for change in found.changes:
        assert change.new >= change.limit or change.before in shortened
        assert change.new < change.old or change.measure is not Measure.SHORTEN
        assert (change.make_up is not None) == (change.measure is Measure.DEFER)


@settings(max_examples=25, deadline=None)
@given(st.one_of(plans, mixed))
def test_no_change_can_be_left_out_and_no_day_of_one(p: Plan) -> None:
    found = compression(p, SITES)
    trials = Trials(p, SITES, None)
    enough = min(0, found.after.project_float)
    numbers = range(1, len(found.changes) + 1)
    built_on = {change.before for change in found.changes if change.measure is Measure.OVERLAP}
    for n, change in enumerate(found.changes, 1):
        others = chosen(found.changes, set(numbers) - {n})
        assert trials.with_(others).spare < enough
        if change.measure in (Measure.SHORTEN, Measure.OVERLAP) and change.step not in built_on:
            milder = replace(change, new=change.new + 1)
            assert change.new + 1 == change.old or trials.with_((*others, milder)).spare < enough


@settings(max_examples=25, deadline=None)
@given(mixed, st.integers(0, 12), st.integers(0, 2**32))
def test_a_trial_is_the_schedule_of_the_changed_plan(p: Plan, days: int, seed: int) -> None:
    chance, today = Random(seed), NATIONAL.add(p.start, days)
    begun = tuple(
        replace(s, actual_start=p.start, remaining=chance.choice((None, 2))) if not s.after and s.days else s
        for s in p.steps
    )
    p = replace(p, steps=begun)
    found = compression(p, SITES, today)
    trials = Trials(p, SITES, today)
    some = [change for change in found.changes if chance.random() < 0.6]
    assert trials.with_(some).spare == schedule(applied(p, some), SITES, today).project_float
    assert trials.base.spare == found.before.project_float


# ---- size


def large(n: int, seed: int) -> Plan:
    chance = Random(seed)
    steps = [
        step(
            str(j),
            days := chance.choice((0, 2, 5, 10, 20)),
            *dict.fromkeys(str(chance.randrange(max(0, j - 8), j)) for _ in range(min(j, 2))),
            least=chance.choice((None, days // 2)),
            nature=chance.choice(tuple(Nature)),
            actual_start=None if j else d("03-02"),
        )
        for j in range(n)
    ]
    return Plan(d("03-02"), d("12-18"), tuple(steps))


@pytest.mark.parametrize(("n", "by", "seconds"), [(20, 12, 0.1), (20, 60, 0.1), (500, 40, 2), (500, 400, 2)])
def test_a_proposal_comes_at_once(n: int, by: int, seconds: float) -> None:
    p = late(large(n, 1), by)
    begun = process_time()
    found = compression(p, NATIONAL, d("03-03"))
    taken = process_time() - begun
    assert found.changes
    assert taken < max(seconds * 3, 1)  # a machine that is busy with other things is no fault of ours
