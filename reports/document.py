"""What a publication hands out: a named file, ready to be stored, sent or downloaded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
PNG = "image/png"
SVG = "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Document:
    """`name` is a file name with its ending, `kind` a media type."""

    name: str
    kind: str
    content: bytes


def stamp(day: date) -> datetime:
    """The instant written into a file's properties: it follows from the figures, so the same figures give the same bytes."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


class Archive(ZipFile):
    """A zip whose entries all carry the oldest date a zip can hold: bytes depend on the content alone."""

    def writestr(self, name: str | ZipInfo, data: bytes | str, *_: object) -> None:  # type: ignore[override]
        plain = ZipInfo(name if isinstance(name, str) else name.filename)
        plain.compress_type = ZIP_DEFLATED
        plain.external_attr = 0o600 << 16
        super().writestr(plain, data)

    def write(self, filename: str, arcname: str | None = None, *_: object) -> None:  # type: ignore[override]
        with open(filename, "rb") as file:
            self.writestr(arcname or filename, file.read())


def repacked(content: bytes) -> bytes:
    """The same archive without the times at which its entries were written."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, Archive(out, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    return out.getvalue()
