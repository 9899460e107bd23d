"""The title of a page: which of the lines above its text name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from archiver.release.blocks import PageLines
from archiver.release.facts.issuers import is_domain, is_institution
from archiver.release.facts.places import is_place
from archiver.release.layout.numbering import label_in
from archiver.release.layout.parts import Part

_LONGEST_TITLE = 200  # code points; nobody's title goes on after that
_FEWEST_TITLE_WORDS = 4  # an institution's or a place's name is shorter
_SHORTEST_WINDOW_MATCH = 10  # code points; a shorter line stands in the window's title by accident
_SITE = re.compile(r"\s+(?:[|–—·:«»>-]|::|--)\s+")
_ARTICLE = re.compile(r"^(?:the|die|der|das|les?|la|el|los|las|de|het)\s")  # ``Die Welt`` signs as ``WELT``
# Headings that only those hear to whom the page is read out.
_FOR_SCREEN_READERS = re.compile(
    r"(?:(?:main|page) )?content|(?:main )?(?:navigation|menu)|search|breadcrumbs?|skip to .{1,30}|you are here"
    r"|contenu(?: principal)?|navigation principale|recherche|fil d['’]ariane|vous êtes ici|aller au contenu"
    r"|(?:haupt)?inhalt|hauptnavigation|suche|contenido(?: principal)?|hoofdinhoud|inhoud|zoeken",
    re.IGNORECASE,
)
# A title that says what kind of text it is wants the line below it, which says what it is about.
_NOUN = (
    r"(?:statements?|messages?|letter|communiqu[ée]|kommuniqu[ée]|declaration|briefings?|conference|press point|remarks"
    r"|address|speech|summary|interview|transcript|déclaration|discours|conférence de presse|point de presse|allocution"
    r"|intervention|erklärung|rede)"
)
_ONLY_A_KIND = re.compile(rf"(?:[\w'’-]+\s){{0,3}}?{_NOUN}(?:\s(?:final|finale|commune|liminaire))?", re.IGNORECASE)
_ABOUT_A_TALK = re.compile(
    r"(?:[\w'’-]+\s){0,3}?(?:briefing|press conference|press point|transcript|point de presse|conférence de presse)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(rf"(?:[\w'’-]+\s){{0,3}}?{_NOUN}\b", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[a-zà-ÿ]|(?:By|On|Of|With|At|Following|After|Par|Du|De|Des|Sur|Au|Aux|À)\s)")


@dataclass(frozen=True, slots=True)
class Title:
    """What a page is called.

    text: None where the page has no title
    end: how many parts of the page are behind it
    guessed: whether something else could as well be it
    """

    text: str | None
    end: int = 0
    guessed: bool = False


def title_of(page: PageLines, parts: Sequence[Part], first: int, issuer: str | None) -> Title:
    """The title of a page.

    first: where the text begins
    """
    names = {name.casefold() for name in (issuer, page.site) if name}
    names |= {_ARTICLE.sub("", name) for name in names}
    titles = [part for part in parts if part.role == "title" and _may_be_title(part, names)]
    given = next((part for part in titles if not part.beside), None)
    told = _without_site(page.headline, names)
    again = _said_again(page, parts, first, names)
    if again or given or told or titles:
        chosen = again or given or (None if told else titles[0])
        same = chosen or next((part for part in parts[:first] if part.text == told), None)
        text = _without_kicker(chosen.text, told, _without_site(page.window, names)) if chosen else told
        return Title(text, parts.index(same) + 1 if same else 0)
    head = _head(parts, first, names)
    if not head:
        return Title(_without_site(page.window, names))
    sure = _marked(head, page.window or "")
    chosen = sure or _likeliest(head)
    text, used = _with_next(head, head.index(chosen))
    rest = [part for part in head if part not in used and len(part.text.split()) >= _FEWEST_TITLE_WORDS]
    return Title(text, parts.index(used[-1]) + 1, sure is None and bool(rest))


def is_kind_of_talk(title: str) -> bool:
    """Whether a title begins with what kind of talk it was (``Press briefing``, ``Point de presse``)."""
    return bool(_ABOUT_A_TALK.match(title))


def _may_be_title(part: Part, names: set[str]) -> bool:
    return part.text.casefold() not in names and not _FOR_SCREEN_READERS.fullmatch(part.text)


def _said_again(page: PageLines, parts: Sequence[Part], first: int, names: set[str]) -> Part | None:
    """The heading that the title of the page or of its window says again; a site's name is shorter than a title."""
    said = {
        _letters(piece) for title in (page.headline, page.window) for piece in (title or "", *_SITE.split(title or ""))
    }
    near = [part for number, part in enumerate(parts) if number < first or part.role == "title"]
    headings = [part for part in near if part.kind == "heading" and _may_be_title(part, names)]
    alike = [part for part in headings if _letters(part.text) in said and not is_institution(part.text)]
    long = [part for part in alike if len(part.text.split()) >= _FEWEST_TITLE_WORDS]
    titles = [part for part in alike if part.role == "title" or part in long]
    return next(iter(sorted(long or titles, key=lambda part: part.role != "title")), None)


