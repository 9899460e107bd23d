"""British and American spellings, from openai-whisper's own list."""

from __future__ import annotations

import pytest

from archiver import spellings
from archiver.errors import ArchiverError


def test_spellings() -> None:
    assert spellings.american()["harbour"] == "harbor"


def test_a_missing_list_of_spellings_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spellings, "find_spec", lambda name: None)
    spellings.american.cache_clear()
    with pytest.raises(ArchiverError, match="the list of English spellings in openai-whisper is missing; pip install"):
        spellings.american()
