"""Backward schedules against the usual ways of computing them: python -m tests.bench_backward [--projects N] [--quick].

Every program gets the same plans of 20 steps and 34 finish-to-start links and does the same job: both passes,
total and free float, the critical steps, and the four dates of each step. All answers are compared first.
Rounds are interleaved, so that a busy machine is unfair to nobody; medians are printed.

Then the size of things: a province's board (10,000 to 300,000 projects made from four templates, each with days of
its own), plans in which everything is asked for, and one network of 200,000 steps in order and turned round.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib.util import find_spec
from random import Random
from typing import Any

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.passes.network import network
from backend.domain.plan import Link, Plan, Step
from backend.domain.workdays import Workdays
from backend.intake.calendars import national_calendar

STEPS, LINKS, ROUNDS = 20, 34, 9
Answer = tuple[Sequence[Sequence[date]], Sequence[int], Sequence[int] | None, Sequence[bool]]
Program = Callable[[Plan, Workdays], Answer]


def random_plan(chance: Random) -> Plan:
    """Every step but the first follows one of the four before it; the rest of the links lie anywhere."""
    pairs = {(chance.randrange(max(0, j - 4), j), j) for j in range(1, STEPS)}
    while len(pairs) < LINKS:
        i, j = sorted(chance.sample(range(STEPS), 2))
        pairs.add((i, j))
    links: dict[int, list[Link]] = {}
    for i, j in sorted(pairs):
        links.setdefault(j, []).append(Link(f"s{i}", lag=chance.choice((0, 0, 0, 2, 5))))
    steps = (Step(f"s{j}", f"step {j}", chance.randint(3, 30), tuple(links.get(j, ()))) for j in range(STEPS))
    return Plan(date(2024, 3, 1), date(2026, chance.randint(1, 12), 18), tuple(steps))


def ours(plan: Plan, workdays: Workdays) -> Answer:
    s = schedule(plan, workdays)
    return (
        (s.early_start, s.early_finish, s.late_start, s.late_finish),
        s.total_float,
        s.free_float,
        s.critical,
    )


def networkx_adjacency(plan: Plan, workdays: Workdays) -> Answer:
    """Its fastest way: plain dictionaries of predecessors and successors."""
    import networkx as nx

    graph = _graph(nx, plan)
    before, after = graph.pred, graph.succ
    return _networkx(nx, graph, plan, workdays, lambda v: before[v].items(), lambda v: after[v].items())


def networkx_edges(plan: Plan, workdays: Workdays) -> Answer:
    """The way its documentation shows: in_edges and out_edges with data."""
    import networkx as nx

    graph = _graph(nx, plan)
    return _networkx(
        nx,
        graph,
        plan,
        workdays,
        lambda v: [(u, data) for u, _, data in graph.in_edges(v, data=True)],
        lambda v: [(u, data) for _, u, data in graph.out_edges(v, data=True)],
    )


def _graph(nx: Any, plan: Plan) -> Any:
    graph = nx.DiGraph()
    graph.add_nodes_from((step.id, {"days": step.days}) for step in plan.steps)
    graph.add_edges_from(
        (link.before, step.id, {"lag": link.lag}) for step in plan.steps for link in step.after
    )
    return graph


def _networkx(nx: Any, graph: Any, plan: Plan, workdays: Workdays, before: Any, after: Any) -> Answer:
    first, end = workdays.index(plan.start), workdays.index_after(plan.target)
    order = list(nx.topological_sort(graph))
    days = dict(graph.nodes(data="days"))
    early, late, free = {}, {}, {}
    for v in order:
        early[v] = max((early[u] + days[u] + e["lag"] for u, e in before(v)), default=first)
    finish = max(early[v] + days[v] for v in order)
    for v in reversed(order):
        late[v] = min((late[u] - e["lag"] for u, e in after(v)), default=end) - days[v]
        free[v] = min((early[u] - e["lag"] for u, e in after(v)), default=finish) - early[v] - days[v]
    ids = [step.id for step in plan.steps]
    return _answer(workdays, ids, days, early, late, [free[v] for v in ids], end - finish)


def criticalpath_package(plan: Plan, workdays: Workdays) -> Answer:
    """It knows neither lags of links nor targets nor free floats: lags become nodes, the target a shift."""
    from criticalpath import Node

    project = Node("project")
    for step in plan.steps:
        project.add(Node(step.id, duration=step.days))
    for step in plan.steps:
        for link in step.after:
            if link.lag:
                pause = project.add(Node(f"{link.before}>{step.id}", duration=link.lag))
                project.link(link.before, pause).link(pause, step.id)
            else:
                project.link(link.before, step.id)
    project.add_exit()
    project.update_all()
    first, end = workdays.index(plan.start), workdays.index_after(plan.target)
    ids = [step.id for step in plan.steps]
    nodes = {v: project.lookup_node(v) for v in ids}
    spare = end - first - project.duration
    early = {v: first + nodes[v].es for v in ids}
    late = {v: first + nodes[v].ls + spare for v in ids}
    return _answer(workdays, ids, {v: nodes[v].duration for v in ids}, early, late, None, spare)


def _answer(
    workdays: Workdays,
    ids: list[str],
    days: dict[str, int],
    early: dict[str, int],
    late: dict[str, int],
    free: list[int] | None,
    spare: int,
) -> Answer:
    low, high = (
        min(*early.values(), *late.values()),
        max(v + days[k] for k, v in [*early.items(), *late.items()]),
    )
    dates, base = workdays.days_between(low, high)
    columns = (
        [dates[early[v] - base] for v in ids],
        [dates[early[v] + days[v] - 1 - base] for v in ids],
        [dates[late[v] - base] for v in ids],
        [dates[late[v] + days[v] - 1 - base] for v in ids],
    )
    total = [late[v] - early[v] for v in ids]
    return columns, total, free, [t <= max(0, spare) for t in total]


PROGRAMS: dict[str, tuple[str | None, Program]] = {
    "steward": (None, ours),
    "networkx, in_edges(data)": ("networkx", networkx_edges),
    "networkx, adjacency": ("networkx", networkx_adjacency),
    "criticalpath": ("criticalpath", criticalpath_package),
}


def agree(name: str, program: Program, plans: list[Plan], workdays: Workdays) -> None:
    for plan in plans:
        dates, total, free, critical = program(plan, workdays)
        our_dates, our_total, our_free, our_critical = ours(plan, workdays)
        same = (
            [list(column) for column in dates] == [list(column) for column in our_dates]
            and list(total) == list(our_total)
            and (free is None or list(free) == list(our_free))
            and list(critical) == list(our_critical)
        )
        if not same:
            raise SystemExit(f"{name} and steward disagree on {plan}")


def timed(program: Program, plans: list[Plan], workdays: Workdays) -> float:
    """Microseconds of CPU a project."""
    began = time.process_time()
    for plan in plans:
        program(plan, workdays)
    return (time.process_time() - began) / len(plans) * 1e6


# --- the size of things


def portfolio(sizes: Sequence[int]) -> None:
    """Each project from one of four templates: the template's links are made out once, the dates each time."""
    chance, workdays = Random(4), national_calendar()
    templates = [random_plan(chance).steps for _ in range(4)]
    nets = [network(steps) for steps in templates]
    spent = {}
    print("board of a province: 20 steps a project, CPU")
    for size in sizes:
        days = [
            (chance.randrange(4), date(2024, 3, 1) + timedelta(chance.randrange(300))) for _ in range(size)
        ]
        gc.collect()
        gc.freeze()  # the list of what is to be scheduled is not part of scheduling it
        began = time.process_time()
        late = 0
        for kind, start in days:
            found = schedule(Plan(start, date(2026, 6, 30), templates[kind]), workdays, net=nets[kind])
            late += found.project_float < 0
        spent[size] = (time.process_time() - began) / size * 1e6
        total = spent[size] * size / 1e6
        print(
            f"  {size:>8,} projects {total:>7.2f} s {spent[size]:>6.1f} µs each, {spent[size] / spent[sizes[0]]:.2f} of the first"
        )


