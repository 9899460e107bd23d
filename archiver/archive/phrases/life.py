"""The life of a phrase: when it was written, read out and said, by whom, and where it was changed by a word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from archiver.archive.kept_figures import HEARD
from archiver.archive.phrases.matching import LEAST_INFO, find_phrase
from archiver.archive.search import fts_query
from archiver.archive.store import Archive, Row
from archiver.errors import UsageError
from archiver.models import Span
from archiver.tokens import Token, base_language, tokens

Kind = Literal["read out", "written only", "not heard", "said"]

MOST_WORDS = 40  # of a phrase; what is longer stands in one release, or is looked for with `archiver quote`
MOST_ROWS = 5_000  # paragraphs, and as many sentences, that are looked at: the newest
READ_SHARE = 0.8  # of a phrase's characters that must have been read; an engine may have misheard a word
VARIANTS_TOLD = 20
WORD = r"[^\W_]+(?:['’][^\W_]+)*"

WRITTEN = f"""
    select paragraphs.id, paragraphs.text, paragraphs.position as paragraph, releases.id as release, releases.title,
        releases.date, releases.language, {HEARD.format("releases.id")} as heard
    from paragraphs_fts cross join paragraphs on paragraphs.id = paragraphs_fts.rowid
    cross join releases on releases.id = paragraphs.release and releases.current = 1
    where paragraphs_fts match :query order by paragraphs_fts.rowid desc limit :limit
"""
SAID = """
    select segments.id, segments.text, transcripts.recording, segments.start, segments.language,
        coalesce(speakers.name, segments.speaker) as speaker, releases.id as release, releases.title, releases.date
    from segments_fts cross join segments on segments.id = segments_fts.rowid
    cross join transcripts on transcripts.id = segments.transcript and transcripts.current = 1
    left join speakers on speakers.transcript = segments.transcript and speakers.label = segments.speaker
    left join releases on releases.id = (
        select releases.id from release_recordings media join releases on releases.id = media.release
        where media.recording = transcripts.recording and releases.current = 1
        order by releases.date desc, releases.id desc limit 1
    )
    where segments_fts match :query order by segments_fts.rowid desc limit :limit
"""
# Sentences that read a paragraph, in the order in which they were spoken.
READ = """
    select links.segment, links.span_start, links.span_end, coalesce(links.start, segments.start) as start,
        transcripts.recording, coalesce(speakers.name, segments.speaker) as speaker
    from links join alignments on alignments.id = links.alignment and alignments.current = 1
    join segments on segments.id = links.segment join transcripts on transcripts.id = segments.transcript
    left join speakers on speakers.transcript = segments.transcript and speakers.label = segments.speaker
    where links.paragraph = ? and links.relation = 'verbatim' and +links.overruled_by is null
    order by transcripts.recording, start
"""

YEAR = re.compile("[0-9]{4}(?![0-9])")  # with which a day begins; a stranger's archive may have other texts there


@dataclass(frozen=True, slots=True)
class Use:
    """One place in which a phrase was used.

    kind: ``read out`` from the release; ``written only``, though the release was talked about; ``not heard``: written,
        and no recording of the release has a transcript; ``said`` without being read
    words: as they stand there; around: the text with them
    release, title, date: None for what was said in a recording that stands on no release
    paragraph: position in the release; None for what was said
    recording, start: where it was heard, and the second; None for what was only written
    speaker: a name given by people, or a speaker's label
    """

    kind: Kind
    words: str
    around: str
    release: int | None
    title: str | None
    date: str | None
    paragraph: int | None = None
    recording: int | None = None
    start: float | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """The phrase changed by a word, or two.

    words: the phrase as it stands there; missing: what the phrase has, instead: what stands in its place
    """

    words: str
    missing: str
    instead: str
    uses: Sequence[Use]


@dataclass(frozen=True, slots=True)
class Life:
    """The life of a phrase.

    uses: word for word, oldest first; those without a date come last
    variants: the most frequent first; rarer: how many more there are
    more: whether it stands in more places than were looked at, which are the newest
    """

    phrase: str
    uses: Sequence[Use]
    variants: Sequence[Variant]
    rarer: int
    more: bool

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last day; None where no release that has it is dated."""
        dated = [use.date for use in self.uses if use.date]
        return (dated[0], dated[-1]) if dated else None

    @property
    def undated(self) -> int:
        """How many uses have no date."""
        return sum(not use.date for use in self.uses)

    def counts(self, name: Literal["kind", "speaker"]) -> dict[str, int]:
        """How many uses are of each kind, or by each speaker, the most frequent first."""
        counted = Counter(getattr(use, name) for use in self.uses)
        return {value: count for value, count in counted.most_common() if value is not None}

    def by_year(self) -> dict[str, dict[str, int]]:
        """How many uses of each kind there are in each year from the first to the last, also in years without any."""
        dated = [(int(found[0]), use.kind) for use in self.uses if (found := YEAR.match(use.date or ""))]
        if not dated:
            return {}
        (first, _), (last, _) = min(dated), max(dated)
        years: dict[str, Counter[str]] = {f"{year:04d}": Counter() for year in range(first, last + 1)}
        for year, kind in dated:
            years[f"{year:04d}"][kind] += 1
        return {year: dict(counted) for year, counted in years.items()}


