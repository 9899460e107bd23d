"""Whom to ask, wherever a page prints it."""

from __future__ import annotations

import pytest

from archiver.release.formats.plain import read_typed
from archiver.release.layout.contacts import contact_lines


def contacts(text: str) -> list[str]:
    blocks = read_typed(text).blocks
    return [blocks[number].text for number in sorted(contact_lines(blocks))]


@pytest.mark.parametrize(
    "group",
    [
        "Jane Roe +44 20 7946 0123",
        "Jane Roe, Harbour Union, (202) 555-0123",
        "Jane Roe\nPress Officer\nTel.: 02 555 01 23\njane.roe@harbour.example",
        "Jane Roe, tél : 02 555 01 23, fax : 02 555 01 24",
        "Harbour Union Press Service\n1 Quay Street\nGSM 0475 55 01 23",
        "Jane Roe, Press Officer, +44 20 7946 0123, Harbour Union, Customs House, Old Quay Street",
        "For all questions about the new lamps please ask Jane Roe at press@harbour.example.",
    ],
)
def test_lines_that_tell_whom_to_ask(group: str) -> None:
    assert contacts(f"The quays are lit.\n\n{group}\n\nThe pilots are glad.\n") == group.split("\n")


@pytest.mark.parametrize(
    "group",
    [
        "Write to press@harbour.example before noon on Friday if your boat wants a lamp.",
        "4. Jane Roe, +44 20 7946 0123",  # a paragraph of the text
        "The pilots had come to the quay.\nAsk Jane Roe, +44 20 7946 0123",  # another line says something else
        "In 2004-2006 the union lit 12 000 quays.",
        "Jane Roe\nPress Officer",
        "4. Jane Roe\n+44 20 7946 0123",
        "Jane Roe and John Doe and Ann Poe and Tom Coe and Sue Loe and Max Noe and all the others +44 20 7946 0123",
        f"The union{' of harbours' * 9}\n+44 20 7946 0123",
        "Jane Roe\n" * 10 + "+44 20 7946 0123",  # a list of names
        " ".join(["+44 20 7946 0123"] * 13),  # a table of numbers
    ],
)
def test_lines_that_say_more(group: str) -> None:
    assert contacts(f"The quays are lit.\n\n{group}\n\nThe pilots are glad.\n") == []


@pytest.mark.parametrize("invitation", ["For more information:", "Press enquiries:", "Pour plus d’informations :"])
def test_what_leads_to_a_contact_is_one(invitation: str) -> None:
    assert contacts(f"{invitation}\n\nJane Roe, +44 20 7946 0123\n") == [invitation, "Jane Roe, +44 20 7946 0123"]
    assert contacts(f"{invitation}\n\nThe quays are lit.\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "The pilots agreed:",
        "For more information",
        "The pilots of the harbour, who have waited for light on the quays since the winter, had three questions:",
    ],
)
def test_another_line_leads_to_none(line: str) -> None:
    assert contacts(f"{line}\n\nJane Roe, +44 20 7946 0123\n") == ["Jane Roe, +44 20 7946 0123"]


@pytest.mark.parametrize("heading", ["Contacts", "Press contact:", "Contact presse", "7. Media contacts"])
def test_short_lines_below_the_heading_are_contacts(heading: str) -> None:
    text = f"The quays are lit.\n\n{heading}\n\nJane Roe\n\n+44 20 7946 0123\n\nThe pilots are glad.\n\nJohn Doe\n"
    assert contacts(text) == [heading, "Jane Roe", "+44 20 7946 0123"]


def test_contacts_that_nobody_can_reach_are_a_subject() -> None:
    assert contacts("## Contacts\n\nwith the isles, on gas\n\nwith the coast, on grain\n") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Witnesses may write to police@harbour.example.",
        "Families may ring +44 20 7946 0123.",
        "Relatives of the missing should write to tracing@harbour.example.",
        "The hotline +32 2 555 41 11 is open.",
        "Press enquiries should go to Jane Roe on +44 20 7946 0123, who will also arrange pictures.",
    ],
)
def test_a_sentence_with_a_number_is_one_of_the_text(sentence: str) -> None:
    assert contacts(f"The quays are lit.\n\n{sentence}\n\nThe pilots are glad.\n") == []


def test_contacts_end_at_the_next_heading() -> None:
    assert contacts("## Contacts\n\n+44 20 7946 0123\n\n## Background\n\nHarbours of old\n") == [
        "Contacts",
        "+44 20 7946 0123",
    ]


def test_a_letterhead_without_gaps_is_no_contact_but_its_number_is() -> None:
    blocks = read_typed("Light on the quays\n4 May 2021\nTel. 02 555 01 23\n").blocks
    assert [blocks[number].text for number in contact_lines(blocks)] == ["Tel. 02 555 01 23"]


def test_a_title_ends_the_contacts_above_it() -> None:
    blocks = read_typed("## Contacts\n\n+44 20 7946 0123\n\n# Ministers agree\n\nLight on every quay\n").blocks
    assert [blocks[number].text for number in sorted(contact_lines(blocks))] == ["Contacts", "+44 20 7946 0123"]
