"""What Datasette 0.65 and 1.0 do differently, so that nothing else has to know.

0.65 asks its plugins for descriptions and canned queries each time; 1.0 is told them once, when it starts, and keeps
how tables show themselves in its configuration. Permissions are about names there, and about resources here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.app import Datasette

    Actor = dict[str, Any] | None


async def require_view(datasette: Datasette, actor: Actor, database: str, tables: Iterable[str]) -> None:
    """Raises Datasette's ``Forbidden`` unless the actor may see all of these tables."""
    if hasattr(datasette, "ensure_permission"):
        from datasette.resources import TableResource

        for table in tables:
            await datasette.ensure_permission(
                action="view-table", resource=TableResource(database=database, table=table), actor=actor
            )
    else:
        for table in tables:
            asked = [("view-table", (database, table)), ("view-database", database), "view-instance"]
            await datasette.ensure_permissions(actor, asked)
