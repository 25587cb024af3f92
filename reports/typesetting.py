"""The only caller of typst: a template and its data → PDF, drawings → PNG. Data goes in as JSON, never as markup."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import typst

from reports.document import stamp
from reports.fonts import Fonts

PICTURES = """
#set page(width: 156mm, height: auto, margin: 0pt)
#for svg in json(bytes(sys.inputs.data)) [#image(bytes(svg), format: "svg", width: 100%) #pagebreak(weak: true)]
"""
PIXELS_PER_INCH = 200


@cache
def template(name: str) -> bytes:
    return files("reports").joinpath(name).read_bytes()


def pdf(name: str, data: Mapping[str, object], fonts: Fonts, day: date) -> bytes:
    """PDF/A-2b of a template; the same data and day give the same bytes."""
    made = typst.compile(
        template(name),
        font_paths=fonts.handle,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=int(stamp(day).timestamp()),
    )
    return bytes(made)


def pngs(svgs: Sequence[str], fonts: Fonts, width: int | None = None) -> list[bytes]:
    """Each drawing as a picture as wide as the text of an A4 paper, or of that many pixels."""
    if not svgs:
        return []
    made = typst.compile(
        PICTURES.encode(),
        font_paths=fonts.handle,
        format="png",
        ppi=PIXELS_PER_INCH if width is None else width * 25.4 / 156,
        sys_inputs={"data": json.dumps(list(svgs), ensure_ascii=False)},
    )
    pages: object = made
    return [bytes(p) for p in pages] if isinstance(pages, list) else [bytes(made)]


PICTURE = """
#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 1pt, height: auto, margin: 0pt)
#image(bytes(data.svg), format: "svg", width: 100%)
"""


def picture(svg: str, width: float, fonts: Fonts) -> bytes:
    """A drawing as PNG, `width` pixels wide."""
    made = typst.compile(
        PICTURE.encode(),
        font_paths=fonts.handle,
        format="png",
        ppi=72,
        sys_inputs={"data": json.dumps({"svg": svg, "width": width}, ensure_ascii=False)},
    )
    return bytes(made)
