"""Damaged and hostile input of all kinds, for a time: each gives a result or an error in words, within ten seconds.

    scripts/fuzz [--seconds N] [--on KIND ...] [--begin NUMBER]

Seeds lie in tests/fuzz/KIND and with the tests of each part. They are tried as they are, then changed at random; what
fails is kept in tests/fuzz/KIND, so that it is tried first from then on. The same number changes the same seeds in the
same way.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
from pathlib import Path

from fuzzing.kinds import KINDS
from fuzzing.trying import Tried, try_for

SEEDS = Path(__file__).parents[1] / "tests" / "fuzz"


def main() -> int:
    """Try what was asked for and print what came of it; 1 if anything failed."""
    given = _parser().parse_args()
    faulthandler.enable()  # a library that crashes ends Python as well
    tried = fuzz(given.on, given.seconds, given.begin, SEEDS)
    return int(any(one.failures for one in tried))


def fuzz(names: list[str], seconds: float, begin: int, seeds: Path) -> list[Tried]:
    """Try each kind for its part of the seconds, and print what came of it."""
    tried = []
    for name in names:
        with KINDS[name](seeds / name) as kind:
            tried.append(try_for(kind, seeds / name, seconds / len(names), begin))
        print(f"{name}: {tried[-1]}")
    return tried


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("fuzz", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--seconds", type=float, default=60.0, metavar="N", help="for all kinds together; 60")
    parser.add_argument(
        "--on", nargs="+", choices=list(KINDS), default=list(KINDS), metavar="KIND", help=" ".join(KINDS)
    )
    parser.add_argument("--begin", type=int, default=0, metavar="NUMBER", help="of the first change; 0")
    return parser


if __name__ == "__main__":
    sys.exit(main())
