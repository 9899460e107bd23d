"""A picture of the briefing page, for the README: the demo's briefing while one of its paragraphs is read out."""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from browser_bench import long_archive
from browser_bench.measured import PAGE, WINDOW, chromium, served
from PIL import Image

OUTPUT = Path(__file__).parent.parent / "docs" / "images" / "briefing.png"
COLOURS = 128  # of the picture's palette; more only make the file larger
PLACE = "#t=26.26"  # where the first paragraph of the demo is read out
LOADED = ".player.ready"


def main() -> None:
    """Make the demo archive in a temporary folder, open its page, and write the picture."""
    parser = argparse.ArgumentParser("screenshot", description=__doc__)
    parser.add_argument("output", type=Path, nargs="?", default=OUTPUT, help="the PNG to write")
    output: Path = parser.parse_args().output
    with TemporaryDirectory() as folder, served(long_archive.demo(Path(folder))) as address, chromium() as browser:
        page = browser.new_page(viewport=WINDOW)
        page.goto(f"{address}{PAGE}{PLACE}", wait_until="networkidle")
        page.wait_for_selector(LOADED)
        page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
        page.wait_for_timeout(500)  # for the bands between both texts to follow
        shot = page.screenshot(animations="disabled")
    output.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS).save(output, optimize=True)
    print(f"{output}: {output.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
