"""Whole pages, read."""

from __future__ import annotations

from importlib.resources import files

import pytest
import release_pages as pages

from archiver.errors import NoParagraphs
from archiver.models import MediaLink, Release
from archiver.release import read_release

URL = "https://www.nato.example/docu/pr/2006/p06-043e.htm"


def labels(release: Release) -> list[str | None]:
    return [paragraph.label for paragraph in release.paragraphs]


def texts(release: Release) -> list[str]:
    return [paragraph.text for paragraph in release.paragraphs]


def read(text: str) -> Release:
    return read_release(text.encode())


def test_the_seed() -> None:
    release = read_release(files("archiver").joinpath("demo/release.txt").read_bytes())
    assert release.title == "North Atlantic Council statement on NATO-Belarus relations"
    assert (release.issuer, release.date, release.updated) == ("NATO", "2006-03-31", "2006-03-31")
    assert (release.language, release.number, release.doubts) == ("en", None, ())
    assert release.media == (MediaLink("Press briefing by the NATO Spokesman", None, "mp3", 20_036),)
    assert labels(release) == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert [paragraph.position for paragraph in release.paragraphs] == [1, 2, 3, 4, 5, 6]
    assert {paragraph.heading for paragraph in release.paragraphs} == {None}
    assert texts(release)[0].startswith("The North Atlantic Council condemns and deplores")
    assert texts(release)[1].startswith("The OSCE/ODIHR-coordinated International Election Observation Mission")
    assert texts(release)[5].endswith("with which all Allies align themselves.")


@pytest.mark.parametrize("body", [pages.LISTED, pages.TYPED], ids=["listed", "typed"])
def test_layout_tables(body: str) -> None:
    release = read_release((pages.LAYOUT_TABLES % body).encode("cp1252"), "text/html; charset=iso-8859-1", URL)
    assert release.title == "North Atlantic Council statement on NATO-Belarus relations"
    assert (release.issuer, release.number) == ("NATO", "(2006)043")
    assert (release.date, release.updated) == ("2006-03-31", "2006-03-31")
    briefing = "https://www.nato.example/docu/pr/audio/2006/s060331a.mp3"
    assert release.media == (MediaLink("Press briefing by the NATO Spokesman", briefing, "mp3", 20_036),)
    assert labels(release) == ["1.", "2.", "3."]
    assert texts(release) == pages.NUMBERED_TEXTS
    assert release.doubts == ()


def test_without_its_own_address_a_page_keeps_links_as_printed() -> None:
    [link] = read(pages.LAYOUT_TABLES % pages.LISTED).media
    assert link.url == "../audio/2006/s060331a.mp3"


def test_a_modern_page() -> None:
    release = read_release(pages.MODERN.encode(), "text/html", "https://www.example.org/news/harbours")
    assert (release.title, release.issuer) == ("Ministers agree on harbour safety", "Harbour Union")
    assert (release.date, release.language, release.doubts) == ("2021-05-04", "en", ())
    assert [(paragraph.heading, paragraph.label) for paragraph in release.paragraphs] == [
        (None, None),
        ("What changes", None),
        ("Next steps", None),
        ("Next steps", None),
    ]
    assert texts(release)[3] == "A vote follows in autumn."
    assert release.media == (MediaLink("Press conference", "https://media.example.org/2021/briefing.ogg", "ogg"),)


def test_a_typed_release_without_numbers() -> None:
    release = read(pages.TYPED_RELEASE)
    assert (release.title, release.date, release.issuer) == (
        "Ministers agree on harbour safety",
        "2021-05-04",
        "Harbour Union",
    )
    assert [(paragraph.label, paragraph.heading) for paragraph in release.paragraphs] == [
        (None, None),
        (None, "What changes"),
    ]
    assert texts(release)[0].endswith("nobody had to be asked for a well-known signature.")
    assert release.doubts == ()


def test_a_speech_without_a_title() -> None:
    release = read("My fellow citizens,\n\nThe bridge is open. It was time.\n\nThank you all for waiting.\n")
    assert texts(release) == ["My fellow citizens,", "The bridge is open. It was time.", "Thank you all for waiting."]
    assert release.title == "My fellow citizens"
    assert release.doubts[:2] == ("no title on the page; taken from its first words", "no date found")


