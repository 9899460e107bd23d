"""Fetching: pages and recordings, from files and from the web."""
