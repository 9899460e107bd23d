"""Which language a text is in."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import cast

_MOST_TEXT = 5_000  # code points; more does not change the answer
_FEWEST_WORDS = 4  # a name or two are in no language
_LEAST_PROBABILITY = 0.9  # that the identifier gives its answer; above it one answer in a hundred is wrong


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None when unsure."""
    begun = text[:_MOST_TEXT]
    if sum(any(map(str.isalpha, word)) for word in begun.split()) < _FEWEST_WORDS:
        return None
    code, probability = _identifier()(begun)
    return code if probability >= _LEAST_PROBABILITY else None


@lru_cache(maxsize=1)
def _identifier() -> Callable[[str], tuple[str, float]]:
    """py3langid's model of 97 languages, loaded once a process, which takes most of a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return cast(Callable[[str], tuple[str, float]], identifier.classify)
