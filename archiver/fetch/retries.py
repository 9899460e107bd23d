"""Retries: what is worth another try, and how long to wait before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TypeVar

from archiver.errors import DownloadFailed, NotNow
from archiver.fetch.environment import Environment
from archiver.reporting import Reporter

MOST_ATTEMPTS = 5
FIRST_WAIT_SECONDS = 1.0  # doubled for every further try
LONGEST_WAIT_SECONDS = 120.0  # who asks for more is told to the person, who may have other plans
BUSY_STATUSES = {408, 425, 429, 500, 502, 503, 504}

Got = TypeVar("Got")


def retrying(attempt: Callable[[], Got], environment: Environment, reporter: Reporter) -> Got:
    """Try until it works. Raises ``DownloadFailed`` after ``MOST_ATTEMPTS``, or where the wait asked is too long."""
    for tried in count(1):
        try:
            return attempt()
        except NotNow as error:
            if tried == MOST_ATTEMPTS or (error.after or 0) > LONGEST_WAIT_SECONDS:
                raise _given_up(error, tried, environment.now()) from error
            wait = waiting(tried, error.after, environment.chance())
            reporter.say(f"{error}; trying again in {wait:.0f} s")
            environment.sleep(wait)
    raise AssertionError  # count() does not end


def waiting(tried: int, after: float | None, chance: float) -> float:
    """Seconds until the next try: twice as many each time, never less than asked for.

    chance: 0 to 1; up to half of the wait, so that those who broke off together do not come back together
    """
    doubled: float = FIRST_WAIT_SECONDS * 2 ** (tried - 1)
    return max(doubled * (0.5 + chance / 2), after or 0.0)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` asks for, in either of its forms; None for anything else."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])  # thirty thousand years are enough
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())


def _given_up(error: NotNow, tried: int, now: datetime) -> DownloadFailed:
    if error.after and error.after > LONGEST_WAIT_SECONDS:
        hint = f"it wants to be left alone {_until(error.after, now)}"
        return DownloadFailed(error.message, hint=hint, status=error.status)
    hint = "try again later, or check the address"
    return DownloadFailed(f"{error.message}, {tried} times", hint=hint, status=error.status)


def _until(seconds: float, now: datetime) -> str:
    try:
        when = datetime.fromtimestamp(now.timestamp() + seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return "for centuries"
    return f"until {when:%Y-%m-%d %H:%M} UTC"
