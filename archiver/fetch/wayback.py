"""The page is dead: what a web archive kept of an address.

A web archive has an index of its captures and gives back each one's original bytes (``id_`` behind the time in its
address). A capture made near the day of the release is asked for, as a later one may show what took the page's place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from itertools import dropwhile
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from archiver.errors import DownloadFailed, Refused, WrongLength
from archiver.fetch.client import Web
from archiver.fetch.http import parsed, shown
from archiver.fetch.limits import CAPTURE_LIST_LIMITS

WAYBACK_MACHINE = "https://web.archive.org"
CAPTURES_TRIED = 3  # captures of an address; where three are of no use, the fourth is not, either
GONE_STATUSES = {403, 404, 408, 410, 429, 451}
ASKED_FOR = {
    "output": "json",
    "fl": "timestamp,original,statuscode,mimetype",
    "filter": "statuscode:200",
    "collapse": "timestamp:8",  # one a day is enough
    "matchType": "exact",  # or a star in an address stands for everything that begins like it
    "limit": "10000",  # one a day, since there are web archives
}
CAPTURE_TIME = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/https?:", re.ASCII)
LANGUAGE_FOLDER = re.compile(r"[a-z]{2}([-_][a-z]{2,4})?")
FRONT_PAGE = re.compile(r"(index|home|default|main|welcome|homepage)([-_][a-z]{2})?(\.[a-z]{1,5})?")
ERROR_PAGE = re.compile(r"(http|page|file|error|custom){0,2}(404|410|500|notfound|errors?)(error|notfound|page){0,2}")
NAMES_A_PAGE = {"id", "p", "page", "page_id", "pageid", "article", "node", "doc", "docid", "newsid", "itemid"}


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture that a web archive has.

    address: where its original bytes are to be had, in that archive
    original: the address that was captured
    captured: when, in UTC (``2006-04-02T10:11:12Z``)
    """

    address: str
    original: str
    captured: str


def is_gone(error: DownloadFailed) -> bool:
    """Whether a web archive may help: nobody answers, or says that there is nothing, or nothing for us.

    It cannot help where it was us who did not ask, or who did not take what came.
    """
    if isinstance(error, Refused | WrongLength):
        return False
    return error.status is None or error.status in GONE_STATUSES or error.status >= 500


def mementos(web: Web, address: str, near: str | None = None) -> list[Memento]:
    """The captures of an address to try, the best first; none where no web archive may be asked.

    near: a date (its noon is meant) or time in ISO 8601, from which the best are not far; None for the oldest, as a
    page is captured after it is published

    Raises ``DownloadFailed`` where the web archive does not say.
    """
    if not web.politeness.wayback:
        return []
    base, wanted = _bare(web.politeness.wayback).rstrip("/"), _bare(address)
    rows = _rows(_index(web, base, wanted))
    read = [_memento(row, base) for row in rows]
    if rows and not any(read):
        why = "its answer is no list of captures"
        raise DownloadFailed(_no_answer(base, wanted, why), hint="check the address of the web archive")
    statuses = [row.get("statuscode") or row.get("status") or "200" for row in rows]  # no other was asked for
    good = [kept for status, kept in zip(statuses, read, strict=True) if kept and status == "200"]
    return _nearest(dict.fromkeys(good), near)[:CAPTURES_TRIED]


def captured_at(told: str | None, url: str) -> str | None:
    """When the bytes of an answer were captured; None for what comes from no web archive.

    told: its ``Memento-Datetime``
    url: where its redirects ended

    A web archive may lead from the capture that was asked for to the next one; what it says in the end is true.
    """
    place = CAPTURE_TIME.search(url)
    try:
        return _iso(parsedate_to_datetime(told or ""))
    except (ValueError, OverflowError):
        when = _instant(place[1]) if place else None
        return _iso(when) if when else None


def leads_home(asked: str, arrived: str) -> bool:
    """Whether a redirect leads from a page to the front page or an error page, which is how many houses bury pages.

    A release that was number 404 before is no error page.
    """
    name = _last_name(arrived)
    is_error = ERROR_PAGE.fullmatch(name) is not None and name != _last_name(asked)
    return not _is_front(asked) and (_is_front(arrived) or is_error)


def _bare(address: str) -> str:
    """An address as others may see it: without a login, in ASCII."""
    return shown(parsed(address))


