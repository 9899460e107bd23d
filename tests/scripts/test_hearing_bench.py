from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hearing_bench import accuracy, copies, degrade, mp3, sounds
from hearing_bench.confidence import belief, drawn
from hearing_bench.examples import features, kept, labelled
from hearing_bench.labels import labels
from hearing_bench.material import Material, Samples, decoded, demo, word_error_rate, words
from hearing_bench.side_by_side import turns
from hearing_bench.speech import Talk
from hearing_bench.two_languages import Part, scored

from archiver.demo import RELEASE
from archiver.models import Segment, Word
from archiver.release import read_release

SECOND = 16_000


def level(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))


def test_words_are_compared_as_whisper_does() -> None:
    assert words("It's twenty per cent, Mr. Smith!") == words("it is 20 per cent mister smith")
    assert word_error_rate(words("peace to every nation"), words("piece to nation")) == 0.5


def test_the_demo_is_known_word_by_word() -> None:
    assert demo().said.startswith("Good morning, ladies and gentlemen")


def test_without_a_truth_the_release_was_read_out(tmp_path: Path) -> None:
    (tmp_path / "release.txt").write_text("We welcome the agreement.\n\nIt enters into force in May.\n")
    assert "enters into force" in Material.of(tmp_path).said


def test_the_right_words_of_every_sentence() -> None:
    said = "Good morning. The council met on Tuesday and agreed. Any questions?"
    heard = ["Good morning.", "The counsel met and agreed.", "(applause)", "Thanks for watching.", "Any questions?"]
    found = labels(said, heard)
    assert [own and (own.words, own.right) for own in found] == [(2, 2), (5, 4), None, (3, 0), (2, 2)]


def test_what_was_not_heard_is_missed_by_the_sentence_that_follows() -> None:
    first, second = labels("one fine day we met in the new hall", ["One fine day.", "In the new hall."])
    assert first is not None
    assert second is not None
    assert (first.missed, second.missed) == (0, 2)
    assert second.share == 1.0


def test_features_of_a_sentence_say_what_is_unsure_in_it() -> None:
    heard = (Word("All", 1.0, 1.5, 0.5), Word("right.", 1.5, 2.0, 0.25))
    found = features(Segment(1.0, 2.0, "All right.", heard, avg_logprob=-0.4))
    assert found["mean_log"] == pytest.approx(1.5 * np.log(0.5))
    assert (found["unsure"], found["pace"], found["avg_logprob"]) == (0.5, 2.0, -0.4)


def test_examples_are_kept_in_a_file(tmp_path: Path) -> None:
    talk = Talk("a talk", sounds.silence(1), "all is well")
    segment = Segment(0.0, 1.0, "All is swell.", (Word("All", 0.0, 0.3, 0.9),), confidence=0.7, flags=("unlikely",))
    made = list(labelled(talk, "as it is", [segment]))
    assert (made[0].words, made[0].right, made[0].confidence) == (3, 2, 0.7)
    path = tmp_path / "examples.jsonl"
    assert kept(path, lambda: made) == made
    assert kept(path, lambda: []) == made  # they are not made again


def test_a_confidence_that_tells_errors_apart_and_one_that_does_not() -> None:
    telling = belief([(0.9, 1.0), (0.8, 1.0), (0.4, 0.5), (0.2, 0.0)])
    blind = belief([(0.7, 1.0), (0.7, 0.5)])
    assert (telling.auroc, blind.auroc) == (1.0, 0.5)
    assert blind.error == pytest.approx(0.05)
    assert belief([(0.7, 1.0)]).auroc is None  # there is no error to tell


