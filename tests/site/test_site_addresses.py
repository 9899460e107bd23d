"""Where pages of the server lie on a site, how they lead to each other, and which addresses are for strangers."""

from __future__ import annotations

import pytest

from archiver.errors import UsageError
from archiver.site.addresses import HOME, base_address, file_of, place_of, public_address


@pytest.mark.parametrize(
    ("path", "asked", "file"),
    [
        (HOME, {}, "index.html"),
        (HOME, {"page": 2}, "page-2.html"),
        (HOME, {"year": "2006"}, "years/2006.html"),
        (HOME, {"year": "2006", "page": 3}, "years/2006-3.html"),
        (HOME, {"year": ""}, "years/undated.html"),
        (HOME, {"year": "../x"}, "years/____.html"),
        (f"{HOME}/search", {}, "search.html"),
        (f"{HOME}/releases/12", {}, "releases/12.html"),
        (f"{HOME}/releases/12", {"recording": 3}, "releases/12/recording-3.html"),
        (f"{HOME}/releases/12", {"recording": 3, "transcript": 4}, "releases/12/transcript-4.html"),
        (f"{HOME}/releases/12", {"recording": 3, "transcript": None}, "releases/12/recording-3.html"),
    ],
)
def test_a_page_of_the_server_is_a_file(path: str, asked: dict[str, object], file: str) -> None:
    assert file_of(path, **asked) == file


def test_links_hold_wherever_the_folder_lies() -> None:
    page = place_of(f"{HOME}/releases/12", recording=3)
    assert page.to(HOME) == "../../index.html"
    assert page.to(f"{HOME}/releases/7") == "../7.html"
    assert page.to(recording=4) == "recording-4.html"
    assert page.static("archive.css") == "../../static/archive.css"
    assert place_of(HOME).to(HOME, year="2006") == "years/2006.html"


@pytest.mark.parametrize(
    "typed", ["archive.example.org", "ftp://example.org", "https://", "https://e.org/?a", "https://a@e.org"]
)
def test_no_address_for_a_site(typed: str) -> None:
    with pytest.raises(UsageError, match="no address that a site can have"):
        base_address(typed)


def test_the_address_of_a_site_has_no_slash_at_its_end() -> None:
    assert base_address("https://example.org/a/") == "https://example.org/a"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.nato.int/p06.htm", True),
        ("https://ada:secret@example.org/", False),
        ("http://10.0.0.5/p.htm", False),
        ("http://intranet/p.htm", False),
        ("http://press.internal/p.htm", False),
        ("file:///home/ada/p.htm", False),
        (None, False),
    ],
)
def test_addresses_for_strangers(url: str | None, shown: bool) -> None:
    assert (public_address(url) is not None) is shown
