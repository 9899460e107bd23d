"""Without openai-whisper's list of spellings it is told what to install."""

from __future__ import annotations

import pytest

from archiver.align.corrections import phonetics
from archiver.errors import ArchiverError


def test_a_missing_list_of_spellings_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phonetics, "find_spec", lambda name: None)
    phonetics.american.cache_clear()
    with pytest.raises(ArchiverError, match="the list of English spellings in openai-whisper is missing; pip install"):
        phonetics.american()
