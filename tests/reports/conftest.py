import pytest

from backend.domain.errors import Refused
from reports.fonts import Fonts, find_fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """This machine's Chinese fonts; without any, PDF and pictures are refused, and there is nothing to look at."""
    try:
        return find_fonts()
    except Refused:
        pytest.skip("no Chinese font on this machine: install fonts-noto-cjk and fonts-lxgw-wenkai")