def _without_kicker(printed: str, *told: str | None) -> str:
    """A heading with a kicker in it that only its looks set off, as the page tells it: set off by a mark, or left out.

    told: what the page calls itself for others, the likeliest first
    """
    for title in filter(None, told):
        marked, more = _marks(title) > _marks(printed), len(_letters(printed)) - len(_letters(title))
        if not more and marked and _letters(title) == _letters(printed):
            return title
        kicker = printed.removesuffix(title).rstrip()
        if more > 0 and kicker != printed and kicker[-1:].isalnum() and len(title.split()) >= _FEWEST_TITLE_WORDS:
            return title
    return printed


def _marks(text: str) -> int:
    return sum(not (character.isalnum() or character.isspace()) for character in text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _marked(head: Sequence[Part], window: str) -> Part | None:
    """The line that something marks as the title: the window's title, markup, a second printing, capitals."""
    known = (part for part in head if len(part.text) >= _SHORTEST_WINDOW_MATCH and part.text in window)
    headings = (part for part in head if part.kind == "heading")
    texts = Counter(part.text.casefold() for part in head)
    twice = (part for part in head if texts[part.text.casefold()] > 1)
    capitals = [part for part in head if part.text.isupper() and len(part.text.split()) > _FEWEST_TITLE_WORDS]
    alone = iter(capitals if len(capitals) == 1 else [])
    return next(chain(known, headings, twice, alone), None)


def _likeliest(head: Sequence[Part]) -> Part:
    """The first of the lines that say what kind of text it is (``Statement``), or are longer than a name."""
    begun = (above for above, below in pairwise(head) if _GOES_ON.match(below.text) and not _GOES_ON.match(above.text))
    telling = (part for part in head if _is_telling(part) and not _GOES_ON.match(part.text))
    return min(chain(islice(begun, 1), islice(telling, 1)), key=head.index, default=head[0])


def _is_telling(part: Part) -> bool:
    return bool(_ANNOUNCES.match(part.text)) or len(part.text.split()) >= _FEWEST_TITLE_WORDS


def _with_next(head: Sequence[Part], place: int) -> tuple[str, list[Part]]:
    """A title with the lines below that go on with it, and all the lines used."""
    title, used = head[place].text, [head[place]]
    is_kind = bool(_ONLY_A_KIND.fullmatch(title))
    for part in head[place + 1 :]:
        if part.text.casefold() != title.casefold():
            goes_on = _GOES_ON.match(part.text) or (is_kind and len(used) == 1 and not is_place(part.text))
            if not goes_on or len(title) > _LONGEST_TITLE:
                break
            title = f"{title} {part.text}"
        used.append(part)
    return title, used


def _head(parts: Sequence[Part], first: int, names: set[str]) -> list[Part]:
    """The lines above the text that may be its title.

    It stands below what says whose and which release it is, or below the day where the lines above that only say where
    something was; else at the top. What stands below a recording is a related story, if anything stands above it.
    """
    before = parts[:first]
    media = next((number for number, part in enumerate(before) if part.kind == "media"), first)
    letterhead = next((number for number, part in enumerate(before) if _is_letterhead(part)), first)
    groups = [
        _lines(before[start:end], names)
        for start, end in pairwise([number for number in range(letterhead, media) if before[number].facts] + [media])
    ]
    likely = [
        group
        for group in groups
        if not all(is_place(part.text) for part in group) and not _only_heads_text(parts, group, first)
    ]
    if likely:
        return next((group for group in likely if any(_is_telling(part) for part in group)), likely[0])
    dated = max((number + 1 for number, part in enumerate(before) if part.facts and part.facts.date), default=0)
    below_date = _lines(before[dated:media], names) or _lines(before[max(dated, media) :], names)
    if below_date and all(is_place(part.text) for part in _lines(before[:dated], names)):
        return below_date
    return _lines(before[:media], names) or _lines(before[media:], names)


def _is_letterhead(part: Part) -> bool:
    """Whether a line says whose release it is, which one, or only that it is one."""
    facts = part.facts
    return facts is not None and bool(facts.number or facts.issuer or not (facts.date or facts.updated))


def _only_heads_text(parts: Sequence[Part], group: Sequence[Part], first: int) -> bool:
    """Whether a lone line is the heading of the text right below it, as other lines are of the texts further down."""
    if len(group) != 1 or group[0] is not parts[first - 1] or group[0].role != "typed":
        return False
    others = (
        above.kind == "line" and above.role == "typed" and not above.bullet and below.kind == "prose"
        for above, below in pairwise(parts)
        if above is not group[0]
    )
    return any(others)


def _lines(parts: Sequence[Part], names: set[str]) -> list[Part]:
    some = [part for part in parts if part.kind in ("line", "heading") and not (part.bullet or label_in(part.text)[0])]
    return [part for part in some if part.text.casefold() not in names]


def _without_site(title: str | None, names: set[str]) -> str | None:
    """A title without the name of the site at either end."""
    pieces = _SITE.split(title or "")
    kept = [piece for piece in pieces if not (piece.casefold() in names or is_institution(piece) or is_domain(piece))]
    return " - ".join(kept) or None if len(kept) < len(pieces) else title or None
