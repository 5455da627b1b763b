"""Makes the pictures in ``docs/images``: four pages of ``quotes.db``, as Chromium shows them.

``python tests/browser/screenshots.py``, in the project's folder.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browser.conftest import FLAGS, serve  # noqa: E402

WIDTH, HEIGHT = 1080, 760
PICTURES = [
    ("front", "/quotes", False),
    ("article", "/quotes/sources/{article}", False),
    ("search", "/quotes/-/search?q=bridge", True),
    ("speaker", "/quotes/speakers/freya-lindholm", False),
]


def main() -> None:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    with sqlite3.connect(ROOT / "quotes.db") as conn:
        (article,) = conn.execute("select id from sources where path like '%01-%'").fetchone()
    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(shutil.copy(ROOT / "quotes.db", scratch))
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in (*FLAGS, "--hide-scrollbars", f"--user-data-dir={scratch}/profile"):
            options.add_argument(flag)
        browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            with serve(path) as address:
                for name, page, dark in PICTURES:
                    screen = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
                    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
                    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
                    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
                    browser.get(address + page.format(article=article))
                    browser.save_screenshot(str(folder / f"{name}.png"))
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