def test_a_french_page() -> None:
    release = read_release(
        "<p>Mise-à-jour: 1 Sept. 2003</p><p>OTAN Communiqués de presse</p><p>Communiqué de presse (2003) 027</p>"
        "<p>Bruxelles, le 22 février 2003</p><h2>Déclaration du Conseil sur les ports</h2>"
        "<p>(a) Le Conseil s’est réuni dans la matinée et a adopté un plan pour les ports.</p>"
        "<p>(b) Les ministres des pays membres sont convenus de la suite.</p>".encode("cp1252")
    )
    assert (release.issuer, release.number, release.language) == ("NATO", "(2003) 027", "fr")
    assert (release.date, release.updated) == ("2003-02-22", "2003-09-01")
    assert labels(release) == ["(a)", "(b)"]


def test_an_update_is_never_the_date() -> None:
    release = read("Updated: 31-Mar-2006\n\nStatement on the new harbour\n\nThe harbour is open to everyone.\n")
    assert (release.date, release.updated) == (None, "2006-03-31")
    assert "no date found; the page was updated on 2006-03-31" in release.doubts


def test_numbered_paragraphs_in_wrapped_lines() -> None:
    release = read(
        "   1. The ministers met on\n      31 March 2006\n      in the old customs house.\n"
        "   2. They agreed on the\n      text of resolution\n      7. They left at noon.\n   4. Nobody objected.\n"
    )
    assert labels(release) == ["1.", "2.", "4."]
    assert texts(release)[0] == "The ministers met on 31 March 2006 in the old customs house."
    assert texts(release)[1] == "They agreed on the text of resolution 7. They left at noon."
    assert "paragraph 2. is followed by 4." in release.doubts


def test_a_list_counts_as_its_markup_says() -> None:
    release = read(
        "<h1>Aims</h1><ol start=3><li>Light the quays.<ol type=a><li>All of them.</ol><li value=7>Hear us.</ol>"
    )
    assert labels(release) == ["3.", "a.", "7."]


def test_an_unknown_line_below_numbered_paragraphs_is_left_out_and_told() -> None:
    release = read(
        "4 May 2021\n\nA statement on the harbours\n\n1. The quays are lit.\n\nHarbour Union Press Service Desk\n"
    )
    assert texts(release) == ["The quays are lit."]
    assert any("Harbour Union Press Service Desk" in doubt for doubt in release.doubts)


def test_recordings_and_related_stories_above_the_text() -> None:
    release = read(
        "31 March 2006\n\nVideo - .wmv/ 9.025kb\n\nA statement on the harbours\n\nPress briefing by the harbour\n"
        "Spokesman (.MP3/20.036kb)\n\nPilots ask for light\n\nHarbours of old\n\n1. The quays are lit.\n"
    )
    assert release.title == "A statement on the harbours"
    assert release.media == (MediaLink("Press briefing by the harbour Spokesman", None, "mp3", 20_036),)
    assert (texts(release), release.paragraphs[0].heading) == (["The quays are lit."], None)


def test_a_sentence_that_mentions_a_recording_stays_whole() -> None:
    release = read("<h1>On harbours</h1><p>The minister<br>was <a href=a.mp3>heard</a> by many<br>of the pilots.</p>")
    assert texts(release) == ["The minister was heard by many of the pilots."]
    assert [link.url for link in release.media] == ["a.mp3"]


def test_a_recording_named_in_the_cell_to_the_left() -> None:
    release = read(
        "<h1>On harbours</h1><table><tr><td>Press briefing</td><td><a href=a.mp3>.MP3/694Kb</a></td></tr></table>"
        "<p>The quays are lit.</p>"
    )
    assert release.media == (MediaLink("Press briefing", "a.mp3", "mp3", 694),)


def test_characters_without_meaning_are_removed() -> None:
    release = read("<h1>On har\u00adbours</h1><p>The\x00 qu\u200bays\x07 are&nbsp;&nbsp;lit.</p>")
    assert (release.title, texts(release)) == ("On harbours", ["The quays are lit."])


