"""What belongs to the page and not to its text."""

from __future__ import annotations

import pytest

from archiver.release.blocks import Address, Block
from archiver.release.layout.furniture import (
    is_beside,
    is_cookie_notice,
    is_furniture,
    is_holder,
    is_only_links,
    is_rights,
    is_skip,
)


@pytest.mark.parametrize(
    "line",
    [
        "+32 (0)2 707 50 41",
        "Tel: +32 2 707 50 41",
        "Tel.: +44 20 7946 0123 Fax: +44 20 7946 0124",
        "B-1110 Brussels/Bruxelles",
        "1 Quay Street, Kingsport KP1 4ZZ",
        "© 2006 NATO. All rights reserved.",
        "Reproduction is authorised, provided that the union is named",
        "E-mail: press@example.org",
        "www.harbour.example/news",
        "# # #",
        "ENDS",
        "-30-",
        "English | Français | Deutsch",
        "Also available in French, Русский",
        "Other languages: FR",
        "Harbour logo",
        "Page header",
        "High-resolution photos",
        "Related links:",
        "See also",
        "Informations complémentaires",
        "Home > News > Light on the quays",
        "Accueil » Presse",
        "More information on the meeting will be posted on the website.",
        "Les informations seront affichées sur le site après la réunion.",
        "Read also: The light on the quays, one year on",
        "Lire aussi : Les quais, un an après",
        "Lesen Sie auch: Die Kais, ein Jahr danach?",
        "Le puede interesar: Los muelles, un año después",
        "You must be logged in to post a comment.",
        "Vous devez vous connecter pour publier un commentaire.",
        "Subscribe to our weekly newsletter and read more of the quays.",
        "Inscrivez-vous à la newsletter du port",
        "Crédits photos : Port de Halden",
        "Photo: Ada Stone",
    ],
)
def test_surroundings(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Go to Homepage Go to Index",
        "Back to NATO homepage{",
        "Retour à la page d'accueil",
        "Haut de page",
        "Skip to main content",
        "Jump to the transcript of the questions",
        "[Print this page] [E-mail this page to a friend]",
        "Home | Search | Help",
        "Plan du site - Mentions légales",
    ],
)
def test_navigation(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(("line", "skip"), [("Skip to main content", True), ("Search", False), ("Go home.", False)])
def test_what_leads_elsewhere_may_have_a_number(line: str, skip: bool) -> None:
    assert is_skip(line) is skip


@pytest.mark.parametrize(("line", "beside"), [("Multimedia", True), ("Share this", True), ("Additional aims", False)])
def test_headings_of_what_stands_beside_the_text(line: str, beside: bool) -> None:
    assert is_beside(line) is beside


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law will be reformed by 2010.",
        "All rights reserved to the coastal states remain untouched.",
        "Reproduction is permitted only in captivity, the zoo said.",
        "(c) 2006 the emissions fall by a third.",
        "Information on the victims will be posted as soon as families are told.",
        "Les nouvelles lois seront publiées au Journal officiel dès lundi.",
        "Jump to 4 percent.",
        "Go home.",
        "Retour au site de la catastrophe.",
        "F-16000 planes were sold in all",
        "AN-1234 crashed.",
        "The crews of the two sunken boats live near M1 4GE",
        "Prices > 5 euro",
        "London > Paris > Berlin",
        "2 000 000",
        "2004-2005",
        "German.",
        "Home.",
        "Privacy.",
        "Read also the letter of the ministers of 4 May.",
        "Les ministres invitent chacun à lire aussi la lettre du 4 mai.",
        "The ministers subscribe to the plan that the union sent round in its newsletter in March.",
        "Photo opportunities",
        "Images of the quays were shown to the ministers: all of them are lit.",
    ],
)
def test_what_only_looks_like_surroundings(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Back to the negotiating table",
        "1110 soldiers left Brussels.",
        "The end is near",
        "Contact was lost.",
        "2006",
        "Home was where the pilots wanted to be.",
        "English pilots",
        "The logo of the harbour",
        "Related harbours",
        "The quays are lit, the copyright is ours",
        "More light than before > less fog, and the pilots. Then more.",
        "All information on the quays is posted at the gate",
        "Home | " * 40,  # no menu is as long
    ],
)
def test_a_text_of_its_own(line: str) -> None:
    assert not is_furniture(line)


def test_a_line_of_links_is_no_text() -> None:
    line = Block("Homepage | Index", addresses=(Address("/", 0, 8), Address("/index.htm", 11, 16)))
    assert is_only_links(line)
    assert not is_only_links(Block("Homepage of the Council", addresses=(Address("/", 0, 8),)))
    assert not is_only_links(Block("Homepage", addresses=(Address("#top", 0, 8),)))
    assert not is_only_links(Block("Homepage"))
    forgotten = "The quays are lit. " * 20
    assert not is_only_links(Block(forgotten, addresses=(Address("/", 0, len(forgotten)),)))


@pytest.mark.parametrize(
    "line", ["Also available in: French", "Available in: English | French", "Jump to the questions and answers"]
)
def test_ways_to_other_versions(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    ("line", "rights"), [("(c) 2006 Harbour Union. All rights reserved.", True), ("(c) No boat is moored.", False)]
)
def test_who_has_the_rights(line: str, rights: bool) -> None:
    assert is_rights(line) is rights


@pytest.mark.parametrize(
    "line", ["Implementation Note issued January 26, 2022", "Note d'application publiée le 4 mai 2021"]
)
def test_the_way_to_the_paper_beside_a_statement(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        ("We use cookies to give you the best experience on our site.", True),
        ("Nous utilisons des cookies pour mesurer notre audience.", True),
        ("Wir verwenden Cookies, um unser Angebot zu verbessern.", True),
        ("The council asks shops to say in plain words what their cookies are for.", False),
    ],
)
def test_what_a_site_says_of_its_own_cookies(line: str, notice: bool) -> None:
    assert is_cookie_notice(line) == notice


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("(c) NATO - OTAN", True),
        ("(c) Harbour Union, all rights reserved", True),
        ("(C) Photo: John Smith / Reuters", True),
        ("(c) 2006 harbour union", True),
        ("(c) Ministry of Ports and Harbours 2006", True),
        ("(c) 2006 the emissions fall by a third.", False),
        ("(c) No boat is moored.", False),
        ("(c) the pilots;", False),
        ("(c) Every quay", False),
    ],
)
def test_a_sign_of_rights_before_a_name(line: str, holder: bool) -> None:
    assert is_holder(line) is holder
