"""How well pages of public sets are read; without a set, how the reader's time grows with the page.

    scripts/bench-reader [--on DIR ...] [--first N] [--wrong]

DIR is a copy of the repository adbar/htmldate, adbar/trafilatura, gtfintechlab/fomc-hawkish-dovish or flairNLP/fundus;
which one it is is seen by its files. Without --on, pages of one thing, a quarter of a megabyte and a whole one, are
timed: four times the seconds mean that time grows in proportion.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reader_bench import growth
from reader_bench.figures import report
from reader_bench.sets import pages_in


def main() -> int:
    """Measure what was asked for and print it; 1 if a folder is no set that is known."""
    given = _parser().parse_args()
    if not given.on:
        growth.report()
    known = {folder: pages_in(folder) for folder in given.on}
    for folder, pages in known.items():
        if pages:
            report(folder.name, pages[: given.first], show_wrong=given.wrong)
        else:
            print(f"bench-reader: {folder} is none of the four sets; see --help", file=sys.stderr)
    return int(not all(known.values()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-reader", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--on", nargs="+", type=Path, default=[], metavar="DIR", help="copies of the sets")
    parser.add_argument("--first", type=int, metavar="N", help="only the first pages of each set")
    parser.add_argument("--wrong", action="store_true", help="print what is wrong on every page")
    return parser


if __name__ == "__main__":
    sys.exit(main())
