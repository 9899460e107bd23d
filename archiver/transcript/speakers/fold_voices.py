"""Part of the third step: the speakers of what was heard, where the voice network is installed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.models import Transcript
from archiver.reporting import Reporter
from archiver.transcript import speakers as voices
from archiver.weights import VOICES

if TYPE_CHECKING:
    from archiver.recording.audio import Samples

_told: set[str] = set()


def check_weights() -> None:
    """Load the voice network before an hour is spent on hearing. Raises ``WrongWeights``."""
    voices.loaded_network()


def with_speakers(transcript: Transcript, samples: Samples, reporter: Reporter) -> Transcript:
    """The transcript with its speakers; without them, and a word why, where there is no network to tell them by.

    samples: the whole recording, 16 kHz mono
    """
    network = voices.loaded_network()
    if network is None:
        _say_once(f"voices are not told apart: pip install {VOICES.distribution}", reporter)
        return transcript
    reporter.say("telling the voices apart…")
    return replace(transcript, segments=voices.tell_apart(transcript.segments, samples, network, transcript.language))


def _say_once(line: str, reporter: Reporter) -> None:
    """Say something that is true of every recording only for the first."""
    if line not in _told:
        _told.add(line)
        reporter.say(line)