@pytest.mark.parametrize(
    "page",
    [
        "<title>Home</title><nav>Home</nav>",
        "<a href=/>One</a> <a href=/2>Two</a>",
        "Just a line",
        "<frameset></frameset>",
    ],
)
def test_a_page_without_a_text(page: str) -> None:
    with pytest.raises(NoParagraphs):
        read(page)


SHARED = "The northern quay will be repaired before the winter, and ferries leave from the southern quay until then."
COST = "The work costs four million, which the port pays from its reserve, as the chair of the council told the press."
PARTAGE = "Le quai nord sera réparé avant l'hiver, et les bacs partiront du quai sud jusqu'à la fin des travaux."


@pytest.mark.parametrize(
    "between",
    [
        "<h3>Share on:</h3>",
        "<h3>Partager cette page :</h3>",
        "<h3>Beitrag teilen</h3>",
        "<h3>Compartir esta página</h3>",
        "<b>toggle caption</b>",
        "<b>Afficher la légende</b>",
        "<div class='photo-caption'><p>The quay, seen from the tower, on a day in May.</p></div>",
        "<ol class='breadcrumbs'><li><a href='/'>Home</a></li><li>The northern quay</li></ol>",
        "<ol aria-label='Breadcrumb'><li><a href='/'>Accueil</a></li><li>Le quai nord</li></ol>",
        "<div class='author-bio'><p>Ann writes about ferries, and has done so for many years.</p></div>",
        "<p style='visibility: hidden'>Nobody sees this sentence, which is for machines.</p>",
        "<label>What would you like to know about the quays?</label>",
        "<p>Ce site utilise des cookies pour mesurer son audience et pour vous offrir des contenus adaptés.</p>",
        "<p>Diese Website verwendet Cookies, damit Sie alles finden, was Sie auf ihr suchen.</p>",
    ],
)
def test_what_surrounds_a_text_inside_it(between: str) -> None:
    page = f"<main><h1>Quay</h1><p>{SHARED}</p>{between}<p>{PARTAGE}</p></main>"
    found = read_release(page.encode()).paragraphs
    assert [(paragraph.text, paragraph.heading) for paragraph in found] == [(SHARED, None), (PARTAGE, None)]


@pytest.mark.parametrize(
    "summary",
    [
        ["Pilots ask for light on the quays", "Ministers promise some of it"],
        ["Le quai nord ferme avant l'hiver", "Les bacs partent du quai sud", "Quatre millions de la réserve"],
    ],
)
def test_a_summary_in_bullets_above_the_text_is_part_of_it(summary: list[str]) -> None:
    bullets = "".join(f"<li>{line}</li>" for line in summary)
    page = f"<main><h1>Quay</h1><p>4 May 2021</p><ul>{bullets}</ul><p>{SHARED}</p></main>"
    assert [paragraph.text for paragraph in read_release(page.encode()).paragraphs] == [*summary, SHARED]


@pytest.mark.parametrize("lead", [SHARED, PARTAGE])
def test_a_lead_in_the_markup_of_a_heading_is_a_paragraph(lead: str) -> None:
    page = f"<main><h1>Quay</h1><h3>{lead}</h3><p>{COST}</p></main>"
    assert [(paragraph.text, paragraph.heading) for paragraph in read_release(page.encode()).paragraphs] == [
        (lead, None),
        (COST, None),
    ]


@pytest.mark.parametrize("name", ["entry share", "social"])
@pytest.mark.parametrize("text", [SHARED, PARTAGE])
def test_a_text_in_an_element_called_share(text: str, name: str) -> None:
    body = f"<div class='{name}'><p>{text}</p><p>{COST}</p></div><div class='share'><p>Tell it.</p></div>"
    page = f"<article><h1>Quay</h1>{body}</article>"
    assert [paragraph.text for paragraph in read_release(page.encode()).paragraphs] == [text, COST]


