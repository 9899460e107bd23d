"""Sentences that would break out of the formats that hold them, were they not escaped."""

from __future__ import annotations

HOSTILE = (
    "<script>alert(1)</script> & co.",
    "]]> --> <!-- \" ' ` \\",
    '=HYPERLINK("http://evil.example","x")',
    "# 1. * _one_ [two](javascript:alert(1)) ![three](x) | four",
    "bell \x07, half a sign \ud83d, \ufffe and \x00nothing",
    "two\n\nparagraphs\r\nof text",
    "\u200fright to left\u200e 🎙️ Größe, Беларусь",
)
