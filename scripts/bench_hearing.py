"""How fast and how truly recordings are heard, with other tools on the same weights and what is asked beside.

    scripts/bench-hearing [BENCH] [--only PART ...] [--rounds N] [--long] [--pictures DIR]

BENCH is the folder with briefing-dev, reading-dev, human-dev and the scoring scripts. Without it the demo is heard, and
what needs it is left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hearing_bench import side_by_side
from hearing_bench.material import Material, demo, of_bench

ROOT = Path(__file__).parents[1]
PARTS = ("speed",)


def main() -> None:
    """Measure what was asked for and print it."""
    given = _parser().parse_args()
    bench: Path | None = given.bench if given.bench.is_dir() else None
    if bench is None:
        print(f"bench-hearing: there is no folder {given.bench}; what needs it is left out", file=sys.stderr)
    known = of_bench(bench)
    main_one = Material.of(given.on) if given.on else known[0] if known else demo()
    if "speed" in given.only:
        side_by_side.report(main_one, given.rounds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-hearing", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("bench", nargs="?", type=Path, default=ROOT.parent / "shared" / "bench", metavar="BENCH")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="not everything, but these parts")
    parser.add_argument("--rounds", type=int, default=5, help="how often the contenders are timed")
    parser.add_argument("--on", type=Path, metavar="DIR", help="a folder like briefing-dev to be heard in its place")
    return parser


if __name__ == "__main__":
    main()
