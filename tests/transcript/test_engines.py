"""Both engines on the embedded weights, on ten seconds of the demo."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from rapidfuzz.distance import Levenshtein
from threadpoolctl import threadpool_limits

from archiver import transcript as transcription
from archiver.arrays import Samples
from archiver.demo import RECORDING
from archiver.errors import ModelError, WrongWeights
from archiver.models import Transcript
from archiver.recording import audio, cutting, decoding
from archiver.reporting import Advance, Silent
from archiver.transcript import model_choice as choice
from archiver.weights import TINY_EN

pytestmark = [
    pytest.mark.slow,
    # openai-whisper leaves the file of its vocabulary open (get_encoding in whisper/tokenizer.py).
    pytest.mark.filterwarnings(r"ignore:(?s).*unclosed file .*gpt2.tiktoken:ResourceWarning"),
]

FROM, TO = 45.7, 56.4  # two sentences of the demo
Hear = Callable[[str], Transcript]


class Watching(Silent):
    """Remembers how far the bars came."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        yield self.seen.append


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    path = tmp_path_factory.mktemp("sound") / "cut.mp3"
    path.write_bytes(cutting.clip(RECORDING, audio.probe(RECORDING), [(FROM, TO)])[0])
    return audio.samples(path, "mp3")


@pytest.fixture(scope="module")
def hear(sound: Samples) -> Hear:
    """What an engine hears, once for all tests."""
    known: dict[str, Transcript] = {}

    def listen(engine: str) -> Transcript:
        if engine not in known:
            chosen = transcription.choose_setting(engine, "tiny.en", "en")
            known[engine] = transcription.transcribe(transcription.load_engine(chosen, "cpu"), chosen, sound, Silent())
        return known[engine]

    return listen


@pytest.fixture(scope="module")
def spoken() -> list[tuple[float, float, str]]:
    """What truly is in the cut, with its times."""
    units = json.loads(RECORDING.with_name("truth.json").read_text(encoding="utf-8"))["units"]
    return [(u["start"] - FROM, u["end"] - FROM, u["text"]) for u in units if FROM < u["start"] < u["end"] < TO]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_sentences_as_they_were_spoken(engine: str, hear: Hear, spoken: list[tuple[float, float, str]]) -> None:
    transcript = hear(engine)
    assert len(transcript.segments) == len(spoken) == 2
    for segment, (start, end, text) in zip(transcript.segments, spoken, strict=True):
        assert Levenshtein.normalized_similarity(words(segment.heard), words(text)) > 0.9
        assert segment.start == pytest.approx(start, abs=0.5)
        assert segment.end == pytest.approx(end, abs=0.5)


@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_every_word_has_its_time_and_probability(engine: str, hear: Hear) -> None:
    for segment in hear(engine).segments:
        assert " ".join(word.heard for word in segment.words) == segment.heard
        assert (segment.words[0].start, segment.words[-1].end) == (segment.start, segment.end)
        before = segment.start
        for word in segment.words:
            assert word.start is not None
            assert word.end is not None
            assert word.probability is not None
            assert before <= word.start <= word.end
            assert 0 < word.probability <= 1
            before = word.start


@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_every_sentence_has_the_decoders_figures(engine: str, hear: Hear) -> None:
    for segment in hear(engine).segments:
        assert segment.confidence is not None
        assert 0.5 < segment.confidence <= 1
        assert segment.avg_logprob is not None
        assert -1 < segment.avg_logprob < 0
        assert segment.no_speech_prob is not None
        assert 0 <= segment.no_speech_prob < 0.6
        assert segment.compression_ratio is not None
        assert 0 < segment.compression_ratio < 2.4
        assert segment.temperature == 0
        assert segment.flags == ()


@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_a_transcript_says_how_it_was_made(engine: str, hear: Hear) -> None:
    transcript = hear(engine)
    assert (transcript.engine, transcript.model, transcript.language) == (engine, "tiny.en", "en")
    assert transcript.model_sha256 == TINY_EN.sha256
    assert transcript.engine_version
    assert transcript.seconds_taken
    batched = {"batched": True, "vad": True} if engine == "faster-whisper" else {}
    assert transcript.parameters == {"beam_size": 5, "word_timestamps": True, **batched, "language": "en"}
    json.dumps(transcript.parameters)
    pickle.dumps(transcript)  # workers give it back to the process that writes


