"""What stands where on a drawing, read back from its SVG."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from reports.charts import measured

SVG = "{http://www.w3.org/2000/svg}"
LEAN = 0.5  # pixels by which boxes may meet


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    words: str = ""
    size: float = 0

    def meets(self, other: "Box") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > LEAN and down > LEAN


def elements(svg: str) -> Iterator[tuple[Element, float]]:
    """Every element with how far it has been moved down."""

    def walk(element: Element, down: float) -> Iterator[tuple[Element, float]]:
        moved = re.match(r"translate\(0 ([\d.e+-]+)\)", element.get("transform", ""))
        down += float(moved[1]) if moved else 0
        yield element, down
        for child in element:
            yield from walk(child, down)

    yield from walk(ElementTree.fromstring(svg), 0)


def texts(svg: str) -> list[Box]:
    found = []
    for element, down in elements(svg):
        if element.tag == f"{SVG}text" and element.text:
            size, x, y = (float(element.get(name, "")) for name in ("font-size", "x", "y"))
            width = measured(element.text, size)
            left = x - width * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "")]
            top = y + down - size * 0.86
            found.append(Box(left, top, left + width, top + size * 0.96, element.text, size))
    return found


def collisions(boxes: list[Box]) -> list[tuple[str, str]]:
    return [(a.words, b.words) for a, b in combinations(boxes, 2) if a.meets(b)]


def size_of(svg: str) -> tuple[float, float]:
    root = ElementTree.fromstring(svg)
    return float(root.get("width", "")), float(root.get("height", ""))


def outside(svg: str) -> list[str]:
    """Words that stand, even in part, off the drawing."""
    width, height = size_of(svg)
    return [b.words for b in texts(svg) if b.left < 0 or b.top < 0 or b.right > width or b.bottom > height]


def png_size(content: bytes) -> tuple[int, int]:
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
