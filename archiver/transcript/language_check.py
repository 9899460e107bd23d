"""Whether a model that knows only English understands what is spoken, told before an hour of nonsense is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archiver.errors import ModelMissing
from archiver.transcript.chunk import Chunk
from archiver.transcript.quality_flags import UNLIKELY

# Decoded once, French, German and Spanish had -1.03 to -1.06, with words in a third of the speech at most; English
# under noise as loud as itself -0.5 to -0.7, clean English -0.1.
NONSENSE_LOGPROB = -0.8  # mean log-probability of a token, over the seconds of speech
LEAST_SPEECH_SECONDS = 10.0  # from which it can be told


def check_understood(decoded: Iterable[tuple[float, Sequence[Chunk]]], model: str) -> None:
    """Raise ``ModelMissing`` where most of what was decoded is nonsense.

    decoded: of some windows, how many seconds somebody speaks in each, and its chunks as first decoded: what is decoded
        again is chosen for its likelihood
    model: its name, for the message
    """
    windows = list(decoded)
    seconds = sum(speech for speech, _ in windows)
    nonsense = sum(speech for speech, chunks in windows if _logprob(chunks, speech) < NONSENSE_LOGPROB * speech)
    if seconds >= LEAST_SPEECH_SECONDS and nonsense > seconds / 2:
        raise ModelMissing(
            f"what is spoken does not sound like English, and the model {model} knows nothing else",
            hint="choose a multilingual model (`--model small`), or say `--language en` if it is English after all",
        )


def _logprob(chunks: Iterable[Chunk], seconds: float) -> float:
    """The chunks' mean log-probabilities, each times its seconds; speech without words counts as unlikely."""
    known = [(chunk.avg_logprob, chunk.end - chunk.start) for chunk in chunks if chunk.avg_logprob is not None]
    wordless = max(0.0, seconds - sum(length for _, length in known))
    return sum(logprob * length for logprob, length in known) + UNLIKELY * wordless
