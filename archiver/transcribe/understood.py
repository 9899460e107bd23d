"""Whether a model that knows one language understands what it hears, told before an hour of nonsense is written."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from archiver.errors import ModelMissing
from archiver.transcribe.sentences import Chunk

# French and German heard by the English model had -0.98 and -1.18, English under noise as loud as itself -0.63, clean
# English -0.1.
NONSENSE = -0.8  # mean log-probability of a token
ENOUGH = 120.0  # seconds of what was heard that settle it
TOO_LITTLE = 10.0  # seconds from which it can be told


def understood(chunks: Iterable[Chunk], model: str) -> Iterable[Chunk]:
    """The same chunks, once it is clear that they are no nonsense. Raises ``ModelMissing`` where they are.

    model: its name, for the message
    """
    coming, first, seconds = iter(chunks), list[Chunk](), 0.0
    for chunk in coming:
        first.append(chunk)
        seconds += chunk.end - chunk.start
        if seconds >= ENOUGH:
            break
    known = [(chunk.avg_logprob, chunk.end - chunk.start) for chunk in first if chunk.avg_logprob is not None]
    if seconds >= TOO_LITTLE and sum(figure * own for figure, own in known) < NONSENSE * seconds:
        raise ModelMissing(
            f"what is spoken does not sound like English, and the model {model} knows nothing else",
            hint="take a model of several languages (`--model small`); `--language en` if it is English after all",
        )
    return chain(first, coming)
