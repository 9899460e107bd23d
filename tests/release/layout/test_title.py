"""Which of the lines above a text name the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archiver.release.blocks import Block, PageLines, Role
from archiver.release.formats import plain
from archiver.release.layout.parts import parts_of
from archiver.release.layout.title import Title, is_kind_of_talk, title_of

TEXT = Block("The ministers met at noon, and the quays are lit.")
UNION = "Harbour Union"


def title(page: PageLines, issuer: str | None = None) -> Title:
    parts = parts_of(page)
    first = next(number for number, part in enumerate(parts) if part.kind == "prose" and not part.beside)
    return title_of(page, parts, first, issuer)


def typed(*lines: str) -> PageLines:
    return plain.read_typed("\n\n".join([*lines, TEXT.text]))


def test_markup_names_the_title() -> None:
    page = PageLines((Block(UNION, "title", 1), Block("A line"), Block("Light on the quays", "title", 1), TEXT))
    assert title(page, issuer=UNION) == Title("Light on the quays", end=3)
    assert title(page) == Title(UNION, end=1)


def test_markup_beside_the_text_is_the_second_choice() -> None:
    beside = Block("Harbour news of the week", "title", 1, beside=True)
    assert title(PageLines((beside, TEXT))).text == "Harbour news of the week"
    assert title(PageLines((beside, TEXT), headline="Light on the quays")).text == "Light on the quays"


@pytest.mark.parametrize(
    "headline", ["Light on the quays", "Light on the quays | Harbour Union", "Harbour Union - Light on the quays"]
)
def test_the_headline_is_a_title_without_the_site(headline: str) -> None:
    page = PageLines((Block(UNION), Block("Light on the quays"), TEXT), headline=headline, site=UNION)
    assert title(page) == Title("Light on the quays", end=2)


def test_an_institution_is_no_part_of_the_title() -> None:
    assert title(PageLines((TEXT,), window="Light on the quays | Ministry of Harbours")).text == "Light on the quays"
    assert title(PageLines((TEXT,), window="Light - and more light")).text == "Light - and more light"
    assert title(PageLines((TEXT,), window="Ministry of Harbours")) == Title(None)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            replace(typed("Harbours of old", "Light on the quays"), window="UNION: Light on the quays"),
            "Light on the quays",
        ),
        (typed("Harbours of old", "## Light on the quays"), "Light on the quays"),
        (typed("Light on the quays", "Harbours of old", "Light on the quays"), "Light on the quays"),  # printed twice
        (typed("Harbours of old", "LIGHT ON ALL THE QUAYS"), "LIGHT ON ALL THE QUAYS"),
    ],
    ids=["window", "heading", "twice", "capitals"],
)
def test_something_marks_a_typed_title(page: PageLines, text: str) -> None:
    found = title(page)
    assert (found.text, found.guessed) == (text, False)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Harbour desk", "Statement by the ministers"], "Statement by the ministers"),  # says what kind of text it is
        (["Harbour desk", "Pilots ask for more light"], "Pilots ask for more light"),  # longer than a name
        (["Harbour desk", "Pilots"], "Harbour desk"),
    ],
)
def test_the_likeliest_line_is_the_title(lines: list[str], text: str) -> None:
    assert title(typed(*lines)).text == text


def test_a_short_line_stands_in_the_window_by_accident() -> None:
    assert title(replace(typed("Quays", "Pilots ask for more light"), window="Quays today")).text == (
        "Pilots ask for more light"
    )


def test_several_lines_in_capitals_mark_none() -> None:
    assert title(typed("LIGHT ON ALL THE QUAYS", "PILOTS OF ALL THE HARBOURS")).guessed


def test_of_several_long_lines_the_title_is_guessed() -> None:
    found = title(typed("Pilots ask for more light", "Harbours of the old union"))
    assert found == Title("Pilots ask for more light", end=1, guessed=True)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Statement", "Light on the quays"], "Statement Light on the quays"),  # what it is, and what about
        (["Statement", "KINGSPORT"], "Statement"),  # where it was made
        (["Meeting of the ministers", "on light and lamps"], "Meeting of the ministers on light and lamps"),
        (["Speech by the minister", "At the opening of the quay"], "Speech by the minister At the opening of the quay"),
        (["Light on the quays", "Harbours"], "Light on the quays"),
        (["Statement", "Light on the quays", "Harbours"], "Statement Light on the quays"),
    ],
)
def test_a_title_goes_on_in_the_next_line(lines: list[str], text: str) -> None:
    assert title(typed(*lines)).text == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Harbours of old", "Press Release (2006)150", "Light on the quays"], "Light on the quays"),  # the letterhead
        (["KINGSPORT", "4 May 2021", "Light on the quays"], "Light on the quays"),  # a place above the day
        (["Light on the quays", "4 May 2021"], "Light on the quays"),
        (["Press Release (2006)150", "KINGSPORT", "4 May 2021", "Light on the quays"], "Light on the quays"),
        (["Pilots of old", "4 May 2021", "Press Release (2006)150", "Light on the quays"], "Light on the quays"),
        (["Light on the quays", "Briefing (.MP3/694kb)", "Pilots ask for more light"], "Light on the quays"),
        (["Briefing (.MP3/694kb)", "Light on the quays"], "Light on the quays"),
        (["- Harbours of old", "Light on the quays"], "Light on the quays"),
    ],
)
def test_facts_and_recordings_tell_where_the_title_stands(lines: list[str], text: str) -> None:
    assert title(typed(*lines)).text == text


@pytest.mark.parametrize(
    ("title", "talk"),
    [
        ("Press briefing of 4 May 2021", True),
        ("Weekly press conference", True),
        ("Point de presse du 4 mai 2021", True),
        ("Light on the quays", False),
        ("What the minister told the press briefing", False),
    ],
)
def test_a_title_says_what_kind_of_talk_it_was(title: str, talk: bool) -> None:
    assert is_kind_of_talk(title) is talk


@pytest.mark.parametrize(
    ("window", "headings"),
    [
        ("Harbour Union - News 2021 - Light on the quays", ("Harbour Union (HU)", "*", "Light on the quays")),
        ("Light on the quays « Kingsport", ("Kingsport", "Light on the quays")),
        ("Light on the quays | Harbour", ("Main content", "Light on the quays")),
        ("Light on the quays", ("Give for our lifeboats!", "Light on the quays")),
        ("Une lumière sur les quais - Portville", ("Contenu principal", "Une lumière sur les quais")),
        ("Portville » Une lumière sur les quais", ("Portville", "Une lumière sur les quais")),
    ],
)
def test_the_window_says_which_heading_is_the_title(window: str, headings: tuple[str, ...]) -> None:
    levels = {len(headings) - 1: 2} if len(headings) == 2 else {}
    blocks = [
        Block("A line") if text == "*" else Block(text, *_heading(levels.get(n, 1))) for n, text in enumerate(headings)
    ]
    assert title(PageLines((*blocks, TEXT), window=window)).text == headings[-1]


def _heading(level: int) -> tuple[Role, int]:
    return ("title" if level == 1 else "heading"), level


def test_the_heading_of_a_part_is_no_title() -> None:
    page = PageLines((Block("Light", "title", 1), Block("Quays", "heading", 2), TEXT), window="Quays | Harbour Union")
    assert title(page).text == "Light"


@pytest.mark.parametrize("headline", ["MDP - Le quai rénové", "Le quai rénové | mdp.example"])
def test_initials_and_domains_are_no_part_of_the_title(headline: str) -> None:
    assert title(PageLines((TEXT,), headline=headline), issuer="MDP").text == "Le quai rénové"


@pytest.mark.parametrize(
    ("printed", "told", "text"),
    [
        ("Port reformQuays will be lit at night", "Quays will be lit at night", "Quays will be lit at night"),
        ("Réforme des ports Les quais seront éclairés", "Les quais seront éclairés", "Les quais seront éclairés"),
        ("Port reform Quays will be lit", "Port reform: Quays will be lit", "Port reform: Quays will be lit"),
        ("Port reform: quays will be lit", "quays will be lit", "Port reform: quays will be lit"),  # a mark divides it
        ("Quays will be lit at night", "More on quays", "Quays will be lit at night"),
    ],
)
def test_a_kicker_in_the_heading_is_set_off_or_left_out_as_the_page_tells_it(
    printed: str, told: str, text: str
) -> None:
    assert title(PageLines((Block(printed, "title", 1), TEXT), headline=told)).text == text


def test_a_site_signs_without_its_article() -> None:
    assert title(PageLines((TEXT,), headline="Light on the quays - Harbour", site="The Harbour")).text == (
        "Light on the quays"
    )
