"""The board on a screen of 1920 by 1080, in a real browser."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from backend.api.application import application
from backend.services.desk import OpenDesk
from backend.storage.engine import Database
from backend.web.routes import pages
from tests.desks import Clock, desks
from tests.web import hall_scene

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    # What the browser's driver leaves behind is its own.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Served:
    def __init__(self, open_desk: OpenDesk) -> None:
        self.open_desk = open_desk
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = application(open_desk, open_desk, pages=pages(open_desk))
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]})
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture
def served(sqlite_database: Database) -> Iterator[Served]:
    running = Served(desks(sqlite_database, Clock()))
    yield running
    running.stop()


def test_the_board_fits_its_screen_asks_nobody_else_and_turns_its_pages(served: Served) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        there = 0
        for projects in (0, 1, 30, 65):
            with served.open_desk() as desk:
                hall_scene.fill(desk, projects - there, first=there)
            there = projects
            for number in range(1, max(1, -(-projects // 30)) + 1):
                page.goto(f"{served.url}/board?page={number}")
                size = page.evaluate(
                    "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
                )
                assert size == [1920, 1080], f"{projects} projects, page {number}"
                smallest = page.evaluate(
                    "Math.min(...[...document.querySelectorAll('body *')].filter(e => e.textContent.trim())"
                    ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
                )
                assert smallest >= 16
                clipped = page.evaluate(
                    "[...document.querySelectorAll('.name > span')].filter(e => e.scrollHeight > e.clientHeight + 1 "
                    "|| e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
                )
                assert clipped == [], "names of 40 characters are readable in full"
        page.goto(f"{served.url}/board")
        page.evaluate("turn()")
        page.wait_for_function("document.body.textContent.includes('第2页')")
        assert page.locator("tbody tr").count() == 30
        assert complaints == []
        assert all(url.startswith(served.url) for url in asked), asked
        served.stop()
        page.evaluate("turn()")
        page.wait_for_selector(".stale", state="visible")
        assert page.locator("tbody tr").count() == 30, "what was shown stays"
        browser.close()


def test_the_interface_page_is_drawn_without_a_stranger(served: Served) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{served.url}/schema")
        page.wait_for_selector(".opblock")
        assert page.locator(".opblock").count() > 30
        assert page.locator(".errors-wrapper").count() == 0
        assert [url for url in asked if not url.startswith((served.url, "data:"))] == []
        assert [text for text in complaints if "Content Security Policy" in text] == []
        browser.close()
