"""The structure of a release: which part of a page is the title, which are facts, headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from archiver.errors import NoParagraphs
from archiver.models import Paragraph, Release
from archiver.release.blocks import PageLines
from archiver.release.facts import Facts
from archiver.release.facts.houses import house_at, house_called
from archiver.release.facts.issuers import holder_in, initials_of, institution_in, is_institution, issuer_in, pieces_of
from archiver.release.facts.kinds import is_genre
from archiver.release.facts.language import language_of
from archiver.release.facts.numbers import number_in
from archiver.release.facts.places import is_place
from archiver.release.layout.day import Head, day_doubts, day_of, first_date
from archiver.release.layout.furniture import is_furniture, is_rights
from archiver.release.layout.interview import is_greeting
from archiver.release.layout.items import with_headings_before_colons, with_numbered_headings, with_what_belongs
from archiver.release.layout.left_out import left_out_lines, with_facts_as_lines
from archiver.release.layout.parts import Part, paragraphs_of, parts_of
from archiver.release.layout.title import Title, title_of
from archiver.release.media_links.recordings import distinct, own_recordings

_MOST_FIRST_WORDS = 80  # code points of a title that is taken from the text
_LONGEST_TOLD = 200  # code points of headings that are not kept
_CLOSING = ("furniture", "signature")  # what stands below the last paragraph and such a line is another story
_FEWEST_SUMMARY_WORDS = 4  # words; what a menu has in its list is shorter


def release_from(page: PageLines, url: str | None = None, search: Callable[[], str | None] = lambda: None) -> Release:
    """Say what the parts of a page are to each other.

    search: looks for the day in the page's source, as ISO, where nothing better tells it

    Raises NoParagraphs for a page without a text of its own.
    """
    parts = with_facts_as_lines(parts_of(page))
    parts = with_what_belongs(with_headings_before_colons(with_numbered_headings(parts)))
    first = next(iter(paragraphs_of(parts)), len(parts))  # what stands before the text is the page's head
    facts = _Facts.of(page, parts, first)
    title = title_of(page, parts, first, facts.issuer)
    body = _Body(parts, first, title, facts.issuer, frozenset(link.label for link in page.media))
    paragraphs = tuple(body.paragraphs())
    if not paragraphs:
        raise NoParagraphs(
            "the page has no paragraphs of its own", hint="give the page with the text itself, not a list"
        )
    head = Head(parts, first, paragraphs[0].text, title)
    day = day_of(page, head, lambda: _unless(facts.updated, search()))
    language = language_of(" ".join(paragraph.text for paragraph in paragraphs[:100])) or page.language
    links = distinct([*(link for part in parts for link in part.media), *page.media])
    media, doubts_of_sound = own_recordings(links, page.media, page.elsewhere)
    return Release(
        title=title.text or _first_words(paragraphs[0].text),
        paragraphs=paragraphs,
        media=media,
        url=url,
        number=facts.number,
        issuer=facts.issuer,
        date=day.date,
        updated=facts.updated,
        language=language,
        doubts=(
            *page.doubts,
            *_doubts(title, language),
            *day_doubts(day, facts.updated),
            *body.doubts,
            *left_out_lines(parts),
            *doubts_of_sound,
            *_gaps(paragraphs),
        ),
        translations=tuple(one for one in page.translations if one.language != language),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the whole page says about itself."""

    updated: str | None
    number: str | None
    issuer: str | None

    @classmethod
    def of(cls, page: PageLines, parts: Sequence[Part], first: int) -> _Facts:
        """Gather the facts; those above the text, which begins at ``first``, go before others."""
        facts = [part.facts for part in parts if part.facts]
        above = [part.facts for part in parts[:first] if part.facts]
        window = page.window or ""
        return cls(
            updated=first_date([*(fact.updated for fact in facts if fact.updated), page.modified or ""]),
            number=next((fact.number for fact in facts if fact.number), None) or number_in(window),
            issuer=_issuer([fact for fact in above if not fact.letterhead])
            or (page.site if page.site != window else None)
            or house_at(page.base)
            or house_called(window)
            or issuer_in(window)
            or _issuer(above)
            or institution_in(window)
            or initials_of(pieces_of(window), [page.base, page.host])
            or (page.author if is_institution(page.author or "") else None)
            or _issuer(facts)
            or holder_in("\n".join([*(part.text for part in parts if is_rights(part.text)), page.foot])),
        )


def _issuer(facts: Sequence[Facts]) -> str | None:
    return next((fact.issuer for fact in facts if fact.issuer), None)


def _unless(updated: str | None, searched: str | None) -> str | None:
    """A day that was searched for, unless it is the update's."""
    return searched if searched != updated else None


def _first_words(text: str) -> str:
    begun = text[:_MOST_FIRST_WORDS]
    if len(text) <= _MOST_FIRST_WORDS:
        return text.rstrip(" ,:;")
    return begun.rpartition(" ")[0].rstrip(" ,:;") + " …" if " " in begun else begun


Use = Literal["paragraph", "heading", "related", "left out"]