def everything_asked(count: int) -> None:
    """The same plans with a calendar of its own on every fourth step, a limit, and the first steps done or under way."""
    chance, workdays = Random(6), national_calendar()
    by = Calendars(workdays, {"site": Workdays.seven_day()})
    plans = [busy(random_plan(chance)) for _ in range(count)]
    for plan in plans:
        schedule(plan, by, plan.start + timedelta(days=60))
    began = time.process_time()
    for plan in plans:
        schedule(plan, by, plan.start + timedelta(days=60))
    each = (time.process_time() - began) / count * 1e6
    print(f"two calendars, limits, progress and a status date: {each:.1f} µs a project of {STEPS} steps")


def busy(plan: Plan) -> Plan:
    steps = list(plan.steps)
    for k in range(0, STEPS, 4):
        steps[k] = replace(steps[k], calendar="site")
    steps[0] = replace(steps[0], actual_start=plan.start, actual_finish=plan.start + timedelta(days=20))
    steps[1] = replace(steps[1], actual_start=plan.start + timedelta(days=21), remaining=5)
    steps[9] = replace(steps[9], not_before=date(2024, 9, 2), not_after=date(2026, 3, 31))
    return replace(plan, steps=tuple(steps))


def one_network(count: int) -> None:
    chance, workdays = Random(1), Workdays()

    def step(k: int) -> Step:
        links = {Link(str(chance.randrange(max(0, k - 200), k))) for _ in range(2)} if k else ()
        return Step(str(k), "step", chance.choice((0, 1)), tuple(links))

    steps = tuple(step(k) for k in range(count))
    for order, plan_steps in (("in order", steps), ("last first", tuple(reversed(steps)))):
        plan = Plan(date(1990, 1, 1), date(2026, 1, 1), plan_steps)
        gc.collect()
        began = time.process_time()
        schedule(plan, workdays)
        print(f"one network of {count:,} steps, {order}: {time.process_time() - began:.2f} s CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="without the sizes that take seconds")
    given = parser.parse_args()
    count = given.projects
    chance, workdays = Random(20), national_calendar()
    plans = [random_plan(chance) for _ in range(count)]
    there = {name: run for name, (package, run) in PROGRAMS.items() if package is None or find_spec(package)}
    for name, run in there.items():
        agree(name, run, plans[:50], workdays)
    figures: dict[str, list[float]] = {name: [] for name in there}
    gc.disable()
    for _ in range(ROUNDS):
        for name, run in there.items():
            figures[name].append(timed(run, plans if "criticalpath" not in name else plans[:20], workdays))
            gc.collect()
    report(count, figures)
    gc.enable()
    everything_asked(count)
    portfolio((10_000,) if given.quick else (10_000, 100_000, 300_000))
    one_network(20_000 if given.quick else 200_000)


def report(count: int, figures: dict[str, list[float]]) -> None:
    print(
        f"backward schedule: {STEPS} steps, {LINKS} links, {count} projects, {ROUNDS} rounds, CPU per project"
    )
    for name in PROGRAMS:
        if name not in figures:
            print(f"  {name:<26} not installed")
            continue
        ratio = statistics.median(
            us / them for us, them in zip(figures["steward"], figures[name], strict=True)
        )
        print(f"  {name:<26} {statistics.median(figures[name]):>9.1f} µs   steward takes {ratio:.3f} of it")


if __name__ == "__main__":
    main()
