"""A browser and a Datasette for the tests in this folder."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser.newsroom import build
from datasette.app import Datasette

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def missing() -> str | None:
    """What a browser test lacks on this machine, with the remedy; None if nothing."""
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        return "no chromium: apt-get install chromium chromium-driver"
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "no selenium: pip install '.[test]'"
    return None


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("browser") / "the news.db")


SECRET = "only for tests"
SETTINGS = {"plugins": {"quotes": {"review": {"id": "eva"}}}}


@pytest.fixture(scope="session")
def site(newsroom: Path) -> Iterator[str]:
    """The address of a running ``datasette`` that serves the newsroom."""
    with serve(newsroom) as address:
        yield address


@contextmanager
def serve(path: Path) -> Iterator[str]:
    """Runs ``datasette`` with this database, where "eva" may review; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = path.parent / "metadata.json"
    settings.write_text(json.dumps(SETTINGS))
    # Beside the Python that runs the tests; elsewhere only if it is not there.
    command = [sys.executable, "-m", "datasette", str(path), "--port", str(port)]
    command += ["--secret", SECRET, "--metadata", str(settings)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(server, f"{address}/-/versions.json")
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=20)


@contextmanager
def signed_in(browser: Any, address: str) -> Iterator[None]:
    """The browser is signed in there as "eva"."""
    value = Datasette(secret=SECRET).sign({"a": {"id": "eva"}}, "actor")
    browser.get(f"{address}/-/versions.json")
    browser.add_cookie({"name": "ds_actor", "value": value})
    try:
        yield
    finally:
        browser.delete_all_cookies()


def wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(300):
        if server.poll() is not None:
            assert server.stderr is not None
            pytest.fail(f"datasette did not start: {server.stderr.read().decode()}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Chromium without a window. Skips where there is none; in CI (CI=true) that is a failure."""
    if lack := missing():
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(lack)
        pytest.skip(lack)
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield browser
    finally:
        browser.quit()


@pytest.fixture
def browse(chromium: Any, site: str, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """``browse(path, width=…, dark=…)`` opens a page of the site and gives the browser.

    Afterwards nothing may have been written to the browser's console.
    """

    def open_page(path: str, width: int = 1200, dark: bool = False) -> Any:
        screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        chromium.get(path if path.startswith("http") else site + path)
        return chromium

    chromium.get_log("browser")
    yield open_page
    # The browser asks for an icon by itself; everything else is ours.
    messages = [entry["message"] for entry in chromium.get_log("browser")]
    assert not [message for message in messages if "favicon" not in message]
