"""Finding the form in a file: the header among the first rows, then one record a row, with what is no record left out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from backend.intake import files
from backend.intake.cells import is_blank, says_nothing
from backend.intake.complaint import BadCell, BadFile, Complaint, Reading, SheetLine
from backend.intake.files import Line
from backend.intake.forms import Column, Form, Heading, recognise, unit_above

T = TypeVar("T")

HEADER_WITHIN = 10
TOTAL = re.compile(r"[合总小]计([(（:：].*)?")
NOTE = re.compile(r"(备?注|说明|填表(人|说明)|审核人?|制表人?|填报(人|单位|日期)|联系人)\s*[:：]?.*")
SECTION = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、.．].*")  # 一、工业项目


class Record:
    """One row of a form. Reading a cell that cannot be read leaves a complaint and gives None."""

    def __init__(
        self, line: int, cells: Mapping[Heading, Any], form: Form, headings: tuple[Heading, ...] = ()
    ) -> None:
        self.line = line
        self.complaints: list[Complaint] = []
        self._unidentified = False
        self._cells = cells
        self._form = form
        self._headings = headings

    def given(self, key: str) -> bool:
        """Whether the cell is there and filled, be it with "none"."""
        return any(heading.key == key and not is_blank(value) for heading, value in self._cells.items())

    def read(self, key: str, read: Callable[[Any], T], nothing: T | None = None) -> T | None:
        """None when the cell is blank or bad; `nothing` when it says that there is none."""
        for heading, value in self._cells.items():
            if heading.key == key and not is_blank(value):
                return self.cell(heading, value, read, nothing)
        return None

    def cell(self, heading: Heading, value: Any, read: Callable[[Any], T], nothing: T | None) -> T | None:
        if says_nothing(value) and not self._form.column(heading.key).required:
            return nothing
        try:
            return read(value)
        except BadCell as error:
            self._unidentified |= self._form.column(heading.key).required
            self.complain(heading.shown.replace("*", ""), str(error))
            return None

    def each(self, key: str) -> Iterator[tuple[Heading, Any]]:
        """Every filled cell under a heading of that key: an annual plan may have one a year."""
        return ((h, value) for h, value in self._cells.items() if h.key == key and not is_blank(value))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Of all columns the sheet has, filled or not."""
        return self._headings

    def complain(self, column: str, reason: str) -> None:
        self.complaints.append(Complaint(self.line, column, reason))

    def require(self) -> None:
        for column in self._form.columns:
            if column.required and not self.given(column.key):
                self._unidentified = True
                self.complain(column.title, "没有填")

    def is_identified(self) -> bool:
        """Whether everything that is required is there and could be read."""
        return not self._unidentified

    def has_content(self) -> bool:
        return any(heading.key != "serial" and not is_blank(value) for heading, value in self._cells.items())


@dataclass(frozen=True, slots=True)
class Ledger:
    records: tuple[Record, ...]
    complaints: tuple[Complaint, ...]
    warnings: tuple[Complaint, ...]


def read_ledger(source: Path | bytes, form: Form) -> Ledger:
    """Every record of the sheet that looks most like the form; complaints when none does."""
    try:
        found = _headers(source, form)
    except BadFile as error:
        return Ledger((), (Complaint(None, "", str(error)),), ())
    return _ledger(_likest(found), form)


def read_ledgers(source: Path | bytes, form: Form) -> Ledger:
    """Every record of all sheets that have the form's required columns, the lines of several as `SheetLine`.

    Where no sheet has them all, the one that looks most like the form is complained of. A sheet that is left out
    although it has some of the columns gets a warning.
    """
    try:
        found = _headers(source, form)
    except BadFile as error:
        return Ledger((), (Complaint(None, "", str(error)),), ())
    whole = [header for header in found if header.sheet and not header.lacking(form)] or [_likest(found)]
    sheets = {header.sheet for header in whole}
    if len(whole) > 1:
        whole = [header.among(at) for at, header in enumerate(whole, start=1)]
    read = [_ledger(header, form) for header in whole]
    left = [_left_out(header, form) for header in found if header.sheet not in sheets]
    return Ledger(
        tuple(record for ledger in read for record in ledger.records),
        tuple(complaint for ledger in read for complaint in ledger.complaints),
        (*(warning for ledger in read for warning in ledger.warnings), *left),
    )


def _left_out(header: "_Header", form: Form) -> Complaint:
    lacking = "、".join(column.title for column in header.lacking(form))
    return Complaint(None, f"工作表 {header.sheet}", f"缺少这些列，没有导入：{lacking}")


