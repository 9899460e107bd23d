"""The layouts of release pages: each page in ``pages/`` has a shape that institutions publish in, and must be right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver.models import MediaLink, Paragraph
from archiver.release import read_release

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Layout:
    """What a page says, and how its paragraphs begin or are, each with its label and heading."""

    page: str
    title: str
    paragraphs: tuple[tuple[str | None, str | None, str], ...]
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    updated: str | None = None
    language: str = "en"
    media: tuple[MediaLink, ...] = ()
    doubts: tuple[str, ...] = ()


LAYOUTS = [
    Layout(
        "header-updated.txt",
        "Statement on the harbours of the northern coast",
        (
            ("1.", None, "The ministers met this morning and agreed on a plan for the harbours."),
            ("2.", None, "They thanked the pilots, who had asked for more light."),
        ),
        number="(2006)150",
        issuer="NATO",
        date="2006-03-30",
        updated="2006-03-31",
    ),
    Layout(
        "header-last-update.txt",
        "Pilots ask for light on the quays",
        (
            (None, None, "The pilots of the northern harbours have asked for light on the quays."),
            (None, None, "The ministers will answer in the spring."),
        ),
        number="(2003) 027",
        issuer="NATO",
        date="1999-12-16",
        updated="2006-03-29",
    ),
    Layout(
        "french-cells.txt",
        "Déclaration",
        (
            (None, None, "Nous, ministres chargés des ports, réaffirmons"),
            (None, None, "Nous nous réunirons de nouveau à l’automne"),
        ),
        issuer="NATO",
        date="2005-02-21",
        updated="2005-02-22",
        language="fr",
    ),
    Layout(
        "french-typed.txt",
        "Déclaration sur les ports",
        (
            ("1.", None, "Les ministres se sont réunis ce matin et ont adopté un plan pour les ports."),
            ("2.", None, "Ils ont remercié les pilotes de leur patience."),
        ),
        number="(2005)022",
        issuer="NATO",
        date="2005-02-21",
        updated="2005-02-22",
        language="fr",
    ),
    Layout(
        "narrow-cells.txt",
        "Final Communiqué Meeting of the Council of Harbours held on 6 December 2001",
        (
            (
                "1.",
                None,
                "We met today to review the state of our harbours: the quays are lit as far as the customs house; the "
                "pilots have new boats; and the breakwater is to be raised. We asked our experts to report to us in "
                "the spring.",
            ),
            ("2.", None, "We thanked our hosts."),
        ),
        number="M-NAC-2 (2001)159",
        issuer="NATO",
        date="2001-12-06",
        updated="2002-05-06",
    ),
    Layout(
        "cells-beside.txt",
        "Harbour Commission in Odesa",
        (
            (None, None, "The Commission met in Odesa today for the first time this year. It took stock of the plan."),
            (None, None, "It will meet again in June. The members welcomed the progress."),
        ),
        number="PR/CP (2006)150",
        issuer="NATO",
        date="2006-06-21",
        updated="2006-06-22",
        media=(
            MediaLink("Press conference by the harbour master", None, "mp3", 7_633),
            MediaLink("Opening remarks", None, "mp3", 694),
        ),
    ),
    Layout(
        "narrow-dump.txt",
        "Final Communiqué Meeting of the Council of Harbours",
        (
            (None, None, "The Council of Harbours met in the old customs house on 18 December 2001."),
            (
                None,
                None,
                "We concentrated on the lighting of the quays, and on the pilots' boats, which are older than most of "
                "the men who sail in them.",
            ),
            (None, None, "We will meet again in the spring."),
        ),
        number="(2001) 171",
        date="2001-12-18",
    ),
    Layout(
        "advisory.txt",
        "Meeting of harbour ministers",
        (
            (None, None, "The ministers will meet in the old customs house on Tuesday, 22 February 2005."),
            ("1.", "1. Access", "A press centre will be set up in the fish market, and will open at seven."),
            ("1.", "2. Parking", "Holders of a permanent card may park on the north quay."),
            (
                "2.",
                "2. Parking",
                "All others may park behind the station. A bus goes to the fish market every ten minutes.",
            ),
            ("1.", "4. Lockers", "Lockers can be had for a small deposit."),
        ),
        number="(2005)005",
        issuer="NATO",
        date="2005-01-25",
        updated="2005-02-01",
        doubts=(
            "left out, as it seems no part of the text: '3. Contacts / Mr John Miller, Press Officer / Tel: +32 (0)2 '",
        ),
    ),
    Layout(
        "letters.txt",
        "Rules for the new quays",
        (
            ("(a)", None, "Every quay is lit from dusk to dawn."),
            (
                "(b)",
                None,
                "No boat is moored across the ferry's way. Anyone who asks may be shown another berth.",
            ),
            ("(c)", None, "The harbour master decides in case of doubt."),
        ),
        issuer="Harbour Union",
        date="2021-05-04",
        doubts=(
            "left out, as it seems no part of the text: 'For further information, please contact: / Ms Ada Stone, tel'",
        ),
    ),
    Layout(
        "rest.txt",
        "A plan for the quays",
        (
            (
                "1.",
                None,
                "The ministers agreed on three things: light; boats; a higher wall. The first of them is to be ready "
                "before the winter.",
            ),
            ("2.", None, "They will meet again in autumn."),
        ),
        issuer="Harbour Union",
        date="2021-05-04",
    ),
    Layout(
        "conference.txt",
        "Press briefing on the lighting of the quays by the harbour master",
        (
            (None, None, "MODERATOR: Welcome to the press room. The harbour master will make a statement."),
            (None, None, "ADA STONE (Harbour Master): Good afternoon. The quays will be lit from Monday."),
            (None, None, "There is one thing more. The ferry will wait for the last train."),
            (None, "Questions and answers", "Q: Who pays for the light?"),
            (None, "Questions and answers", "Ms Stone: The harbours do."),
            (None, "Questions and answers", "Q: And the ferry?"),
            (None, "Questions and answers", "Ms Stone: The ferry pays for itself."),
        ),
        issuer="NATO",
        date="2006-11-24",
        updated="2006-11-26",
        media=(MediaLink("Audio file", None, "mp3", 15_476),),
    ),
    Layout(
        "run-together.txt",
        "Joint press point by the harbour master and the mayor",
        (
            (None, None, "MODERATOR: Who would like to begin? The lady in front, please."),
            (None, None, "Q: Two questions, if I may. Who pays for the light?"),
            (None, None, "ADA STONE (Harbour Master): The harbours do, as they always did."),
            (None, None, "Q: And the ferry?"),
            (None, None, "MAYOR: The ferry pays for itself."),
        ),
        issuer="NATO",
        date="2006-11-27",
        updated="2006-11-28",
    ),
    Layout(
        "hard-wrapped.txt",
        "Ministers agree on harbour safety",
        (
            (
                None,
                None,
                "The ministers met in the old customs house to exchange views on international waters, and on what is "
                "owed to well-known pilots on a day such as 30 June, when the fleet is blessed.",
            ),
            (
                None,
                None,
                "They agreed within an hour, which nobody had expected, and the cooperation of the harbours is to go "
                "on.",
            ),
        ),
        issuer="Harbour Union",
        date="2021-05-04",
    ),
    Layout(
        "mojibake.txt",
        "Today’s harbours",
        (
            (None, None, "The Governor’s quay is lit, and today’s ferry is late."),
            (None, None, "The café stays open."),
        ),
        issuer="NATO",
        date="2021-05-04",
        updated="2021-05-04",
    ),
    Layout(
        "markdown.txt",
        "Ministers agree on harbour safety",
        (
            (None, None, "The ministers met in the old customs house. They agreed within an hour."),
            (None, "What changes", "Every quay will be lit at night, as the pilots had asked."),
        ),
        issuer="Harbour Union",
        date="2021-05-04",
        media=(MediaLink("Press conference", "https://harbours.example/news/audio/day1.mp3", "mp3", 11_800, 758.0),),
    ),
    Layout(
        "un.html",
        "Harbour Council extends mandate of light mission",
        (
            (
                None,
                None,
                "The Harbour Council decided today to extend the mandate of the mission until 31 July 2019.",
            ),
            (None, "Statements", "ADA STONE (Northern Isles) thanked members for their patience with the text."),
            (None, "Statements", "JOHN MILLER (Western Isles) called for a review of all missions."),
        ),
        number="HC/13682",
        issuer="HC Press",
        date="2019-01-30",
    ),
    Layout(
        "bank.html",
        "Decisions on harbour dues",
        (
            (None, None, "At today’s meeting the Governing Council took the following decisions:"),
            (None, "Dues of large ships", "The dues of large ships remain unchanged at 0.25% of their cargo."),
            (None, "Dues of ferries", "Ferries pay nothing from April."),
            (None, "Dues of ferries", "The governor explains these decisions at a press conference at 14:30 today."),
        ),
        issuer="Central Bank of Harbours",
        date="2022-03-10",
    ),
    Layout(
        "wordpress.html",
        "Council lights the quays",
        (
            (None, None, "The council decided today to light all quays of the old harbour."),
            (None, None, "“It was about time,” said the harbour master."),
        ),
        issuer="City of Northport",
        date="2014-10-07",
        media=(
            MediaLink(
                "Listen to the harbour master", "https://harbours.example/uploads/master.mp3", "mp3", 12_900, 845.0
            ),
        ),
    ),
    Layout(
        "modern.html",
        "Harbour master welcomes the mayor",
        (
            (None, None, "The harbour master today welcomed the mayor to the new customs house."),
            (None, "Ferries", "They spoke about the ferry, which is to wait for the last train."),
        ),
        issuer="Harbour Union",
        date="2021-06-03",
        updated="2021-06-04",
        media=(MediaLink("Joint press point", "https://harbours.example/audio/point.mp3", "mp3", 11_800, 758.0),),
    ),
    Layout(
        "soup.html",
        "Agreement on herring signed",
        (
            (None, None, "The Ministry of Harbours has today signed an agreement with the Western Isles"),
            (None, None, "Under the agreement both sides limit their catch to ninety thousand tonnes"),
            (None, None, "The minister said that the scientists had advised to act now"),
        ),
        issuer="Ministry of Harbours",
        date="2011-11-14",
        doubts=("no known layout; trafilatura found the text",),
    ),
    Layout(
        "letter.txt",
        "Message of sympathy from the Harbour Master, Ada Stone to the Mayor of Northport",
        (
            (None, None, "The Harbour Master has today sent the following letter to the Mayor of Northport:"),
            (None, None, "Dear Mayor,"),
            (None, None, "I was sorry to learn of the flood in your town. The harbours stand ready to help."),
            (None, None, "The harbour office can be reached around the clock."),
        ),
        number="(2002)013",
        issuer="NATO",
        date="2002-02-04",
        updated="2002-02-04",
        doubts=("left out, as it seems no part of the text: 'Yours sincerely, / Ada Stone'",),
    ),
    Layout(
        "mail.txt",
        "HARBOUR DECLARATION OF ALL ELEVEN MEMBERS",
        (
            ("1.", None, "We, the harbour masters of the member harbours of the union, met today"),
            ("2.", None, "We will meet again in the spring."),
        ),
        issuer="Harbour Union",
        date="2006-11-29",
    ),
    Layout(
        "narrow-cells.html",
        "Statement Permanent Joint Council meeting at the level of harbour masters",
        (
            ("1.", None, "The Permanent Joint Council met on Wednesday in the old customs house."),
            (
                "2.",
                None,
                "Harbour masters noted: the lighting of the quays; the boats of the pilots. They also welcomed the new "
                "breakwater.",
            ),
        ),
        number="M-NAC-2 (98)144",
        issuer="NATO",
        date="1998-12-09",
        media=(MediaLink("Audio file", "https://harbours.example/audio/a981209.mp3", "mp3", 1_406),),
    ),
    Layout(
        "podcast.xml",
        "Press briefing by the harbour master",
        (
            (None, None, "The quays will be lit from Monday."),
            (None, None, "The ferry will wait for the last train."),
        ),
        issuer="Harbour briefings",
        date="2006-03-31",
        media=(
            MediaLink(
                "Press briefing by the harbour master",
                "https://harbours.example/audio/master.mp3",
                "mp3",
                20_036,
                758.0,
            ),
        ),
    ),
]
URL = "https://harbours.example/news/page"


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.page for layout in LAYOUTS])
def test_layout(layout: Layout) -> None:
    release = read_release((PAGES / layout.page).read_bytes(), url=URL)
    assert release.title == layout.title
    assert (release.number, release.issuer) == (layout.number, layout.issuer)
    assert (release.date, release.updated, release.language) == (layout.date, layout.updated, layout.language)
    assert [(p.label, p.heading, begun(p, layout)) for p in release.paragraphs] == list(layout.paragraphs)
    assert release.media == layout.media
    assert release.doubts == layout.doubts


def begun(paragraph: Paragraph, layout: Layout) -> str:
    """A paragraph's text, or as much of it as the layout gives without a full stop."""
    given = [text for _, _, text in layout.paragraphs][paragraph.position - 1 : paragraph.position]
    whole = not given or given[0].endswith((".", "?", ":", "!"))
    return paragraph.text if whole else paragraph.text[: len(given[0])]


def test_every_page_is_tested() -> None:
    assert {layout.page for layout in LAYOUTS} == {path.name for path in PAGES.iterdir()}


def test_a_page_gives_its_own_address_where_nobody_else_does() -> None:
    [link] = read_release((PAGES / "modern.html").read_bytes()).media
    assert link.url == "https://harbours.example/audio/point.mp3"
