"""Files of MS Project as others make them."""

from typing import Any

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="http://schemas.microsoft.com/project">'
RESOURCES = "<Resources><Resource><UID>5</UID><Name>县住建局</Name></Resource></Resources>"


def task(row: int, name: str, hours: float | None = 40, level: int = 1, *links: str, **rest: Any) -> str:
    duration = "" if hours is None else f"<Duration>PT{int(hours)}H{round(hours % 1 * 60)}M0S</Duration>"
    more = "".join(f"<{tag}>{value}</{tag}>" for tag, value in rest.items())
    return (
        f"<Task><UID>{row + 100}</UID><ID>{row}</ID><Name>{name}</Name>{duration}"
        f"<OutlineLevel>{level}</OutlineLevel>{more}{''.join(links)}</Task>"
    )


def link(row: int, type: int = 1, lag: int = 0, format: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{row + 100}</PredecessorUID><Type>{type}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{format}</LagFormat></PredecessorLink>"
    )


def file(*tasks: str, head: str = "", tail: str = "") -> bytes:
    start = "<StartDate>2026-03-02T08:00:00</StartDate>"
    return f"{HEAD}{start}{head}<Tasks>{''.join(tasks)}</Tasks>{tail}</Project>".encode()
