"""How fast an archive of ten thousand briefings answers: asked beside measured, medians and 95th percentiles.

    scripts/bench-scale [--releases N] [--keep DIR] [--beside DIR] [--rounds N] [--words]

The archive is made, with a hundred sentences to a briefing, unless DIR has it already. Commands are asked in this
process and pages of `archiver serve` over HTTP, everything once before it is timed; then twenty readers ask at once.
With a smaller archive beside it, kept from another time, what grows faster than the logarithm is named.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from scale_bench import figures, ingests, made

from archiver.archive.store import read_archive
from archiver.reporting import Terminal


def main() -> None:
    """Make the archive, measure and print."""
    given = _parser().parse_args()
    with TemporaryDirectory() as folder:
        archive = given.keep or Path(folder)
        made.make(archive, given.releases, Terminal(), words=given.words)
        large = figures.report(archive, given.rounds)
        ingests.report(archive)
        if given.beside:
            print(f"\n{given.beside}")
            small = figures.report(given.beside, given.rounds)
            figures.growth(small, large, (_releases(given.beside), _releases(archive)))


def _releases(folder: Path) -> int:
    with read_archive(folder) as archive:
        return int(archive.rows("select count(*) as releases from releases")[0]["releases"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-scale", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--releases", type=int, default=10_000, help="how many briefings the archive has")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the archive there, or measure the one kept")
    parser.add_argument("--beside", type=Path, metavar="DIR", help="a smaller archive that was kept")
    parser.add_argument("--rounds", type=int, default=20, help="how often everything is asked")
    parser.add_argument("--words", action="store_true", help="every sentence has its words, as those heard here have")
    return parser


if __name__ == "__main__":
    main()
