"""British and American spellings of English words."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from archiver.errors import ArchiverError


@cache
def american() -> dict[str, str]:
    """British spellings and the American ones that stand for them, as Whisper's own measure of errors has them."""
    found = find_spec("whisper")  # its folder only: importing it would load PyTorch
    path = Path(found.origin).parent / "normalizers" / "english.json" if found and found.origin else None
    if path is None or not path.is_file():
        hint = "pip install --force-reinstall openai-whisper"
        raise ArchiverError("the list of English spellings in openai-whisper is missing", hint=hint)
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return known