def _index(web: Web, base: str, wanted: str) -> bytes:
    """What the index of a web archive answers for an address."""
    asked = f"{base}/cdx/search/cdx?{urlencode({'url': wanted, **ASKED_FOR})}"
    try:
        return web.read(asked, limits=CAPTURE_LIST_LIMITS)[1]
    except DownloadFailed as error:
        why = error.message.replace(_bare(asked), "its index")
        raise type(error)(_no_answer(base, wanted, why), hint=error.hint, status=error.status) from error


def _no_answer(base: str, wanted: str, why: str) -> str:
    return f"the web archive {base} does not say what it kept of {wanted}: {why}"


def _rows(data: bytes) -> list[Mapping[str, str]]:
    """The rows of an index, whichever way it is written: one list with a head, or a line for each."""
    text = data.decode("utf-8-sig", errors="replace").strip()
    found = _json(text)
    if not isinstance(found, list):
        return [_line(line) for line in text.splitlines() if line.strip()]
    head, *rest = found or [[]]
    if isinstance(head, list) and (not head or "timestamp" in head):
        return [_as_text(zip(head, row, strict=False)) if isinstance(row, list) else {} for row in rest if row]
    return [{}]


def _line(line: str) -> Mapping[str, str]:
    """A JSON object, or columns: whatever they begin with, the address follows the time, and type and status both."""
    found = _json(line)
    if isinstance(found, dict):
        return _as_text(found.items())
    parts = list(dropwhile(lambda part: not _instant(part), line.split()))
    kind = parts[2:4]
    status = next((part for part in kind if re.fullmatch(r"\d{3}", part)), "-" if "-" in kind else "")
    return {"timestamp": parts[0], "original": parts[1], "status": status} if len(parts) > 1 else {}


def _as_text(fields: Iterable[tuple[object, object]]) -> Mapping[str, str]:
    return {str(name): str(value) for name, value in fields if value is not None}


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _memento(row: Mapping[str, str], base: str) -> Memento | None:
    """The capture of a row; None where it makes no sense."""
    timestamp, original = row.get("timestamp", ""), row.get("original") or row.get("url") or ""
    when = _instant(timestamp)
    if when is None:
        return None
    try:
        parsed(original)
    except DownloadFailed:
        return None
    return Memento(f"{base}/web/{timestamp}id_/{original}", original, _iso(when))


def _instant(timestamp: str) -> datetime | None:
    """The time that fourteen digits mean."""
    if not re.fullmatch(r"\d{14}", timestamp, re.ASCII):
        return None
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _iso(when: datetime) -> str:
    return _aware(when).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _nearest(found: Iterable[Memento], near: str | None) -> list[Memento]:
    """The best first: the oldest, or the nearest and of two the later one."""
    if near is None:
        return sorted(found, key=lambda memento: memento.captured)
    try:
        wanted = datetime.combine(date.fromisoformat(near), time(12), UTC)
    except ValueError:
        wanted = _aware(datetime.fromisoformat(near))

    def distance(memento: Memento) -> tuple[timedelta, timedelta]:
        after = datetime.fromisoformat(memento.captured) - wanted
        return abs(after), -after

    return sorted(found, key=distance)


def _aware(when: datetime) -> datetime:
    """A time without a zone is one of UTC."""
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _is_front(address: str) -> bool:
    """Whether an address is that of a front page, in any language; ``/?p=17`` is a page of its own."""
    if NAMES_A_PAGE & {name.lower() for name, _ in parse_qsl(urlsplit(address).query)}:
        return False
    names = _names(address)
    if names and LANGUAGE_FOLDER.fullmatch(names[0]):
        names = names[1:]
    return not names or (len(names) == 1 and FRONT_PAGE.fullmatch(names[0]) is not None)


def _last_name(address: str) -> str:
    """What a page is called in its address: letters and figures of the last part that is no ``index.html``."""
    names = [name for name in _names(address) if not FRONT_PAGE.fullmatch(name)]
    return re.sub(r"\.[a-z]{1,5}$|[^a-z0-9]", "", names[-1]) if names else ""


def _names(address: str) -> list[str]:
    """The parts of an address's path in small letters, without the session that old servers write into it."""
    path = unquote(urlsplit(address).path).partition(";")[0].lower()
    return [name for name in path.split("/") if name]
