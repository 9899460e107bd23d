"""Lines that say nothing but facts, and lines that say more."""

from __future__ import annotations

import pytest

from archiver.release.facts import Facts, facts_in, fragments_in, is_field


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("Updated: 31-Mar-2006 NATO Press Releases", Facts(updated="31-Mar-2006", issuer="NATO")),
        ("OTAN Communiqués de presse", Facts(issuer="NATO")),
        ("European Commission - Press release", Facts(issuer="European Commission")),
        ("Press Release (2006)150", Facts(number="(2006)150")),
        ("PR/CP (2006)150", Facts(number="PR/CP (2006)150")),
        ("(2003) 027", Facts(number="(2003) 027")),
        ("Press / Release / M-NAC- / 2 (2001)159", Facts(number="M-NAC-2 (2001)159")),  # cells, broken
        ("31 March 2006 - Press Release M-NAC-1(2000)52", Facts("31 March 2006", number="M-NAC-1(2000)52")),
        ("Brussels, 31 March 2006", Facts("31 March 2006")),
        ("Bruxelles, le 31 mars 2006", Facts("31 mars 2006")),
        ("31 March 2006 Updated: 2 April 2006", Facts("31 March 2006", updated="2 April 2006")),
        ("Office of the Press Secretary", Facts(issuer="Office of the Press Secretary", letterhead=True)),
        ("From: Harbour Union Press Desk", Facts(issuer="Harbour Union Press Desk")),
        ("MINISTRY OF HARBOURS", Facts(issuer="MINISTRY OF HARBOURS", letterhead=True)),
        ("Kingsport, 6-7 December 2007", Facts("7 December 2007")),
        ("Tue, 03/06/2012", Facts("Tue, 03/06/2012")),  # with the day of the week, which tells the month
        ("4 May 2021, KINGSPORT", Facts("4 May 2021")),
        ("Customs House Quay 4 May 2021", Facts("4 May 2021")),
        ("Published on 4 May 2021 at 14:30", Facts("4 May 2021", issued=True)),
        ("For immediate release", Facts()),
        ("4 May 2021 | Speech/21/2210", Facts("4 May 2021", number="Speech/21/2210")),
        ("Press release No. 09/117 - 4 May 2021", Facts("4 May 2021", number="09/117")),
        ("Communiqué (2021)12", Facts(number="(2021)12")),
        ("Posted on 4 May 2021 by the harbour desk", Facts("4 May 2021", issued=True)),
        ("mardi 4 mai 2021, par la capitainerie", Facts("mardi 4 mai 2021")),
        ("Par Jeanne Roux le 4 mai 2021", Facts("4 mai 2021")),
        ("By Jane Roe | 4 May 2021", Facts("4 May 2021")),
        ("Veröffentlicht am 4. Mai 2021 um 14:30 Uhr", Facts("4. Mai 2021", issued=True)),
        ("Publicado el 4 de mayo de 2021", Facts("4 de mayo de 2021", issued=True)),
        ("Gepubliceerd op 4 mei 2021 door Jan Smit", Facts("4 mei 2021", issued=True)),
        ("May 4, 2021 at 6:08 PM ET", Facts("May 4, 2021")),
        ("Mardi 4 mai 2021 à 14 h 30", Facts("Mardi 4 mai 2021")),
        ("For immediate release: 4 May 2021", Facts("4 May 2021", issued=True)),
        ("Pour diffusion immédiate : le 4 mai 2021", Facts("4 mai 2021", issued=True)),
        ("For release at 2:00 p.m. EST May 4, 2021", Facts("May 4, 2021", issued=True)),
        ("Kingsport, 4 May 2021 — Statement", Facts("4 May 2021")),
        ("Actualités | 4 mai 2021", Facts("4 mai 2021")),
        ("4 May 2021 · 3 min read", Facts("4 May 2021")),
        ("4 mai 2021 - Temps de lecture : 3 minutes", Facts("4 mai 2021")),
        (
            "4 May 2021 – Kingsport, North Shore – Ministry of Harbours",
            Facts("4 May 2021", issuer="Ministry of Harbours", letterhead=True),
        ),
        (
            "Le 4 mai 2021 – Portville (Nouvelle-Rive) – Ministère des Ports",
            Facts("4 mai 2021", issuer="Ministère des Ports", letterhead=True),
        ),
        ("Letzte Änderung: 04.05.2021", Facts(updated="04.05.2021")),
    ],
)
def test_a_line_of_facts(line: str, facts: Facts) -> None:
    assert facts_in(line) == facts


@pytest.mark.parametrize(
    "line",
    [
        "Meeting of 12 June 2003",
        "Statement on the report (2006)150",
        "Istanbul Summit Communiqué",
        "on 31 March 2006.",  # the end of a wrapped sentence
        "See all press releases",
        "Statement by the harbour desk, 4 May 2021",  # what it is, and so a title
        "The",
        "Communiqué",  # may be the title
        "Harbour Summit 4 May 2021",  # what happened, not where
        "4 May 2021, the pilots were heard",
        "Kingsport, 4 May 2021 " + "| " * 100,  # no line of facts is as long
    ],
)
def test_a_line_that_says_more(line: str) -> None:
    assert facts_in(line) is None


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Published:", True),
        ("Date of issue :", True),
        ("Press release no.:", True),
        ("Publié le :", True),
        ("Published: 4 May 2021", False),  # has its value already
        ("Published", False),
        ("The ministers agreed:", False),
    ],
)
def test_the_name_of_a_fact(line: str, field: bool) -> None:
    assert is_field(line) is field


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["Press", "Release", "(2005)005"], 3),
        (["Press Release", "(2005)005", "Light on the quays"], 2),
        (["M-NAC-", "2(2005)5", "4 May 2005", "Light on all of the quays of the old harbour"], 3),
        (["Communiqué", "(2005)005", "4 mai 2005", "Port"], 3),
        (["Press", "freedom"], 0),
        (["Light", "(2005)005"], 0),  # the title, and the number of the release
        (["Press"], 0),
        (["Press Release (2005)005", "Light on the quays"], 0),
    ],
)
def test_a_narrow_cell_breaks_a_line_of_facts(lines: list[str], count: int) -> None:
    assert fragments_in(lines) == count
