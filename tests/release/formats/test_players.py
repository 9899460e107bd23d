"""Players keep their sound in many places; each is found, once, and with the words beside it."""

from __future__ import annotations

import pytest

from archiver.models import Release
from archiver.release import read_release

TEXT = "<h1>Light on the quays</h1><p>Every quay will be lit at night, as the pilots had asked since the year 2012.</p>"
URL = "https://port.example/news/1.html"


def page(player: str, after: str = "") -> Release:
    return read_release(f"<html><body><main>{TEXT}{player}</main>{after}</body></html>".encode(), url=URL)


def sounds(release: Release) -> list[tuple[str | None, str]]:
    return [((link.url or "").removeprefix("https://port.example"), link.label) for link in release.media]


@pytest.mark.parametrize(
    "player",
    [
        "<audio data-src=/a/b.mp3></audio>",
        "<audio><source data-lazy-src=/a/b.mp3></audio>",
        "<object type=audio/mpeg data=/a/b.mp3><param name=src value=/a/b.mp3></object>",
        "<object classid=clsid:6BF5><param name=URL value=/a/b.mp3><embed src=/a/b.mp3></object>",
        "<embed src=dewplayer.swf flashvars='mp3=/a/b.mp3&amp;autostart=1'>",
        "<object data='dewplayer.swf?mp3=/a/b.mp3'></object>",
        """<div class=lecteur data-piste='{"fichier":"\\/a\\/b.mp3"}' data-title=b.mp3></div>""",
        "<div data-mp3=/a/b.mp3 data-ogg=/a/b.ogg></div>",
        "<object data='dewplayer.swf?mp3=/a/b.mp3'>Il vous faut Flash pour écouter.</object>",
        "<iframe src='/lecteur/embed.html?son=%2Fa%2Fb.mp3'></iframe>",
        "<script>jwplayer('p').setup({file: '/a/b.mp3'});</script>",
        r"<audio src='\\a\\b.mp3'></audio>".replace("\\\\", "\\"),
    ],
)
def test_a_player_without_words(player: str) -> None:
    release = page(player)
    assert sounds(release) == [("/a/b.mp3", "b.mp3")]
    assert len(release.paragraphs) == 1


@pytest.mark.parametrize(
    "link",
    [
        """<span onclick="play('/a/b.mp3')">Écouter le point de presse</span>""",
        "<audio title='Écouter le point de presse'><source data-src=/a/b.mp3></audio>",
        "<div class=lecteur><audio data-src=/a/b.mp3 aria-label='Écouter le point de presse'></audio></div>",
        "<a href=# onclick=\"window.open('/a/b.mp3')\">Écouter le point de presse</a>",
        "<a href=\"javascript:ecouter('/a/b.mp3')\">Écouter le point de presse (MP3)</a>",
        "<a href=/lecteur/player.html?f=/a/b.mp3>Écouter le point de presse</a>",
        "<button data-son=/a/b.mp3>Écouter le point de presse</button>",
        "<a href=/a/b.mp3><img src=play.gif alt='Écouter le point de presse'></a>",
    ],
)
def test_a_player_with_words(link: str) -> None:
    release = page(f"<p>{link}</p>")
    assert sounds(release) == [("/a/b.mp3", "Écouter le point de presse")]
    assert len(release.paragraphs) == 1


@pytest.mark.parametrize(
    "player",
    [
        "<audio title=Briefing><source src=/a/b.ogg><source src=/a/b.mp3><p><a href=/a/b.ogg>Get it</a>.</p></audio>",
        "<audio><source src=/a/ogg/7 type=audio/ogg title=Briefing><source src=/a/b.mp3></audio>",
    ],
)
def test_an_audio_in_two_formats_is_one_recording(player: str) -> None:
    release = page(player)
    assert (sounds(release), release.doubts) == ([("/a/b.mp3", "Briefing")], ("no date found",))


@pytest.mark.parametrize("player", ["<audio src=/a/b.mp3 />", "<audio controls><source src=/a/b.mp3>"])
def test_an_audio_that_nobody_closed_does_not_swallow_the_page(player: str) -> None:
    below = "<p>Les pilotes seront entendus en juin, et le vote aura lieu en automne.</p>" * 3
    release = page(f"{player}{below}")
    assert sounds(release) == [("/a/b.mp3", "b.mp3")]
    assert len(release.paragraphs) == 4


@pytest.mark.parametrize(
    ("markup", "label"),
    [
        ("<a href=/a.asx>Audio of the briefing (Windows Media)</a>", "Audio of the briefing"),
        ("<a href=/a.wax>Écouter le discours (pour RealPlayer)</a>", "Écouter le discours"),
        ("<a href=/a.xspf>Anhören</a>", "Anhören"),
        ("<a href=/a.smil>Luister</a>", "Luister"),
    ],
)
def test_a_playlist_is_a_link_to_its_sound(markup: str, label: str) -> None:
    assert [link.label for link in page(f"<p>{markup}</p>").media] == [label]


def test_a_playlist_of_a_film_is_none() -> None:
    assert page("<p><a href=/a.asx>Vidéo du discours</a></p>").media == ()


@pytest.mark.parametrize(
    "beside",
    [
        "<div id=rightbar><h3>Radio</h3><div>Journal du soir</div><audio src=/soir.mp3></audio></div>",
        "<aside><a href=/soir.mp3>Journal du soir</a></aside>",
        "<div><a href=/soir.mp3>Evening news, 12:30</a></div>",
        "<script>var stations = ['/soir.mp3'];</script>",
    ],
)
def test_a_stations_bulletin_is_not_the_briefing(beside: str) -> None:
    release = page("", beside)
    assert release.media == ()
    told = "left out, as it stands beside the text: a recording, https://port.example/soir.mp3"
    assert any(doubt.startswith(told) for doubt in release.doubts)


def test_a_player_at_the_foot_of_the_page_may_play_its_own_recording() -> None:
    release = page("<p><a href=/pp.mp3>Écouter</a></p>", "<footer><audio src='/pp.mp3?_=1'></audio></footer>")
    assert (sounds(release), release.doubts) == ([("/pp.mp3", "Écouter")], ("no date found",))


def test_what_readers_link_to_is_none_of_the_page() -> None:
    assert page("", "<ol class=comments><li><a href=/song.mp3>My song</a></ol>").doubts == ("no date found",)


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src='https://w.soundcloud.com/player/?url=x'></iframe>",
        "<iframe data-src=//player.ausha.co/x></iframe>",
    ],
)
def test_a_player_of_another_site_is_told(frame: str) -> None:
    [told] = [doubt for doubt in page(frame).doubts if "no file to keep" in doubt]
    assert "soundcloud.com" in told or "ausha.co" in told


def test_many_players_of_other_sites_are_told_in_few_words() -> None:
    frames = "".join(f"<iframe src=https://vimeo.com/{number}></iframe>" for number in range(9))
    told = [doubt for doubt in page(frames).doubts if "no file to keep" in doubt]
    assert len(told) == 4
    assert told[0].startswith("9 players of other sites")


@pytest.mark.parametrize(
    "above",
    ["<p>See also <a href=/minutes>the minutes</a></p>", "<p>Lire <a href=/discours>le discours du ministre</a></p>"],
)
def test_another_links_words_name_no_recording(above: str) -> None:
    assert sounds(page(f"{above}<audio src=/a.mp3></audio>")) == [("/a.mp3", "a.mp3")]
