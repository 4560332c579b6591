"""Remake docs/picture.png, README's picture, from the race of the lessons: `python scripts/make_picture.py` (needs the extra `dev` and Chromium)."""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from course.widgets import presets, standalone

PICTURE = ROOT / "docs" / "picture.png"
ALT = "Four optimizers race down a long valley: their paths on a map, their losses over the steps, and the loss after 200 steps over the learning rate."


def main():
    page_text = standalone(presets.race())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as browsers:
        page_file = Path(folder, "race.html")
        page_file.write_text(page_text, encoding="utf-8")
        chromium = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1000, "height": 500}, device_scale_factor=2)
        page.goto(page_file.as_uri())
        page.wait_for_timeout(500)
        page.locator(".course").screenshot(path=PICTURE)
        chromium.close()
    Image.open(PICTURE).convert("RGB").quantize(128).save(PICTURE, optimize=True)
    print(f"docs/picture.png, {PICTURE.stat().st_size // 1024} kB. Its alt text in README: {ALT}")


if __name__ == "__main__":
    main()
