#!/usr/bin/env python
"""Write db/README.md and db/metadata.json from the schema and its descriptions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from archiver.archive.tables import TABLES
from archiver.archive.views import VIEWS, View
from archiver.web.datasette_metadata import plain_metadata

EXAMPLES: Mapping[str, str] = {
    "current_releases": "select id, date, title from current_releases order by date desc",
    "current_transcripts": "select recording, engine, model, created from current_transcripts",
    "current_alignments": "select release, transcript, method, created from current_alignments",
    "moments": """select position, round(start, 1) as start, round("end", 1) as "end", relation, text
from moments where release = 2 order by position, start""",
    "sentences": "select start, speaker, text from sentences where release = 2 and paragraph is null order by start",
    "coverage": "select position, seconds, share_read, text from coverage where release = 2 order by position",
}

TYPES = {int: "integer", float: "real", str: "text", bytes: "blob"}

HEAD = """\
# db/

<!-- Written by scripts/describe_schema.py: change the descriptions there, not here. -->

| file | what it is |
|---|---|
| `archive.db` | the archive: one SQLite database; not in git, it belongs to whoever keeps it |
| `archive.db-wal`, `archive.db-shm` | only while something is written or read; copy the three together, or wait |
| `metadata.json` | titles, descriptions and canned queries for Datasette |
| `README.md` | this text |

The recordings and captures that the database speaks of lie in `media/` beside this folder. Paths in the database start
from the archive's folder, so that it can be moved, copied and published.

## How to ask it

```
archiver serve                                     # pages with search and canned queries, on this machine
datasette db/archive.db                            # the same with Datasette in the archiver's environment
datasette db/archive.db -m db/metadata.json        # tables, descriptions and most questions with any Datasette 0.65
sqlite3 db/archive.db 'select * from coverage'     # any SQLite tool
sqlite-utils db/archive.db 'select * from coverage' --table
```

Full-text search, with stems (`reform` finds `reforms`) and without regard to accents:

```sql
select segments.start, segments.text
from segments_fts join segments on segments.id = segments_fts.rowid
where segments_fts match 'reform' order by rank
```

Units stand in the tables below. Times called `start` and `end` are seconds from the start of the recording; what was
not timed is null. A sentence without a link belongs to no paragraph. Old readings, transcripts and alignments stay; the
views show the newest.
"""


def write(folder: Path) -> None:
    """Write both files into a folder."""
    told = json.dumps(plain_metadata(), indent=2, ensure_ascii=False)
    (folder / "metadata.json").write_text(told + "\n", encoding="utf-8")
    (folder / "README.md").write_text(readme(), encoding="utf-8")


def readme() -> str:
    """The text of db/README.md."""
    return "\n".join([HEAD, *_tables(), *_views()])


def _tables() -> Iterator[str]:
    yield "## Tables\n"
    for name, table in TABLES.items():
        yield f"### {name}\n\n{table.row}\n\n| column | type | unit | meaning |\n|---|---|---|---|"
        for key, column in table.columns.items():
            kind = TYPES[column.type] + (f" → {column.to}" if column.to else "")
            yield f"| `{key}` | {kind} | {column.unit or ''} | {column.meaning} |"
        yield ""


def _views() -> Iterator[str]:
    yield "## Views\n"
    for name, view in VIEWS.items():
        yield f"### {name}\n\n{view.row}\n"
        yield from _columns_of_view(name, view)
        yield f"```sql\n{EXAMPLES[name]}\n```\n"


def _columns_of_view(name: str, view: View) -> Iterator[str]:
    table = name.removeprefix("current_")
    if table in TABLES:
        yield f"The columns are those of `{table}`.\n"
        return
    yield "| column | unit | meaning |\n|---|---|---|"
    for column, meaning in view.columns.items():
        yield f"| `{column}` | {meaning.unit or ''} | {meaning.meaning} |"
    yield ""


if __name__ == "__main__":
    write(Path(__file__).parents[1] / "db")