class _Body:
    """The paragraphs of a page and the headings above them; ``doubts`` grow while they are read."""

    def __init__(
        self, parts: Sequence[Part], first: int, title: Title, issuer: str | None, captions: frozenset[str]
    ) -> None:
        self.doubts: list[str] = []
        self._first = first
        self._parts = parts
        self._title = title
        self._captions = captions
        self._issuer = issuer
        prose = paragraphs_of(parts)
        self._last = prose[-1] if prose else -1
        self._numbered = any(parts[number].label for number in prose)
        self._media = next((number for number, part in enumerate(parts) if part.kind == "media"), len(parts))
        self._has_headings = any(self._heads(number) for number in range(first + 1, self._last))
        after = range(self._last + 1, len(parts))
        self._closed = next((number for number in after if parts[number].kind in _CLOSING), len(parts))

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs, each under the heading above it."""
        heading, position = None, 0
        textless: dict[str, None] = {}
        for number, part in enumerate(self._parts):
            if part.beside or part.kind not in ("prose", "heading", "line"):
                continue
            use = self._use(number, part)
            if use == "paragraph":
                position += 1
                textless.pop(heading or "", None)
                yield Paragraph(position, part.text, part.label, heading)
            elif use == "heading":
                heading = part.text
                if number < self._closed and not (is_genre(heading) or is_furniture(heading)):
                    textless[heading] = None
            elif use == "left out" and not (part.kind == "line" and number < self._first and is_place(part.text)):
                self.doubts.append(f"left out, as it seems no part of the text: {part.text!r}")
        if textless:
            said = " / ".join(textless)
            told = f"{said[:_LONGEST_TOLD]!r} ({len(said):,} characters)"
            self.doubts.append(f"not kept, as no text of their own stands below these headings: {told}")

    def _use(self, number: int, part: Part) -> Use:
        if part.kind == "prose":
            return "paragraph"
        is_caption = part.kind == "line" and part.text in self._captions
        if number < self._title.end or self._is_title_again(number, part) or is_caption:
            return "related"
        if part.kind == "heading":
            return "left out" if self._is_subtitle(number, part) else "heading"
        if number < self._first:
            return self._use_above(number, part)
        if number > self._last:
            if self._names_issuer(part):
                return "left out"
            return "related" if number > self._closed else "left out" if self._numbered else "paragraph"
        return "heading" if self._heads(number) else "paragraph"

    def _names_issuer(self, part: Part) -> bool:
        return bool(self._issuer) and part.text.startswith(self._issuer or "")

    def _is_title_again(self, number: int, part: Part) -> bool:
        is_head = number < self._first or part.role == "title"
        return is_head and part.text.casefold() == (self._title.text or "").casefold()

    def _is_subtitle(self, number: int, part: Part) -> bool:
        """Whether a heading right below the title says more of the title, as no later one does of its own part."""
        below_title = 0 < self._title.end == number < self._first
        like = (later.kind == "heading" and later.level == part.level for later in self._parts[self._first :])
        return below_title and not any(like)

    def _use_above(self, number: int, part: Part) -> Use:
        """A line above the text is a heading if the text has others; below a recording it is a related story."""
        is_text = part.sure and not self._names_issuer(part) and (not is_place(part.text) or is_greeting(part.text))
        if is_text or self._sums_up(number, part):
            return "paragraph"
        if number > self._media:
            return "related"
        alike = number + 1 == self._first and part.role == "typed" and self._has_headings
        return "heading" if alike else "left out"

    def _sums_up(self, number: int, part: Part) -> bool:
        """Whether a line is one of several bullets between the title and the text, which say it in short."""
        beside = (self._parts[place] for place in (number - 1, number + 1) if self._title.end <= place < self._first)
        is_below_title = 0 < self._title.end <= number
        in_list = any(other.kind == "line" and other.bullet for other in beside)
        return is_below_title and part.bullet and in_list and len(part.text.split()) >= _FEWEST_SUMMARY_WORDS

    def _heads(self, number: int) -> bool:
        """Whether a typed line stands right above a paragraph."""
        above, part, below = self._parts[number - 1], self._parts[number], self._parts[number + 1]
        if number and above.text.endswith(","):  # it is signed: ``Yours sincerely, Jane Roe``
            return False
        return part.kind == "line" and not part.bullet and part.role == "typed" and below.kind in ("prose", "heading")


def _doubts(title: Title, language: str | None) -> Iterator[str]:
    if title.text is None:
        yield "no title on the page; taken from its first words"
    elif title.guessed:
        yield "several lines could be the title; the first was taken"
    if language is None:
        yield "language not recognised"


def _gaps(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Numbers that are missing between two numbered paragraphs."""
    numbered = [paragraph.label for paragraph in paragraphs if re.fullmatch(r"[0-9]{1,3}\.", paragraph.label or "")]
    for above, label in pairwise(label for label in numbered if label):
        if int(label[:-1]) > int(above[:-1]) + 1:
            yield f"paragraph {above} is followed by {label}"