def test_the_picture_of_confidence(tmp_path: Path) -> None:
    assert "<svg" in drawn({"now": [(0.9, 1.0), (0.3, 0.5)]}, tmp_path / "confidence.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("make", [sounds.music, sounds.applause, sounds.room])
def test_made_sounds_are_as_long_and_loud_as_asked_and_the_same_again(make: Callable[[float, float], Samples]) -> None:
    made = make(3.0, 0.02)
    assert len(made) == 3 * SECOND
    assert level(made) == pytest.approx(0.02, rel=0.05)
    assert np.array_equal(made, make(3.0, 0.02))


def test_applause_is_noise_and_music_is_not() -> None:
    def flatness(samples: Samples) -> float:
        power = np.abs(np.fft.rfft(samples[SECOND : 2 * SECOND])) ** 2 + 1e-12
        return float(np.exp(np.mean(np.log(power))) / np.mean(power))

    assert flatness(sounds.applause(3.0)) > 10 * flatness(sounds.music(3.0))


def test_noise_is_as_loud_as_asked() -> None:
    voice = sounds.music(2.0)
    assert level(degrade.noisy(voice, 6) - voice) == pytest.approx(level(voice) / 2, rel=0.02)


def test_haste_raises_the_voice_and_the_telephone_takes_its_depth() -> None:
    tone = np.sin(2 * np.pi * 200 * np.arange(2 * SECOND) / SECOND).astype(np.float32)
    fast = degrade.hurried(tone, 1.25)
    assert len(fast) == 1.6 * SECOND
    assert int(np.argmax(np.abs(np.fft.rfft(fast[:SECOND])))) == 250
    assert level(degrade.telephone(tone)) < 0.2 * level(tone)


def test_every_way_to_make_sound_worse_gives_sound() -> None:
    voice = sounds.music(4.0)
    for name, worse in degrade.DEGRADED.items():
        made = worse(voice)
        assert np.isfinite(made).all(), name
        assert np.abs(made).max() <= 1.0, name


def test_a_copy_has_another_gain_and_other_bytes(tmp_path: Path) -> None:
    original = mp3.write([sounds.music(2.0)], tmp_path / "a.mp3")
    softer = mp3.with_gain(original, -6, tmp_path / "b.mp3")
    assert level(decoded(softer)) == pytest.approx(level(decoded(original)) / 2, rel=0.1)
    assert original.read_bytes() != softer.read_bytes()


def test_nobody_is_always_heard_first() -> None:
    assert list(turns(["ours", "theirs"], 3)) == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]


def test_words_count_in_the_language_that_they_were_taken_for() -> None:
    parts = [Part("en", sounds.silence(4), "all is well"), Part("fr", sounds.silence(2), "tout va bien")]
    right = [Segment(0.0, 4.0, "All is well.", language="en"), Segment(4.0, 6.0, "Tout va bien.", language="fr")]
    found = scored(parts, right)
    assert (found.right, found.wrong, found.invented) == (1.0, {"en": 0.0, "fr": 0.0}, [])
    wrong = [Segment(0.0, 4.0, "All is well.", language="en"), Segment(4.0, 6.0, "Don't subscribe.", language="en")]
    found = scored(parts, wrong)
    assert found.right == pytest.approx(4 / 6)
    assert found.wrong == {"en": 1.0, "fr": 1.0}  # three words more, and three missing
    assert found.invented == ["Don't subscribe."]


def test_the_figures_of_the_scoring_scripts() -> None:
    found = accuracy.parsed(
        "link F1              0.960\nstart p90 ms         inf\nspeaker accuracy     -\ncovered 0.998\n"
    )
    assert found == {"link F1": 0.96, "start p90 ms": math.inf, "speaker accuracy": None, "covered": 0.998}


@pytest.mark.parametrize(
    ("value", "target", "told"),
    [
        (0.96, (">=", 0.95), ["0.960", "at least 0.95", ""]),
        (math.inf, ("<=", 100), ["inf", "at most 100", "missed"]),
        (None, (">=", 0.95), ["-", "at least 0.95", "missed"]),  # what could not be told is not reached
        (0.5, None, ["0.500", "", ""]),
    ],
)
def test_figures_beside_what_is_asked(value: float | None, target: accuracy.Target | None, told: list[str]) -> None:
    assert accuracy.judged(value, target) == told


def test_every_copy_has_a_page_that_links_to_it(tmp_path: Path) -> None:
    found = read_release(copies.page(RELEASE, tmp_path / "copy-2.mp3").read_bytes())
    demo_release = read_release(RELEASE.read_bytes())
    assert [link.url for link in found.media] == ["copy-2.mp3"]
    assert [p.text for p in found.paragraphs] == [p.text for p in demo_release.paragraphs]
