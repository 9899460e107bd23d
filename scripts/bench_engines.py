#!/usr/bin/env python3
"""Time both engines on the same recording with the same weights, in turn, in one run.

usage: .venv/bin/python scripts/bench_engines.py [RECORDING.mp3 [TRUTH.json]] [--runs N]

Prints the median of N runs each (loading apart), the ratio, and the word error rate after Whisper's English normaliser
where the words are known. Without a recording: the demo and its truth.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from archiver import audio, transcribe
from archiver.demo import RECORDING
from archiver.models import Transcript
from archiver.reporting import Silent


def word_error_rate(truth: Path, transcript: Transcript) -> float:
    """Words wrong, missing or too many, as a share of the words spoken."""
    from whisper.normalizers import EnglishTextNormalizer

    normal = EnglishTextNormalizer()
    spoken = normal(" ".join(unit["text"] for unit in json.loads(truth.read_text())["units"])).split()
    heard = normal(" ".join(segment.heard for segment in transcript.segments)).split()
    return Levenshtein.distance(spoken, heard) / len(spoken)


def main() -> None:
    """Run the engines in turn and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", nargs="?", type=Path, default=RECORDING)
    parser.add_argument("truth", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    truth = given.truth or (RECORDING.with_name("truth.json") if given.recording == RECORDING else None)
    samples = audio.samples(given.recording, audio.probe(given.recording).container)
    settings = [transcribe.setting(name) for name in transcribe.ENGINES]
    engines = [transcribe.load(setting, "cpu") for setting in settings]
    seconds: list[list[float]] = [[] for _ in engines]
    transcripts: list[Transcript] = []
    for run in range(given.runs + 1):  # the first warms caches and compilers and is not counted
        for number, (setting, engine) in enumerate(zip(settings, engines, strict=True)):
            began = time.perf_counter()
            transcript = transcribe.hear(engine, setting, samples, Silent())
            if run:
                seconds[number].append(time.perf_counter() - began)
            else:
                transcripts.append(transcript)
    medians = [statistics.median(own) for own in seconds]
    print(f"{given.recording.name}: {len(samples) / audio.SAMPLE_RATE:.1f} s of sound, {given.runs} runs each")
    for setting, transcript, median in zip(settings, transcripts, medians, strict=True):
        rate = f", word error rate {word_error_rate(truth, transcript):.4f}" if truth else ""
        ratio = f"{median / medians[0]:.2f} times {settings[0].engine}"
        print(f"{setting.engine:16s} {setting.weights.name}: median {median:.1f} s, {ratio}{rate}")


if __name__ == "__main__":
    main()
