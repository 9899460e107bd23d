"""What is right and wrong in the readings of pages whose right reading is known, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from archiver.errors import ArchiverError
from archiver.models import Release
from archiver.release import read_release
from reader_bench.sets import Page

Count = tuple[str, int]


def report(name: str, pages: Sequence[Page], *, show_wrong: bool) -> None:
    """Print the figures of a set, a line each."""
    counts: Counter[str] = Counter()
    for page in pages:
        told = dict(_counted(page))
        counts.update(told)
        wrong = [what for what, count in told.items() if count and what in _WRONG]
        if show_wrong and wrong:
            print(f"{page.name}: {'; '.join(wrong)}")
    print(f"\n{name}: {len(pages)} pages")
    for what, count in sorted(counts.items()):
        print(f"  {what:24} {count:8,}")
    for what, (part, of) in _SHARES.items():
        if counts[of]:
            print(f"  {what:24} {counts[part] / counts[of]:8.1%}")


_WRONG = ("date wrong", "date none", "title wrong", "pieces lost", "pieces foreign", "paragraphs lost", "refused")
_SHARES = {
    "pieces found": ("pieces right", "pieces"),
    "foreign pieces found": ("pieces foreign", "pieces that are foreign"),
    "paragraphs found": ("paragraphs right", "paragraphs"),
    "words kept": ("words kept", "words by either reader"),
}


def _counted(page: Page) -> Iterator[Count]:
    """What is right and wrong on a page; one that is refused has nothing."""
    try:
        release = read_release(page.data, None, page.url)
    except ArchiverError:
        release = Release("", ())
        yield "refused", 1
    if page.date:
        verdict = "right" if release.date == page.date else "wrong" if release.date else "none"
        yield f"date {verdict}", 1
    if page.title:
        yield f"title {'right' if _letters(release.title) == _letters(page.title) else 'wrong'}", 1
    text = _letters(" ".join(_lines(release)))
    yield from _found("pieces", page.found, text)
    yield "pieces that are foreign", len(page.absent)
    yield "pieces foreign", sum(_letters(piece) in text for piece in page.absent)
    yield from _found("paragraphs", page.paragraphs, text)
    if page.whole:
        yield from _words(page, release)


def _found(what: str, pieces: Sequence[str], text: str) -> Iterator[Count]:
    right = sum(_letters(piece) in text for piece in pieces)
    yield what, len(pieces)
    yield f"{what} right", right
    yield f"{what} lost", len(pieces) - right


def _words(page: Page, release: Release) -> Iterator[Count]:
    """How many words are kept of those that trafilatura and our reader find together."""
    import trafilatura

    theirs = Counter((trafilatura.extract(page.data, include_comments=False) or "").split())
    ours = Counter(" ".join([release.title, *_lines(release)]).split())
    yield "words by either reader", (ours | theirs).total()
    yield "words kept", ours.total()


def _lines(release: Release) -> Iterator[str]:
    """The headings, labels and paragraphs of a reading."""
    above = None
    for paragraph in release.paragraphs:
        if paragraph.heading and paragraph.heading != above:
            yield paragraph.heading
        above = paragraph.heading
        yield f"{paragraph.label or ''} {paragraph.text}".strip()


def _letters(text: str) -> str:
    """The text without blanks and soft hyphens, so that line breaks and joined elements do not count."""
    return re.sub(r"[\s\xad]+", "", text)
