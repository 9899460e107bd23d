"""docs/reference/configuration.md names every setting, and what it shows works."""

from __future__ import annotations

import re
from pathlib import Path

from archiver.cli.settings_file import SETTING_TYPES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"


def test_page_names_every_setting() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("| setting |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", "\n".join(row.split("|")[1] for row in table.splitlines()[2:]))) == set(
        SETTING_TYPES
    )