def _headers(source: Path | bytes, form: Form) -> "list[_Header]":
    """Of every sheet that has one. Raises `BadFile`."""
    sheets = files.read_named_sheets(source)
    found = [header for title, lines in sheets if (header := _header(title, lines, form))]
    if not found:
        wanted = "、".join(column.title for column in form.columns if column.required)
        raise BadFile(f"前 {HEADER_WITHIN} 行里没有找到表头，{form.name}至少要有这些列：{wanted}")
    return found


def _likest(found: "list[_Header]") -> "_Header":
    return max(found, key=lambda header: header.known)


@dataclass(frozen=True, slots=True)
class _Header:
    sheet: str
    lines: list[Line]
    at: int
    headings: tuple[Heading | None, ...]

    def lacking(self, form: Form) -> list[Column]:
        there = {heading.key for heading in self.headings if heading is not None}
        return [column for column in form.columns if column.required and column.key not in there]

    def among(self, at: int) -> "_Header":
        """The same as one of several sheets that are read together."""
        lines = [replace(line, number=SheetLine(line.number, self.sheet, at)) for line in self.lines]
        return replace(self, lines=lines)

    @property
    def known(self) -> int:
        return sum(heading is not None for heading in self.headings)


def _header(sheet: str, lines: list[Line], form: Form) -> _Header | None:
    near = [line for line in lines if line.number <= HEADER_WITHIN]
    rows = [
        _Header(sheet, lines, at, tuple(recognise(form, cell) for cell in line.cells))
        for at, line in enumerate(near)
    ]
    best = max(rows, key=lambda row: row.known, default=None)
    if best is None or best.known < 2:
        return None
    said = (unit_above(cell) for line in near[: best.at] for cell in line.cells if cell is not None)
    unit = next(filter(None, said), "万")
    return replace(best, headings=tuple(h and replace(h, unit=h.unit or unit) for h in best.headings))


def _ledger(header: _Header, form: Form) -> Ledger:
    row = header.lines[header.at]
    headings = [heading for heading in header.headings if heading is not None]
    complaints = [Complaint(row.number, column.title, "表头里缺少这一列") for column in header.lacking(form)]
    slots = [(heading.key, heading.year) for heading in headings]
    complaints += [
        Complaint(row.number, heading.shown, "这一列在表头里出现了两次")
        for at, heading in enumerate(headings)
        if (heading.key, heading.year) in slots[:at]
    ]
    warnings = [
        Complaint(row.number, "".join(str(cell).split()), "不认识这一列，没有导入")
        for heading, cell in zip(header.headings, row.cells, strict=True)
        if heading is None and not is_blank(cell)
    ]
    records = () if complaints else tuple(_records(header, form))
    return Ledger(records, tuple(complaints), tuple(warnings))


def _records(header: _Header, form: Form) -> Iterator[Record]:
    headings = tuple(heading for heading in header.headings if heading is not None)
    for line in header.lines[header.at + 1 :]:
        if _is_no_record(line):
            continue
        cells = {h: value for h, value in zip(header.headings, line.cells, strict=False) if h is not None}
        record = Record(line.number, cells, form, headings)
        if record.has_content():
            yield record


def _is_no_record(line: Line) -> bool:
    """Headings, totals, examples and footnotes."""
    filled = ["".join(str(cell).split()) for cell in line.cells if not is_blank(cell)]
    first = filled[0]
    if line.title or first.startswith("示例") or any(TOTAL.fullmatch(word) for word in filled[:3]):
        return True
    return len(filled) == 1 and bool(NOTE.fullmatch(first) or SECTION.fullmatch(first))


def repeated(
    records: list[tuple[Record, T]], column: Column, shown: Callable[[T], str]
) -> Iterator[Complaint]:
    """A complaint for each row whose key was in an earlier row; rows without a key repeat nothing."""
    seen: dict[T, int] = {}
    for record, key in records:
        if not key:
            continue
        if key in seen:
            reason = f"{shown(key)} 与第 {seen[key]} 行重复"
            yield Complaint(record.line, column.title, reason)
        else:
            seen[key] = record.line


def reading(
    ledger: Ledger,
    keyed: list[tuple[Record, T]],
    found: list[Complaint],
    warned: list[Complaint],
) -> Reading[T]:
    """What came of the records; one that lacks what is required cannot be told from others and is no row at all."""
    complaints = [*ledger.complaints, *found]
    complaints += [complaint for record in ledger.records for complaint in record.complaints]
    return Reading(
        rows=tuple(row for record, row in keyed if not record.complaints),
        partial=tuple(row for record, row in keyed if record.complaints and record.is_identified()),
        complaints=tuple(sorted(complaints, key=lambda complaint: complaint.place)),
        warnings=tuple(sorted([*ledger.warnings, *warned], key=lambda complaint: complaint.place)),
    )
