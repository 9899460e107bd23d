"""Plugins of Datasette's that people use, beside ours on an archive; scripts/setup puts them where only we look."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import datasette
import pytest

PLUGINS = Path(pytest.__file__).parents[4] / "datasette-plugins"
IS_OLD = datasette.__version__.startswith("0.")
CHARTS = ("datasette-cluster-map", "datasette-leaflet", "datasette-vega")
FOR_0_65 = ("datasette-search-all", "datasette-dashboards")  # which ask the alpha of 1.0 for what it no longer has
PAGES = {
    "/-/archive": "Statement on NATO-Belarus relations",
    "/archive/sentences": "/datasette_vega/",
    "/archive?sql=select+50.88+as+latitude,+4.43+as+longitude": "datasette-cluster-map",
}
PAGES_0_65 = {
    "/-/search?q=reform": "/archive/segments",
    "/-/dashboards": "Briefings",
    "/-/dashboards/briefings/spoken": "Seconds by speaker",
}
SPOKEN = {
    "title": "Seconds by speaker",
    "db": "archive",
    "query": "select speaker, seconds from speaking_time",
    "library": "vega-lite",
    "display": {"mark": "bar", "encoding": {"x": {"field": "speaker"}, "y": {"field": "seconds"}}},
}
DASHBOARDS = {"plugins": {"datasette-dashboards": {"briefings": {"title": "Briefings", "charts": {"spoken": SPOKEN}}}}}
# Plugins are found when Datasette is first imported, so that it is another process that has them.
ASK = """
import asyncio, inspect, json, sys
from datasette.app import Datasette

database, pages, told = json.loads(sys.argv[1])
keyword = "config" if "config" in inspect.signature(Datasette).parameters else "metadata"

async def ask():
    served = Datasette([database], **{keyword: told})
    await served.invoke_startup()
    found = {}
    for path in pages:
        answer = await served.client.get(path, follow_redirects=True)
        found[path] = [answer.status_code, answer.text]
    print(json.dumps(found))

asyncio.run(ask())
"""


def test_they_work_beside_ours(archive: Path, tmp_path: Path) -> None:
    assert PLUGINS.is_dir(), "run scripts/setup"
    database = shutil.copy(archive / "db" / "archive.db", tmp_path)  # Datasette itself opens no file in such a folder
    plugins = (*CHARTS, *(FOR_0_65 if IS_OLD else ()))
    pages = {**PAGES, **(PAGES_0_65 if IS_OLD else {})}
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(PLUGINS), os.environ.get("PYTHONPATH", "")]),
        "DATASETTE_LOAD_PLUGINS": ",".join(("briefing-archiver", *plugins)),
    }
    asked = json.dumps([str(database), list(pages), DASHBOARDS])
    done = subprocess.run([sys.executable, "-c", ASK, asked], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout.splitlines()[-1])  # above it Datasette tells of troubles
    assert {path: (answers[path][0], words in answers[path][1]) for path, words in pages.items()} == dict.fromkeys(
        pages, (200, True)
    )
