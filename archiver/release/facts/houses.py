"""Houses that are known by their address, or by what they call themselves in the titles of windows.

The list in houses.json is small and dated; a house's pages may leave out its name because all of the site says it.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

_LONGEST_NAME = 100  # code points


def house_at(address: str | None) -> str | None:
    """The house that has an address, or the domain that it is part of."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return None
    labels = host.split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((house for domain in domains if (house := _known()["by_host"].get(domain))), None)


def house_called(window: str) -> str | None:
    """The house whose name for itself the title of a window begins with (``FRB: Speech``)."""
    begun = re.match(
        r"[\w ]+?(?=\W*(?:[:|–—-]|\s(?:speech|press|testimony|statement))|$)", window[:_LONGEST_NAME], re.IGNORECASE
    )
    return _known()["by_window"].get(begun.group().strip()) if begun else None


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = json.loads(files(__package__).joinpath("houses.json").read_text("utf-8"))
    return known