def life_of(archive: Archive, phrase: str) -> Life:
    """Where a phrase was written, read out and said. Raises ``UsageError`` where it has no words, or too many."""
    words = re.findall(WORD, phrase)
    if not words or len(words) > MOST_WORDS:
        what = "there is no word in the phrase" if not words else f"the phrase has {len(words)} words"
        raise UsageError(what, hint=f"a phrase has one word to {MOST_WORDS}; check a longer one as a quote")
    written, more_written = _rows(archive, WRITTEN, words)
    said, more_said = _rows(archive, SAID, words)
    found: list[tuple[_Place, Use]] = []
    read: set[tuple[int, tuple[str, str] | None]] = set()  # sentences that read it, and with which change
    for row in written:
        links = archive.rows(READ, [row["id"]])
        for place in _places(phrase, row):
            over = [one for one in links if one["span_start"] < place.end and one["span_end"] > place.start]
            use = _written(row, place, over)
            read |= {(one["segment"], place.change) for one in over if use.kind == "read out"}
            found.append((place, use))
    for row in said:
        own = (place for place in _places(phrase, row) if (row["id"], place.change) not in read)
        found += ((place, _said(row, place)) for place in own)
    found.sort(key=lambda one: _order(one[1]))
    exact = [use for place, use in found if place.change is None]
    variants = _variants(found)
    return Life(phrase, exact, variants[:VARIANTS_TOLD], len(variants[VARIANTS_TOLD:]), more_written or more_said)


def _order(use: Use) -> tuple[bool, str, int, float, int]:
    """By day, release and when it was said; what was only written is before that, by paragraph."""
    return use.date is None, use.date or "", use.release or 0, use.start or 0.0, use.paragraph or 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a phrase stands in a text: from character to character, and what it has changed: what, and into what."""

    start: int
    end: int
    change: tuple[str, str] | None


def _rows(archive: Archive, sql: str, words: Sequence[str]) -> tuple[list[Row], bool]:
    """What may have the phrase or a change of it: the whole, and what is left of it without each of its words."""
    telling = {word: sum(token.info for token in tokens(word)) for word in words}
    found: dict[int, Row] = {}
    more = False
    for asked in _asked(words, telling):
        rows = archive.rows(sql, {"query": asked, "limit": MOST_ROWS + 1})
        more = more or len(rows) > MOST_ROWS
        found |= {row["id"]: row for row in rows[:MOST_ROWS] if row["id"] not in found}
    return list(found.values()), more


def _asked(words: Sequence[str], telling: Mapping[str, float]) -> Iterator[str]:
    yield fts_query(f'"{" ".join(words)}"')
    for number in range(len(words)):
        parts = [part for part in (words[:number], words[number + 1 :]) if part]
        left = [word for part in parts for word in part]
        if len(left) > 1 and sum(telling[word] for word in left) >= LEAST_INFO:
            yield fts_query(" ".join(f'"{" ".join(part)}"' for part in parts))


def _places(phrase: str, row: Row) -> Iterator[_Place]:
    """The places of a phrase in a row's text."""
    text, language = row["text"], base_language(row["language"] or "en")
    asked, words = tokens(phrase, language), tokens(text, language)
    signs = (text[one.end : other.start] for one, other in pairwise(words))
    breaks = frozenset(number for number, between in enumerate(signs, 1) if re.search(r"[^\s\w]", between))
    for match in find_phrase(asked, words, breaks):
        change = _shown(phrase, asked, match.missing).casefold(), _shown(text, words, match.instead).casefold()
        first, last = words[match.words[0]], words[match.words[1] - 1]
        yield _Place(first.start, last.end, None if match.is_exact else change)


def _shown(text: str, words: Sequence[Token], span: Span) -> str:
    """Some words of a text; nothing for none."""
    return text[words[span[0]].start : words[span[1] - 1].end] if span[0] < span[1] else ""


def _written(row: Row, place: _Place, links: Sequence[Row]) -> Use:
    """The use of a phrase in a paragraph; read out where links by which it was read cover it."""
    start, end = place.start, place.end
    covered = {n for one in links for n in range(max(start, one["span_start"]), min(end, one["span_end"]))}
    read = len(covered) >= READ_SHARE * (end - start)
    return Use(
        kind="read out" if read else "written only" if row["heard"] else "not heard",
        words=row["text"][start:end],
        around=row["text"],
        **{name: row[name] for name in ("release", "title", "date", "paragraph")},
        **({name: links[0][name] for name in ("recording", "start", "speaker")} if read else {}),
    )


def _said(row: Row, place: _Place) -> Use:
    known = {name: row[name] for name in ("release", "title", "date", "recording", "start", "speaker")}
    return Use(kind="said", words=row["text"][place.start : place.end], around=row["text"], **known)


def _variants(found: Sequence[tuple[_Place, Use]]) -> list[Variant]:
    """Uses that have the same change together."""
    together: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for place, use in found:
        if place.change:
            together[place.change].append(use)
    variants = [Variant(uses[-1].words, *change, uses) for change, uses in together.items()]
    return sorted(variants, key=lambda one: -len(one.uses))
