"""Mojibake: UTF-8 that somebody read as windows-1252 and saved again, put back to what was meant.

``Todayâ€™s`` is ``Today’s``. ftfy knows all of it but one kind: a windows-1252 character that was taken for a control
character before, and so became ``Â’`` (``todayÂ’s``).
"""

from __future__ import annotations

import re

# What the first byte of two or three in UTF-8 is in windows-1252, before what a later byte is there.
_LATER = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# Behind a capital letter, ``Ã”`` may as well be the end of a Portuguese quotation; before a blank, ``Ã`` lost its own.
_TRACE = re.compile(rf"[ÂÄÅÆÎÏÐÑØÙâãð][{_LATER}]|Ã(?![”’])[{_LATER}]|(?<![A-ZÀ-Þ])Ã[”’]|(?<!\w)Ã |[\x80-\x9f]")
# Bytes 0x80 to 0x9F, which are control characters in Latin-1 and these in windows-1252.
_STRAY = re.compile("Â(?=[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])")


def repaired(text: str) -> str:
    """The text as it was meant, line by line; a line without a trace of mojibake stays as it is."""
    if not _TRACE.search(text):
        return text
    return "".join(_repaired_line(line) if _TRACE.search(line) else line for line in text.splitlines(keepends=True))


def _repaired_line(line: str) -> str:
    import ftfy  # takes a tenth of a second, and few pages need it
    from ftfy.fixes import fix_c1_controls

    return _STRAY.sub("", fix_c1_controls(ftfy.fix_encoding(line)))
