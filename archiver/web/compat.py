"""What Datasette 0.65 and 1.0 do differently, so that nothing else has to know.

0.65 asks its plugins for descriptions and canned queries again and again; 1.0 is told them once, when it starts, and
keeps how tables show themselves in its configuration. Permissions are about names there, and about resources here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

    Actor = dict[str, Any] | None

_METADATA_KEYS = ("title", "description", "columns")  # of what describes a table; the rest is how it is shown


async def require_view(datasette: Datasette, actor: Actor, database: str, tables: Iterable[str]) -> None:
    """Raises Datasette's ``Forbidden`` unless the actor may see all of these tables."""
    for table in tables:
        if hasattr(datasette, "ensure_permission"):
            from datasette.resources import TableResource

            resource = TableResource(database, table)
            await datasette.ensure_permission(action="view-table", resource=resource, actor=actor)
        else:
            asked = [("view-table", (database, table)), ("view-database", database), "view-instance"]
            await datasette.ensure_permissions(actor, asked)


async def is_allowed(datasette: Datasette, actor: Actor, action: str) -> bool:
    """Whether an actor may do something that is about no table."""
    if hasattr(datasette, "permission_allowed"):
        return bool(await datasette.permission_allowed(actor, action, default=False))
    return bool(await datasette.allowed(action=action, actor=actor))


async def describe(datasette: Datasette, database: str, metadata: Mapping[str, Any]) -> None:
    """Tell Datasette 1.0 what 0.65 asks for by its hook; what its owner says of the database goes first."""
    if not hasattr(datasette, "set_database_metadata"):
        return
    _configure(datasette, database, metadata["tables"])
    known = await datasette.get_database_metadata(database)
    for key in ("title", "description", "license", "source"):
        if key not in known:
            await datasette.set_database_metadata(database, key, metadata[key])
    for table, said in metadata["tables"].items():
        await _describe_table(datasette, database, table, said)
    for name, query in metadata["queries"].items():
        if not await datasette.get_query(database, name):
            told = {key: value for key, value in query.items() if key != "params"}
            await datasette.add_query(database, name, parameters=query["params"], is_trusted=True, **told)


async def _describe_table(datasette: Datasette, database: str, table: str, said: Mapping[str, Any]) -> None:
    known = await datasette.get_resource_metadata(database, table)
    for key in ("title", "description"):
        if key in said and key not in known:
            await datasette.set_resource_metadata(database, table, key, said[key])
    for column, meaning in said.get("columns", {}).items():
        if not await datasette.get_column_metadata(database, table, column):
            await datasette.set_column_metadata(database, table, column, "description", meaning)


def _configure(datasette: Datasette, database: str, tables: Mapping[str, Mapping[str, Any]]) -> None:
    configured = datasette.config.setdefault("databases", {}).setdefault(database, {}).setdefault("tables", {})
    for table, said in tables.items():
        shown = {key: value for key, value in said.items() if key not in _METADATA_KEYS}
        configured[table] = shown | configured.get(table, {})


def close_with(database: Database, connection: sqlite3.Connection) -> None:
    """Have a connection closed when its database is."""
    opened_by(database).append(connection)


def opened_by(database: Database) -> list[sqlite3.Connection]:
    """The connections that are closed when a database is."""
    kept = "_all_connections" if hasattr(database, "_all_connections") else "_all_file_connections"
    connections: list[sqlite3.Connection] = getattr(database, kept)
    return connections


def without_tracebacks() -> None:
    """Keep Datasette from printing one for every page that does not exist, which it does where rich is installed.

    Datasette 0.65 even fails at it, and answers 500, where no exception is under way.
    """
    from datasette import handle_exception

    handle_exception.rich = None


def close(datasette: Datasette) -> None:
    """Close what Datasette has open: its threads, then their connections; 0.65 has no way of its own."""
    if hasattr(datasette, "close"):
        datasette.close()
        return
    datasette.executor.shutdown(cancel_futures=True)
    for database in datasette.databases.values():
        database.close()
