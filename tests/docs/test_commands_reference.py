"""docs/reference/commands.md says what the program says."""

from __future__ import annotations

from describe_commands import PAGE, commands


def test_page_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands(), "run scripts/describe_commands.py"


def test_every_command_and_option_has_a_meaning() -> None:
    rows = [line for line in commands().splitlines() if line.startswith("| `")]
    assert len(rows) > 50
    for row in rows:
        assert row.split("|")[-2].strip(), row
