"""Photos: once, clean, or refused."""

import io
from pathlib import Path

import pytest
from PIL import Image

from backend.domain.errors import Invalid
from backend.storage.files import LONGEST_SIDE, Files


def picture(size: tuple[int, int] = (64, 48), kind: str = "JPEG", exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def test_the_same_photo_is_stored_once(tmp_path: Path) -> None:
    files = Files(tmp_path)

    assert files.put(picture()) == files.put(picture())
    assert len(list(tmp_path.rglob("*.jpg"))) == 1


def test_a_stored_photo_says_nothing_of_where_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera Maker"
    exif.get_ifd(0x8825)[1] = "N"
    files = Files(tmp_path)

    digest, _ = files.put(picture(exif=exif) + b"<script>hidden</script>")

    kept = files.path(digest).read_bytes()
    assert b"Camera Maker" not in kept
    assert b"hidden" not in kept
    with Image.open(io.BytesIO(kept)) as reopened:
        assert not reopened.getexif()


def test_a_huge_photo_is_scaled_down(tmp_path: Path) -> None:
    files = Files(tmp_path)

    digest, _ = files.put(picture((4000, 100), "PNG"))

    with Image.open(files.path(digest)) as kept:
        assert kept.width == LONGEST_SIDE


@pytest.mark.parametrize("content", [b"", b"not a picture", picture()[:80], b"GIF89a" + b"\0" * 100])
def test_what_is_not_a_photo_is_refused_and_leaves_nothing(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Invalid):
        Files(tmp_path).put(content)

    assert list(tmp_path.rglob("*")) == []


def test_a_picture_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        Files(tmp_path).put(picture((8000, 6000), "PNG"))
