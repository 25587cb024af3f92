"""Photos on disk, each stored once under the digest of what was received.

A photo is decoded and written anew as JPEG: that drops location and camera data and anything hidden behind
the picture.
"""

import hashlib
import io
import os
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.domain.errors import Invalid

MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2560
FORMATS = ("JPEG", "PNG", "WEBP")


class Files:
    """A folder of photos, addressed by SHA-256 (hex) of the bytes as received."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> tuple[str, int]:
        """(digest, bytes stored). Raises Invalid("photo_unreadable") for what is not a picture of sane size."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            picture = _reencoded(content)
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(picture)
            part.replace(path)
        return digest, path.stat().st_size

    def path(self, digest: str) -> Path:
        return self.root / "photos" / digest[:2] / f"{digest}.jpg"


def _reencoded(content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise Invalid("photo_unreadable", reason="too many pixels")
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise Invalid("photo_unreadable", reason=type(error).__name__) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
