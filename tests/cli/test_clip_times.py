"""Times as people write them for a clip; what is no time is refused and not reckoned."""

from __future__ import annotations

import pytest
import typer

from archiver.cli.clip import seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("92.5", 92.5), ("1:32.5", 92.5), ("01:02:03", 3723.0), ("90:00", 5400.0), ("5400", 5400.0), (" 0:07 ", 7.0)],
)
def test_times(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["1:99", "1:60:00", "1:2:3:4", "-1", "", "1:", "now", "1e3"])
def test_no_times(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is no time"):
        seconds_of(text)
