"""Houses that are known by their address or their window."""

from __future__ import annotations

import pytest

from archiver.release.facts.houses import house_at, house_called


@pytest.mark.parametrize(
    ("address", "house"),
    [
        ("https://www.nato.int/docu/pr/2006/p06-150e.htm", "NATO"),
        ("https://www.ecb.europa.eu/press/1.html", "European Central Bank"),
        ("https://www.elysee.fr/2021/05/04/le-quai", "Présidence de la République"),
        ("https://www.assemblee-nationale.fr:443/", "Assemblée nationale"),
        ("https://notnato.int/", None),
        ("press.html", None),
        ("https://[", None),
        (None, None),
    ],
)
def test_a_house_has_an_address(address: str | None, house: str | None) -> None:
    assert house_at(address) == house


@pytest.mark.parametrize(
    "window", ["FRB: Speech, Roe -- The quays", "FRB Speech, Roe", "Federal Reserve Board - The quays"]
)
def test_a_window_begins_with_a_house(window: str) -> None:
    assert house_called(window) == "Federal Reserve Board"


def test_a_window_may_begin_with_anything() -> None:
    assert house_called("The quays: FRB speech") is None
    assert house_called("") is None
