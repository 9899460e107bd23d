"""How well and how fast spoken sentences are tied to paragraphs, with simpler ways and what is asked beside.

    scripts/bench-linking [BENCH] [--only PART ...] [--leave-out] [--pictures DIR]

BENCH is the folder with meetings-dev, briefing-dev and the scoring scripts. Without it the parts that need it are left
out: what is measured then are the briefings written by hand in this project, strangers, and the time in English.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from linking_bench import agreement, briefings, meetings, sound, speed, strangers
from linking_bench.pictures import draw

ROOT = Path(__file__).parents[1]
PARTS = ("meetings", "recording", "briefings", "strangers", "agreement", "time")
OF_BENCH = ("meetings", "recording")


def main() -> None:
    """Measure what was asked for and print it."""
    given = _parser().parse_args()
    bench: Path | None = given.bench if given.bench.is_dir() else None
    wanted = [part for part in PARTS if part in given.only]
    if bench is None:
        print(f"bench-linking: there is no folder {given.bench}; what needs it is left out", file=sys.stderr)
        wanted = [part for part in wanted if part not in OF_BENCH]
    if bench and "meetings" in wanted:
        meetings.report(bench, leave_out=given.leave_out)
    if bench and "recording" in wanted:
        sound.report(bench, given.export)
    if "briefings" in wanted:
        _briefings(given.pictures)
    if "strangers" in wanted:
        strangers.report()
    if "agreement" in wanted:
        _agreement(bench)
    if "time" in wanted:
        speed.report(bench, given.sentences, given.paragraphs, given.runs)


def _briefings(pictures: Path | None) -> None:
    sets = briefings.answered()
    briefings.report(sets)
    if pictures is not None:
        print("\n" + "\n".join(f"drawn: {path}" for path in draw(sets, pictures)))


def _agreement(bench: Path | None) -> None:
    agreement.report("Briefings written by hand", agreement.ours())
    real = bench / "briefings-real" if bench else None
    if real and real.is_dir():
        agreement.report("Real briefings", agreement.in_folder(real))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-linking", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("bench", nargs="?", type=Path, default=ROOT.parent / "shared" / "bench", metavar="BENCH")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="not everything, but these parts")
    parser.add_argument("--leave-out", action="store_true", help="choose constants on ten meetings for the eleventh")
    parser.add_argument("--export", type=Path, help="an export of briefing-dev, so that it need not be heard again")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="draw the briefings' curves into this folder")
    parser.add_argument("--sentences", type=int, default=3000, help="how many are timed")
    parser.add_argument("--paragraphs", type=int, default=200, help="how many they are timed against")
    parser.add_argument("--runs", type=int, default=3, help="how often they are timed")
    return parser


if __name__ == "__main__":
    main()
