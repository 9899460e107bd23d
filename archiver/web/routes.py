"""Our addresses, all of them below ``/-/archive``, and what answers each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.web.audio_files import sound_file
from archiver.web.briefing_page import show_briefing
from archiver.web.clips import show_clip
from archiver.web.correct_page import put_right
from archiver.web.differences_page import show_differences
from archiver.web.downloads import release_file
from archiver.web.editing import sign_in
from archiver.web.feed_pages import show_episode, show_feed
from archiver.web.home_page import offer_names, show_home
from archiver.web.pages import READING, answering, nowhere
from archiver.web.phrase_page import show_phrase
from archiver.web.plots_page import plot_file, show_plots
from archiver.web.quote_page import show_quote
from archiver.web.row_links import lead_on
from archiver.web.search_page import show_search
from archiver.web.todo_page import show_todo
from archiver.web.whole_tables import whole_table

if TYPE_CHECKING:
    from archiver.web.pages import View

_RELEASE = r"/releases/(?P<release>\d{1,18})"
_EPISODE = r"/episodes/(?P<release>\d{1,18})-(?P<recording>\d{1,18})"
_VIEWS: tuple[tuple[str, View], ...] = (  # the first that fits answers, and the last one all that no other does
    (r"$", show_home),
    (r"/(?P<names>houses|speakers)\.json$", offer_names),
    (rf"{_RELEASE}$", show_briefing),
    (rf"{_RELEASE}\.(?P<ending>vtt|srt|txt|json|csv)$", release_file),
    (rf"{_RELEASE}/differences$", show_differences),
    (rf"{_RELEASE}/clip\.mp3$", show_clip),
    (r"/recordings/(?P<sha256>[0-9a-f]{64})\.(?P<extension>[a-z0-9]+)$", sound_file),
    (r"/search$", show_search),
    (r"/edit$", sign_in),
    (r"/quote$", show_quote),
    (r"/phrase$", show_phrase),
    (r"/todo$", show_todo),
    (r"/tables/(?P<table>[a-z_]+)\.csv$", whole_table),
    (r"/plots$", show_plots),
    (r"/plots/(?P<name>[a-z-]+)\.(?P<form>svg|png)$", plot_file),
    (r"/feed\.(?P<kind>rss|atom)$", show_feed),
    (rf"{_EPISODE}\.(?P<form>vtt|srt|json|chapters\.json)$", show_episode),
    (r"/rows/(?P<table>[a-z_]+)/(?P<id>[0-9]{1,18})$", lead_on),
    (r"/", nowhere),
)

ROUTES: tuple[tuple[str, View], ...] = (
    (rf"^/-/archive{_RELEASE}/sentences/(?P<segment>\d{{1,18}})$", answering(put_right, (*READING, "POST"))),
    *((f"^/-/archive{address}", answering(view)) for address, view in _VIEWS),
)
"""Addresses as regular expressions, in the order in which Datasette is to try them, each with the view that answers."""
