"""Browsing the archive with Datasette."""
