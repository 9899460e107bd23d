"""JSON as pages have it: read loosely, and without halves of signs, which nothing can write."""

from __future__ import annotations

import json
import re
from typing import Any

# Escapes of a half that has not its other half beside it; json makes a lone surrogate of one.
_LONE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def loaded(text: str) -> Any:  # noqa: ANN401  # whatever it holds
    """What JSON holds, line breaks in strings allowed. Raises ``ValueError`` or ``RecursionError``."""
    return json.loads(_LONE.sub(r"\\ufffd", text), strict=False)
