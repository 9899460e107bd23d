"""How sure the links must be that a reader sees: a number in the address, ``?least=0.9``, kept from page to page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from archiver.export.grades import CERTAIN, LIKELY

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

LONGEST = 20  # characters of an address's number that are repeated in a message

# As ``archiver.export.grades.sureness`` and ``grade_of``.
SURENESS = f"""case when links.human is not null then 1.0
    when links.relation = 'verbatim' then max(links.score, {CERTAIN}) else links.score end"""
GRADE = f"""case when links.human is not null then 'by hand'
    when links.relation = 'verbatim' or links.score >= {CERTAIN} then 'certain'
    when links.score >= {LIKELY} then 'likely' else 'possible' end"""


@dataclass(frozen=True, slots=True)
class Least:
    """What an address says.

    value: 0 to 1; 0 where it says nothing, or nothing that can be understood
    wrong: what cannot be understood
    """

    value: float = 0.0
    wrong: str | None = None

    @property
    def written(self) -> str:
        """As addresses say it; empty for all links."""
        return f"{self.value:g}" if self.value else ""


ALL_LINKS = Least()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the thresholds that the page offers; ``value`` as the address says it."""

    value: str
    words: str
    chosen: bool


def least_asked(request: Request) -> Least:
    """What a request's address says about ``least``."""
    typed = (request.args.get("least") or "").strip()
    if not typed:
        return ALL_LINKS
    value = float(typed) if re.fullmatch(r"[01]?\.?[0-9]{1,15}|[01]\.", typed) else 2.0
    return Least(value) if value <= 1 else Least(wrong=typed[:LONGEST])


def choices(least: Least) -> list[Choice]:
    """The thresholds that a page offers, with the one in its address."""
    offered = {"": "All links", f"{LIKELY:g}": "Likely and certain", f"{CERTAIN:g}": "Certain only"}
    if least.written not in offered:
        offered[least.written] = f"From {least.written} on"
    return [Choice(value, words, value == least.written) for value, words in offered.items()]


def keeping(least: Least) -> Callable[..., str]:
    """A function for templates: an address, by its path and its parameters, that keeps what this one says."""

    def address(path: str = "", **asked: object) -> str:
        said = {**asked, "least": least.written or None}
        given = {name: value for name, value in said.items() if value is not None}
        return f"{path}?{urlencode(given)}" if given or not path else path

    return address
