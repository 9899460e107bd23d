from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from linking_bench.baselines import by_words
from linking_bench.briefings import Answers
from linking_bench.constants import changed
from linking_bench.examples import blind, other_releases, ours, theirs
from linking_bench.figures import Answer, best, quality
from linking_bench.long_speech import recombined
from linking_bench.meetings import choices, parsed
from linking_bench.pictures import draw
from linking_bench.sound import linked

from archiver.align.reports import monotone as ordered
from archiver.bench.plain_ways import nearest

SCRIPT = Path(__file__).parents[2] / "scripts" / "bench_linking.py"


def test_the_nearest_paragraph_by_words_in_common() -> None:
    alike = by_words(["the harbour is closed", "the budget grows"], ["so the harbour closed", "good morning"])
    assert nearest(alike, 0.1) == [0, None]


def test_constants_have_their_values_again_after_an_error() -> None:
    before = ordered.SENTENCE_WORTH
    with pytest.raises(ZeroDivisionError), changed({(ordered, "SENTENCE_WORTH"): 0}):
        _ = 1 / ordered.SENTENCE_WORTH
    assert before == ordered.SENTENCE_WORTH


def test_a_constant_that_there_is_not_is_an_error() -> None:
    with pytest.raises(AttributeError, match="WROTH"), changed({(ordered, "WROTH"): 5.0}):
        pass


def test_every_meeting_gets_the_setting_that_is_best_for_the_others() -> None:
    hits = [[9, 1, 1], [1, 5, 5]]  # the first setting is good for the first meeting only
    assert choices(hits, [10, 10, 10]) == [1, 0, 0]


def test_the_figures_that_the_scorer_prints() -> None:
    found = parsed(
        "199073d2  0.982  within one 0.990  of 771  false links 0.020\n"
        "accuracy 0.9603  within one 0.9800  segments 3060  false links 0.0367  seconds 20.1\n"
    )
    assert (found.accuracy, found.false, found.each) == (0.9603, 0.0367, {"199073d2": (0.982, 0.02)})


def test_recombined_sentences_differ_and_are_the_same_every_time() -> None:
    made = recombined(["we met 41 times in May", "the budget grows by 7 per cent"], 30)
    assert len(set(made)) == 30
    assert made == recombined(["we met 41 times in May", "the budget grows by 7 per cent"], 30)


def test_other_links_leave_the_export_as_it_was() -> None:
    segment = {"text": "a", "links": []}
    export = {
        "release": {"paragraphs": [{"position": 4}]},
        "recordings": [{"transcripts": [{"segments": [segment]}]}],
    }
    other = linked(export, [0])
    assert other["recordings"][0]["transcripts"][0]["segments"][0]["links"][0]["paragraph"] == 4
    assert segment["links"] == []


def test_briefings_are_held_against_another_release_of_their_house() -> None:
    pairs = other_releases()
    assert [briefing.title for briefing, _ in pairs] == [briefing.title for briefing in blind()]
    assert all(release.paragraphs and release.paragraphs != briefing.paragraphs for briefing, release in pairs)


def test_pictures_say_what_they_show(tmp_path: Path) -> None:
    answers = [Answer(1, 0.9, frozenset({1})), Answer(2, 0.4, frozenset()), Answer(None, 0.0, frozenset({2}))]
    drawn = draw([Answers("Blind set", answers, {"TF-IDF": answers})], tmp_path / "pictures")
    assert [path.name for path in drawn] == ["precision-recall-blind-set.svg", "reliability-blind-set.svg"]
    assert all("<svg" in path.read_text(encoding="utf-8") for path in drawn)


@pytest.mark.slow
def test_we_answer_a_briefing_better_than_its_nearest_paragraphs_do() -> None:
    example = blind()[0]
    assert quality(ours(example)).f1 > best(theirs("MiniLM", example)).f1


@pytest.mark.slow
def test_without_the_bench_it_measures_its_own_examples(tmp_path: Path) -> None:
    size = ("--sentences", "40", "--paragraphs", "10", "--runs", "1")
    parts = ("--only", "time", "meetings")
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path / "none"), *size, *parts],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "there is no folder" in done.stderr
    assert "MiniLM encode alone" in done.stdout
    assert "Meetings" not in done.stdout
