"""The day of a page that neither declares nor prints one by itself: htmldate looks for it in the page's source."""

from __future__ import annotations

import logging
import re

_LARGEST_MARKUP = 1_000_000  # code points; what is larger is no article
_ENDLESS_TAG = re.compile(r"<[^<>]{20000}")  # code points; lxml's time grows with the square of a tag's attributes
# Controls and what is no character, as such and as references.
_NO_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]))(?![0-9a-f]);?",
    re.IGNORECASE,
)

# Pages without an element are no news to people, also where another library has set up a log on the terminal.
logging.getLogger("htmldate").propagate = False
logging.getLogger("htmldate").addHandler(logging.NullHandler())


def searched_day(text: str, url: str | None = None) -> str | None:
    """The day that marks for styling, addresses and the like tell, as ISO.

    Only htmldate's quick search is asked: the extensive one finds a third more, and every third of these is wrong.
    """
    if len(text) > _LARGEST_MARKUP or _ENDLESS_TAG.search(text):
        return None
    import htmldate  # a fifth of a second, and most pages say when they were issued

    # Of characters that XML does not have lxml makes no new text; a string that looks like an address would be fetched.
    data = _NO_XML.sub("", text).encode("utf-8", "replace")
    return htmldate.find_date(data, extensive_search=False, original_date=True, url=url)
