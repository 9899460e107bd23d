"""The page of what is left for a person to do, with the command for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.archive.worklist import TITLES, Task, worklist
from archiver.web.archives import ask
from archiver.web.briefing_page import BRIEFING_TABLES
from archiver.web.pages import archive_of, render_page

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

SHOWN = 100  # of each kind; who does more than that in a day takes the list from the command line
TODO_TABLES = (*BRIEFING_TABLES, "captures", "queue", "file_checks")


async def show_todo(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/todo``."""
    archive = await archive_of(datasette, request, TODO_TABLES)
    home = datasette.urls.path("/-/archive")
    found = {str(kind): tasks for kind, tasks in (await ask(archive, worklist)).items() if tasks}
    context = {
        "kinds": [
            {
                "name": kind,
                "title": title,
                "count": len(found[kind]),
                "tasks": [(task, _place(task, home)) for task in found[kind][:SHOWN]],
            }
            for kind, title in TITLES.items()
            if kind in found
        ],
        "shown": SHOWN,
    }
    return await render_page(datasette, request, "archive_todo.html", context)


def _place(task: Task, home: str) -> str | None:
    """Where the briefing's page has it."""
    if task.release is None:
        return None
    heard = f"?recording={task.recording}#t={task.start:g}" if task.start is not None else ""
    return f"{home}/releases/{task.release}{heard}"
