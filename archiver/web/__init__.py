"""Browsing the archive with Datasette: this package is the plugin, and its hooks stand in ``plugin``.

Datasette looks for ``templates/`` and ``static/`` in the package that the entry point names.
"""

from archiver.web.plugin import (
    asgi_wrapper,
    extra_template_vars,
    get_metadata,
    menu_links,
    permission_allowed,
    permission_resources_sql,
    prepare_connection,
    register_actions,
    register_routes,
    render_cell,
    startup,
    table_actions,
    view_actions,
)

__all__ = [
    "asgi_wrapper",
    "extra_template_vars",
    "get_metadata",
    "menu_links",
    "permission_allowed",
    "permission_resources_sql",
    "prepare_connection",
    "register_actions",
    "register_routes",
    "render_cell",
    "startup",
    "table_actions",
    "view_actions",
]