@pytest.mark.parametrize(
    ("title", "lead", "facts", "text"),
    [
        (
            "Ports to be lit",
            "Every port in the country will be lit by 2023, the minister has announced.",
            "<dt>From:</dt><dd>Ministry of Harbours</dd><dt>Published</dt><dd>4 May 2021</dd>",
            "The ministers have today set out how the ports will be lit.",
        ),
        (
            "Les ports éclairés",
            "Tous les ports du pays seront éclairés avant 2023, a annoncé la ministre.",
            "<dt>Source :</dt><dd>Ministère des Ports</dd><dt>Publié le</dt><dd>4 mai 2021</dd>",
            "Les ministres ont exposé aujourd'hui comment les ports seront éclairés.",
        ),
    ],
)
def test_facts_below_a_lead_are_the_head_of_the_page(title: str, lead: str, facts: str, text: str) -> None:
    release = read(f"<main><p>News | 4 May 2021</p><h1>{title}</h1><p>{lead}</p><dl>{facts}</dl><p>{text}</p></main>")
    assert (texts(release), release.date) == ([lead, text], "2021-05-04")
    assert release.issuer in ("Ministry of Harbours", "Ministère des Ports")


@pytest.mark.parametrize("line", ["2:06 p.m. EDT", "14 h 30", "4 Min. Lesedauer", "Temps de lecture : 4 minutes"])
def test_an_hour_in_a_line_of_its_own_is_no_text(line: str) -> None:
    text = "Les ministres ont exposé aujourd'hui comment les ports seront éclairés."
    assert texts(read(f"<main><h1>Les ports</h1><p>{text}</p><p>{line}</p><p>{text}</p></main>")) == [text, text]


@pytest.mark.parametrize(
    ("title", "text", "foot", "issuer"),
    [
        ("Light", "The quays are lit from dusk to dawn.", "© 2021 Ministry of Harbours", "Ministry of Harbours"),
        ("Lumière", "Les quais sont éclairés du soir au matin.", "© Ministère des Ports, 2021", "Ministère des Ports"),
    ],
)
def test_who_has_the_rights_issues_where_nobody_else_is_named(title: str, text: str, foot: str, issuer: str) -> None:
    assert read(f"<main><h1>{title}</h1><p>{text}</p></main><footer><p>{foot}</p></footer>").issuer == issuer
    assert read(f"<h1>{title}</h1><p>{text}</p><p>{foot}</p>").issuer == issuer


@pytest.mark.parametrize("heading", ["Questions from the floor", "Questions des journalistes"])
@pytest.mark.parametrize("below", ["<h2>Light</h2>", ""])
def test_a_heading_without_a_text_of_its_own_is_told(heading: str, below: str) -> None:
    text = f"<p>{SHARED}</p>" if below else ""
    release = read(f"<main><h1>Quay</h1><p>4 May 2021</p><p>{SHARED}</p><h2>{heading}</h2>{below}{text}</main>")
    told = f"not kept, as no text of their own stands below these headings: {heading!r} ({len(heading)} characters)"
    assert release.doubts == (told,)


@pytest.mark.parametrize("heading", ["Speech", "Discours", "Impressum"])
def test_a_heading_that_only_says_what_kind_of_text_it_is_is_not_told(heading: str) -> None:
    page = f"<main><h1>Quay</h1><p>4 May 2021</p><p>{SHARED}</p><h2>{heading}</h2></main>"
    assert read(page).doubts == ()


@pytest.mark.parametrize("subtitle", ["Work begins in May", "Les travaux commencent en mai"])
def test_a_subtitle_is_told(subtitle: str) -> None:
    release = read(f"<main><h1>Quay</h1><h2>{subtitle}</h2><p>4 May 2021</p><p>{SHARED}</p></main>")
    assert release.doubts == (f"left out, as it seems no part of the text: {subtitle!r}",)


@pytest.mark.parametrize(
    ("above", "items"),
    [
        ("The ministers agreed today, as they had long wished, to do three things:", ["open the quay", "dredge"]),
        ("Les ministres ont décidé aujourd'hui, comme ils le voulaient, de :", ["rouvrir le quai", "draguer"]),
    ],
)
@pytest.mark.parametrize("dash", ["-", "–"])
def test_items_behind_line_breaks_and_dashes_are_paragraphs(above: str, items: list[str], dash: str) -> None:
    listed = "".join(f"<br>{dash} {item}" for item in items)
    release = read(f"<main><h1>Quay</h1><p>{above}{listed}</p><p>{SHARED}</p></main>")
    assert texts(release) == [above, *items, SHARED]
