"""What of a release stood in an earlier one, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archiver.archive.search import fts_query
from archiver.archive.store import Archive, Row
from archiver.tokens import Token, base_language, tokens

LEAST_WORDS = 8  # in a row: fewer are said by everybody
PROBE = 6  # words that the index is asked for
STEP = 3  # words from one question to the next: each stretch of LEAST_WORDS has one whole probe in it
MOST_HITS = 500  # paragraphs of a probe that are looked at; by longer stretches the oldest is found all the same

EARLIER = """
    select paragraphs.id, paragraphs.text, paragraphs.position as paragraph, releases.id as release, releases.title,
        releases.date
    from paragraphs_fts cross join paragraphs on paragraphs.id = paragraphs_fts.rowid
    cross join releases on releases.id = paragraphs.release and releases.current = 1
    where paragraphs_fts match :query and releases.id <> :id
    and case when :date is null or releases.date is null then releases.id < :id
        else (releases.date, releases.id) < (:date, :id) end
    limit :limit
"""


@dataclass(frozen=True, slots=True)
class Before:
    """Where words stood before."""

    release: int
    title: str
    date: str | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in the release: the position of the paragraph, and code points in its text."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """A stretch of a paragraph that stood in an earlier release.

    paragraph: position in the release; start, end: code points in its text
    also: where else in the release the same words stand
    count: of words
    first, last: the earliest and the latest of the releases that have it; releases: how many these are
    """

    paragraph: int
    start: int
    end: int
    words: str
    count: int
    first: Before
    last: Before
    releases: int
    also: Sequence[Place] = ()


@dataclass(frozen=True, slots=True)
class Repetition:
    """What a release repeats: the share of its words, 0 to 1, and the stretches in their order."""

    release: int
    share: float
    stretches: Sequence[Repeated]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of a paragraph that another has as well: the first, past the last, and the other's row."""

    first: int
    end: int
    other: Row


def repetition_of(archive: Archive, release: int) -> Repetition:
    """What of a release stood in an earlier one, by day and then by number, word for word."""
    (asked,) = archive.rows("select id, date, language from releases where id = ?", [release])
    language = base_language(asked.pop("language") or "en")
    found: list[Repeated] = []
    count = 0
    for row in archive.rows("select position, text from paragraphs where release = ? order by position", [release]):
        words = tokens(row["text"], language)
        count += len(words)
        found += _of_paragraph(row, words, list(_stretches(archive, asked, row["text"], language)))
    share = sum(one.count for one in found) / count if count else 0.0
    return Repetition(release, round(share, 3), list(_each_once(found, language)))


def _each_once(found: Sequence[Repeated], language: str) -> Iterator[Repeated]:
    """Stretches in their order, those of the same words as one."""
    same: dict[tuple[str, ...], list[Repeated]] = {}
    for one in found:
        same.setdefault(tuple(token.form for token in tokens(one.words, language)), []).append(one)
    for first, *others in same.values():
        yield replace(first, also=[Place(one.paragraph, one.start, one.end) for one in others])


def _stretches(archive: Archive, asked: Row, text: str, language: str) -> Iterator[_Stretch]:
    """Every stretch of a text that an earlier paragraph has, as long as it goes.

    asked: id and date of the release
    """
    words = tokens(text, language)
    reached: dict[int, int] = {}  # by paragraph, how far its last stretch goes
    for at in range(0, len(words) - PROBE + 1, STEP):
        probe = text[words[at].start : words[at + PROBE - 1].end].replace('"', " ")
        values = {"query": fts_query(f'"{probe}"'), "limit": MOST_HITS, **asked}
        for other in archive.rows(EARLIER, values):
            if at < reached.get(other["id"], 0):
                continue
            stretch = _longest(words, at, tokens(other["text"], language), other)
            if stretch and stretch.end - stretch.first >= LEAST_WORDS:
                reached[other["id"]] = stretch.end
                yield stretch


def _longest(words: Sequence[Token], at: int, other: Sequence[Token], row: Row) -> _Stretch | None:
    """The longest stretch around a probe that the other text has."""
    best: _Stretch | None = None
    for place in range(len(other) - PROBE + 1):
        if any(words[at + n].form != other[place + n].form for n in range(PROBE)):
            continue
        back, on = 0, PROBE
        while at > back and place > back and words[at - back - 1].form == other[place - back - 1].form:
            back += 1
        while at + on < len(words) and place + on < len(other) and words[at + on].form == other[place + on].form:
            on += 1
        if best is None or on + back > best.end - best.first:
            best = _Stretch(at - back, at + on, row)
    return best


def _of_paragraph(row: Row, words: Sequence[Token], found: Sequence[_Stretch]) -> list[Repeated]:
    """The longest stretches that do not overlap, each with all the releases that have the whole of it."""
    chosen: list[_Stretch] = []
    for one in sorted(found, key=lambda one: (one.first - one.end, one.first)):
        if all(one.end <= other.first or one.first >= other.end for other in chosen):
            chosen.append(one)
    return [_repeated(row, words, one, found) for one in sorted(chosen, key=lambda one: one.first)]


def _repeated(row: Row, words: Sequence[Token], stretch: _Stretch, found: Sequence[_Stretch]) -> Repeated:
    whole = [one.other for one in found if one.first <= stretch.first and one.end >= stretch.end]
    by_day = sorted(whole, key=lambda one: (one["date"] or "", one["release"]))
    start, end = words[stretch.first].start, words[stretch.end - 1].end
    return Repeated(
        paragraph=row["position"],
        start=start,
        end=end,
        words=row["text"][start:end],
        count=stretch.end - stretch.first,
        first=_before(by_day[0]),
        last=_before(by_day[-1]),
        releases=len({one["release"] for one in whole}),
    )


def _before(row: Row) -> Before:
    return Before(row["release"], row["title"], row["date"], row["paragraph"])
