"""Whether a model that knows only English understands what it hears, told before an hour of nonsense is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archiver.errors import ModelMissing
from archiver.transcript.chunk import Chunk
from archiver.transcript.quality_flags import UNLIKELY

# At first hearing, French, German and Spanish had -1.03 to -1.06, with words in a third of the speech at most; English
# under noise as loud as itself -0.5 to -0.7, clean English -0.1.
NONSENSE = -0.8  # mean log-probability of a token, over the seconds of speech
TOO_LITTLE = 10.0  # seconds of speech from which it can be told


def check_understood(heard: Iterable[tuple[float, Sequence[Chunk]]], model: str) -> None:
    """Raise ``ModelMissing`` where most of what was heard is nonsense.

    heard: how long somebody speaks in some stretches, in seconds, and what was heard in each at first: what is heard
        again is chosen for its likelihood
    model: its name, for the message
    """
    stretches = list(heard)
    seconds = sum(own for own, _ in stretches)
    nonsense = sum(own for own, chunks in stretches if _likelihood(chunks, own) < NONSENSE * own)
    if seconds >= TOO_LITTLE and nonsense > seconds / 2:
        raise ModelMissing(
            f"what is spoken does not sound like English, and the model {model} knows nothing else",
            hint="take a model of several languages (`--model small`); `--language en` if it is English after all",
        )


def _likelihood(chunks: Iterable[Chunk], seconds: float) -> float:
    """The log-probability of what was heard, times its seconds; speech without words is unlikely, too."""
    known = [(chunk.avg_logprob, chunk.end - chunk.start) for chunk in chunks if chunk.avg_logprob is not None]
    unheard = max(0.0, seconds - sum(own for _, own in known))
    return sum(figure * own for figure, own in known) + UNLIKELY * unheard