def test_both_engines_agree(hear: Hear) -> None:
    """They use the same weights; what differs is arithmetic, and the smoothing of word times."""
    one, other = (hear(engine).segments for engine in transcription.ENGINES)
    heard = [words(" ".join(segment.heard for segment in segments)) for segments in (one, other)]
    assert Levenshtein.normalized_similarity(*heard) > 0.95
    for mine, theirs in zip(one, other, strict=True):
        assert mine.start == pytest.approx(theirs.start, abs=0.3)
        assert mine.end == pytest.approx(theirs.end, abs=0.3)


def test_it_hears_the_same_with_any_number_of_threads(hear: Hear, sound: Samples) -> None:
    """To the last figure: what differs in it anywhere makes another word of a doubtful one elsewhere."""
    chosen = transcription.choose_setting("faster-whisper", "tiny.en", "en")
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(limits=3, user_api="blas"):
        patch.setenv("OMP_NUM_THREADS", "3")
        heard = transcription.transcribe(transcription.load_engine(chosen, "cpu"), chosen, sound, Silent())
    assert heard.segments == hear("faster-whisper").segments


def test_without_a_language_the_model_finds_out(sound: npt.NDArray[np.float32]) -> None:
    chosen = transcription.choose_setting("faster-whisper", "tiny.en")
    reporter = Watching()
    transcript = transcription.transcribe(
        transcription.load_engine(chosen, "cpu"), chosen, sound[: 6 * decoding.SAMPLE_RATE], reporter
    )
    assert (transcript.language, transcript.parameters["language"]) == ("en", None)
    assert reporter.seen
    assert reporter.seen[-1] <= 6


@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_silence_is_no_transcript(engine: str) -> None:
    chosen = transcription.choose_setting(engine, "tiny.en", "en")
    listening = transcription.load_engine(chosen, "cpu")
    for seconds in (0.0, 0.01, 1.0):
        nothing = np.zeros(round(seconds * decoding.SAMPLE_RATE), dtype=np.float32)
        assert transcription.transcribe(listening, chosen, nothing, Silent()).segments == ()


@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_wrong_weights_are_told_before_anything_is_heard(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "TINY_EN", replace(TINY_EN, sha256="0" * 64))
    with pytest.raises(WrongWeights, match=r"model\.bin is not the one we know") as caught:
        transcription.choose_setting(engine, "tiny.en")
    assert caught.value.kept == "nothing was heard or linked with it"


def own_model(folder: Path, model: bytes) -> Path:
    """A folder like the embedded one, with another weight file."""
    embedded = TINY_EN.folder()
    assert embedded
    for file in embedded.iterdir():
        if file.name != TINY_EN.file:
            (folder / file.name).write_bytes(file.read_bytes())
    (folder / TINY_EN.file).write_bytes(model)
    return folder


@pytest.mark.parametrize("engine", transcription.ENGINES)
@pytest.mark.parametrize("length", [0, 3, 1_000_000])
def test_a_model_that_breaks_off(engine: str, length: int, tmp_path: Path) -> None:
    embedded = TINY_EN.folder()
    assert embedded
    with (embedded / TINY_EN.file).open("rb") as file:
        folder = own_model(tmp_path, file.read(length))
    with pytest.raises(ModelError):
        transcription.load_engine(transcription.choose_setting(engine, str(folder)), "cpu")


@pytest.mark.parametrize("data", [b"", b"garbage" * 100, pickle.dumps([1], protocol=2)])
@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_a_checkpoint_that_is_none(engine: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "mine.pt").write_bytes(data)
    with pytest.raises(ModelError, match=f"{engine} cannot load mine on cpu"):
        transcription.load_engine(transcription.choose_setting(engine, str(tmp_path / "mine.pt")), "cpu")


@pytest.mark.parametrize("engine", transcription.ENGINES)
def test_english_in_noise_is_english(engine: str, sound: Samples) -> None:
    chosen = transcription.choose_setting(engine, "tiny.en")
    clean = audio.floats(sound)
    noise = np.random.default_rng(3).normal(0, 0.5 * float(clean.std()), len(clean))
    noisy = np.asarray(clean + noise, dtype=np.float32)
    transcript = transcription.transcribe(transcription.load_engine(chosen, "cpu"), chosen, noisy, Silent())
    assert (transcript.language, bool(transcript.segments)) == ("en", True)
