"""How fast the page of a long briefing is made, sent and shown, and how smoothly it plays and scrolls, in Chromium.

    scripts/bench-browser [--hours N] [--paragraphs N] [--rounds N] [--demo DIR] [--keep DIR]

The briefing is the demo's, once archived and its rows repeated with its sound until it is long enough. Needs a Chromium
(``CHROMIUM`` names it where it is not on the path).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from browser_bench import long_archive, measured


def main() -> None:
    """Measure and print."""
    given = _parser().parse_args()
    with TemporaryDirectory() as folder:
        kept = given.keep or Path(folder) / "long"
        if not (kept / "db").is_dir():
            long_archive.make(
                given.demo or long_archive.demo(Path(folder) / "demo"), kept, given.hours, given.paragraphs
            )
        measured.report(kept, given.rounds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-browser", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--hours", type=float, default=3.0, help="how long the briefing is")
    parser.add_argument("--paragraphs", type=int, default=101, help="how many the release has, at least")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured; medians are told")
    parser.add_argument("--demo", type=Path, metavar="DIR", help="an archive whose first release is repeated instead")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the long archive there, or measure the one kept")
    return parser


if __name__ == "__main__":
    main()
