"""Players: the sound that an element of HTML plays, in whatever attribute its author or a script keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archiver.release.media_links.addresses import best_of_each, sound_behind, sounds_in

Attributes = Mapping[str, str | None]

_OWN_ADDRESS = {"audio": "src", "source": "src", "embed": "src", "bgsound": "src", "iframe": "src", "object": "data"}
_LAZY_ADDRESS = re.compile(r"data-(?:[\w-]+-)?(?:src|url|original)")
_SETTING = re.compile(r"data-|flashvars$|onclick$|value$")
_NO_SETTING = re.compile(r"name$|title|label|tooltip|[-_]ids?$|track(?:ing)?\b|event|analytics|\bga\b|gtm|share|text")
_QUOTED_FILE = re.compile(r"[\w./:%?&=~+@#-]*/[\w./:%?&=~+@#-]+")
_PLAYER_CALL = re.compile(
    r"jwplayer\(|AudioPlayer\.|addVariable\(|flowplayer\(|new Audio\(|soundManager|mediaelement|jPlayer\(|swfobject"
    r"|AC_(?:FL|AX)_RunContent|new Plyr|wavesurfer|soundFile|[\"']tracks[\"']\s*:|videojs\(|howl\(",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"\b(?:comments?|commentaires?|respond|kommentare?|comentarios?|reacties)\b", re.IGNORECASE)
_COMMENT_DEPTH = 10  # elements from a link up to the list of comments that it is in
_ALL = "audio, source, embed, object, param, iframe, button, a"
# Hosts whose frames play sound or films that no address of a file stands for. As of November 2026.
_HOSTED = re.compile(
    r"(?:^|\.)(?:soundcloud\.com|spotify\.com|youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|dailymotion\.com"
    r"|audioboom\.com|podbean\.com|libsyn\.com|buzzsprout\.com|omny\.fm|omnycontent\.com|megaphone\.fm|simplecast\.com"
    r"|acast\.com|ausha\.co|spreaker\.com|anchor\.fm|podigee\.io|podigee\.com|podcaster\.de|transistor\.fm|captivate\.fm"
    r"|castos\.com|blubrry\.com|art19\.com|iheart\.com|tunein\.com|mixcloud\.com|deezer\.com|podcasts\.apple\.com"
    r"|radiofrance\.fr|franceinter\.fr|audiomeans\.fr|kaltura\.com|brightcove\.net|jwplayer\.com|jwplatform\.com"
    r"|ivoox\.com|podimo\.com|archive\.org|wistia\.net|wistia\.com|streamable\.com|bandcamp\.com|ustream\.tv"
    r"|livestream\.com|twitch\.tv|rumble\.com|infomaniak\.com|ardmediathek\.de|hearthis\.at|clyp\.it|podomatic\.com)$"
)


class Played(NamedTuple):
    """A sound that an element plays.

    media_type: as declared; ``audio/`` where only the element says that it is sound
    """

    href: str
    media_type: str | None


def played_by(tag: str, given: Attributes, in_audio: bool = False) -> list[Played]:
    """What an element plays, the same sound in one format only.

    in_audio: it stands in an ``<audio>``, so that whatever it names is sound
    """
    if not given:
        return []
    media_type = given.get("type") or None
    own = _own_address(tag, given)
    if own and (in_audio or tag == "audio" or (media_type or "").startswith("audio/")):
        return [Played(sound_behind(own) or own, media_type or "audio/")]
    if own and (sound := sound_behind(own)):
        return [Played(sound, None)]
    return [Played(sound, None) for sound in _in_settings(tag, given)]


def set_up_by(script: str) -> list[Played]:
    """What a script in the page tells a player to play; one that calls no known player plays nothing."""
    return [Played(sound, None) for sound in best_of_each(sounds_in(script))] if _PLAYER_CALL.search(script) else []


def link_of(given: Attributes) -> Played | None:
    """Where a link leads: the sound that a script plays on a click, or else the address itself; None for no link."""
    href, media_type = (given.get("href") or "").strip(), given.get("type") or None
    if href and not href.startswith("#") and (media_type or "").startswith("audio/"):
        return Played(href, media_type)
    is_script = href.lower().startswith("javascript:")
    sound = (next(sounds_in(href[len("javascript:") :]), None) if is_script else sound_behind(href)) or next(
        iter(_in_settings("a", given)), None
    )
    if sound:
        return Played(sound, None)
    return Played(href, media_type) if href else None


def sounds_of(tree: LexborHTMLParser) -> Iterator[str]:
    """Every sound that a page itself plays or links to, in its menus and scripts as well; as printed."""
    for node in tree.css(_ALL):
        given = node.attributes
        link = link_of(given) if node.tag == "a" else None
        linked = [link] if link and sound_behind(link.href) else []
        played = linked if node.tag == "a" else played_by(node.tag or "", given)
        if played and not _is_comment(node):
            yield from (sound.href for sound in played)
    for script in tree.css("script:not([src]):not([type='application/ld+json'])"):
        yield from (sound for sound in sounds_in(script.text()) if _QUOTED_FILE.fullmatch(sound))


def _is_comment(node: LexborNode) -> bool:
    """Whether an element stands in what readers wrote."""
    around: LexborNode | None = node
    for _ in range(_COMMENT_DEPTH):
        if around is None or around.tag in ("body", "html"):
            return False
        if _COMMENTS.search(f"{around.attributes.get('class') or ''} {around.attributes.get('id') or ''}"):
            return True
        around = around.parent
    return False


def hosted_at(address: str) -> str | None:
    """The host whose player a frame shows, where it is known to be one of sound or films."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return None
    return host if _HOSTED.search(host) else None


def _own_address(tag: str, given: Attributes) -> str | None:
    name = _OWN_ADDRESS.get(tag)
    if name is None:
        return None
    lazy = (value for key, value in given.items() if _LAZY_ADDRESS.fullmatch(key))
    return next((value.strip() for value in (given.get(name), *lazy) if value and value.strip()), None)


def _in_settings(tag: str, given: Attributes) -> list[str]:
    """The sounds in what a player is told: its data attributes, Flash's variables, what happens on a click."""
    settings = (
        value
        for name, value in given.items()
        if value and _SETTING.match(name) and not _NO_SETTING.search(name) and (name != "value" or tag == "param")
    )
    return best_of_each(sound for value in settings for sound in sounds_in(value))
