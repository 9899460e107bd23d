"""Tables on standard output: a title, names on the left, figures on the right, and what is asked beside them."""

from __future__ import annotations

from collections.abc import Sequence


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print it, as wide as its cells; the first column to the left, the others to the right."""
    widths = [max(len(row[n]) for row in [columns, *rows]) for n in range(len(columns))]
    print(f"\n{title}")
    for row in [columns, *rows]:
        first, *others = (cell for cell in row)
        print("  ".join([first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(others, widths[1:], strict=True))]))
