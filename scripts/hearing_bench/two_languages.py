"""English and French in one recording: whose words are heard in which language, beside French alone.

All voices are synthetic, the demo's for English and SVOX Pico for French, and so clearer than people: the figures tell
whether mixing costs words, not how well French is heard in life.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import accumulate, pairwise

import numpy as np
from measuring.table import print_table

from archiver import transcript as transcription
from archiver.models import Segment
from archiver.recording.decoding import SAMPLE_RATE
from archiver.reporting import Silent
from archiver.transcript import TranscriptionEngine
from archiver.weights import BASE
from hearing_bench.labels import labels
from hearing_bench.material import Samples, demo, units, word_error_rate, words
from hearing_bench.sounds import loud, room

FRENCH = (
    "Mesdames et messieurs, bonjour, et merci d'être venus si nombreux ce matin.",
    "Le Conseil a examiné la situation dans le port et les demandes des pêcheurs.",
    "Nous condamnons les violences commises contre des manifestants qui défilaient dans le calme.",
    "Les autorités doivent libérer sans délai toutes les personnes arrêtées depuis le printemps.",
    "Une mission d'observation se rendra sur place avant la fin du mois de septembre.",
    "Elle parlera avec le gouvernement, avec l'opposition et avec les familles.",
    "Les ministres ont aussi approuvé un programme d'aide pour les écoles et les hôpitaux de la région.",
    "Il n'est pas question de lever les sanctions tant que les engagements ne sont pas tenus.",
    "Je suis maintenant prêt à répondre à vos questions, en français ou en anglais.",
)
ENGLISH_SECONDS = 40.0  # of either English part, at least
PAUSE = 0.5  # seconds between two parts, and two sentences
KEPT = 0.5  # share of its words that must have been said, for a sentence not to be invented


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch in one language, and every word of it."""

    language: str
    samples: Samples
    said: str


@dataclass(frozen=True, slots=True)
class Mixed:
    """What came of a recording.

    right: the share of the seconds heard that have the right language
    wrong: the word error rate in each language, of the sentences that were taken for it
    invented: sentences of which hardly a word was said
    """

    right: float
    wrong: Mapping[str, float]
    invented: list[str]


def there() -> bool:
    """Whether the French voice is installed."""
    return find_spec("py_nanotts") is not None


def report() -> None:
    """Make the recordings, transcribe them, and print."""
    first, last = english()
    french = spoken_in_french()
    recordings = {
        "French alone": [french],
        "English, French, English": [first, french, last],
        "French, English, French": [french, first, french],
    }
    rows = []
    for name, parts in recordings.items():
        found = scored(parts, heard(np.concatenate([part.samples for part in parts])))
        rates = [f"{found.wrong[code]:.4f}" if code in found.wrong else "-" for code in ("fr", "en")]
        rows.append([name, f"{found.right:.3f}", *rates, str(len(found.invented))])
    rows.append(["asked", "at least 0.980", "at most 1.10 times alone", "", "0"])
    columns = ["", "seconds in the right language", "French words wrong", "English", "sentences nobody said"]
    print_table("Two languages in one recording, model base, synthetic voices", columns, rows)


def english() -> tuple[Part, Part]:
    """Two parts of the demo that follow each other, cut between two units."""
    known, samples = units(demo().sound.parent), demo().samples()
    edges = [0.0, *((one.end + other.start) / 2 for one, other in pairwise(known))]
    middle = next(number for number, edge in enumerate(edges) if edge >= ENGLISH_SECONDS)
    end = next(number for number, edge in enumerate(edges) if edge >= edges[middle] + ENGLISH_SECONDS)

    def part(begin: int, end: int) -> Part:
        sound = samples[round(edges[begin] * SAMPLE_RATE) : round(edges[end] * SAMPLE_RATE)]
        return Part("en", sound, " ".join(unit.text for unit in known[begin:end]))

    return part(0, middle), part(middle, end)


def spoken_in_french() -> Part:
    """The sentences above, about three quarters of a minute."""
    from py_nanotts import NanoTTS

    voice = NanoTTS()
    pieces = []
    for sentence in FRENCH:
        said = np.frombuffer(voice.speak(sentence, voice="fr-FR"), dtype=np.int16)  # 16 kHz, as all here
        pieces += [room(PAUSE), loud(said.astype(np.float64), 0.06)]
    return Part("fr", np.concatenate([*pieces, room(PAUSE)]), " ".join(FRENCH))


def heard(samples: Samples) -> Sequence[Segment]:
    """The sentences of a recording, with no wish for any language."""
    chosen = transcription.choose_setting("faster-whisper", BASE.name)
    return transcription.transcribe(_engine(), chosen, samples, Silent()).segments


@cache
def _engine() -> TranscriptionEngine:
    return transcription.load_engine(transcription.choose_setting("faster-whisper", BASE.name), "cpu")


def scored(parts: Sequence[Part], sentences: Iterable[Segment]) -> Mixed:
    """How truly sentences tell what was said in the parts, which follow each other."""
    found = list(sentences)
    ends = list(accumulate(len(part.samples) / SAMPLE_RATE for part in parts))
    spans = list(zip(parts, [0.0, *ends[:-1]], ends, strict=True))
    right = sum(
        max(0.0, min(one.end, end) - max(one.start, start))
        for one in found
        for part, start, end in spans
        if part.language == one.language
    )
    wrong = {}
    for language in dict.fromkeys(part.language for part in parts):
        said = words(" ".join(part.said for part in parts if part.language == language))
        own = words(" ".join(one.heard for one in found if one.language == language))
        wrong[language] = word_error_rate(said, own)
    told = labels(" ".join(part.said for part in parts), [one.heard for one in found])
    invented = [one.heard for one, label in zip(found, told, strict=True) if label and label.share < KEPT]
    return Mixed(right / max(1e-9, sum(one.end - one.start for one in found)), wrong, invented)
