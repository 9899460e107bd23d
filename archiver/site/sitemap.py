"""Sitemaps: the addresses of a site's pages, for search engines (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000  # addresses in one file, by the protocol


def sitemaps(base: str, pages: Sequence[tuple[str, str | None]]) -> Mapping[str, bytes]:
    """The sitemap's files by their names; of many pages the first names the others.

    base: the site's address
    pages: the address of each, and the day on which it was last changed
    """
    if len(pages) <= MOST:
        return {"sitemap.xml": _written("urlset", "url", pages)}
    parts = {
        f"sitemap-{number}.xml": _written("urlset", "url", pages[begin : begin + MOST])
        for number, begin in enumerate(range(0, len(pages), MOST), 1)
    }
    return {"sitemap.xml": _written("sitemapindex", "sitemap", [(f"{base}/{name}", None) for name in parts]), **parts}


def _written(kind: str, entry: str, rows: Sequence[tuple[str, str | None]]) -> bytes:
    root = etree.Element(kind, nsmap={None: NAMESPACE})
    for address, changed in rows:
        own = etree.SubElement(root, entry)
        etree.SubElement(own, "loc").text = address
        if changed:
            etree.SubElement(own, "lastmod").text = changed
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written
