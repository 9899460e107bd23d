"""Playlists: what names one file is followed to it, and everything else is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.errors import DownloadFailed
from archiver.recording.playlists import named_in

URL = "http://press.example/audio/briefing"
NAMED = "http://press.example/audio/x.mp3"
HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\nsegment1.ts\n"


def found(tmp_path: Path, data: bytes, url: str = URL, media_type: str | None = None) -> str | None:
    (tmp_path / "x").write_bytes(data)
    return named_in(tmp_path / "x", url, media_type)


@pytest.mark.parametrize(
    ("data", "url", "media_type"),
    [
        (b"http://press.example/audio/x.mp3\n", URL, None),
        (b"http://press.example/audio/x.mp3\r\n", URL + ".ram", "audio/x-pn-realaudio"),
        (b"x.mp3", URL + ".ram", None),
        (b"/audio/x.mp3\n--stop--\nx.rm", URL + ".RAM", None),
        (b"x.mp3", URL, "audio/x-mpegurl; charset=utf-8"),
        (b"\xef\xbb\xbf#EXTM3U\n#EXTINF:1290,Briefing\nx.mp3\n", URL, None),
        (b"# a comment\n\nx.mp3\nx.mp3\n", URL + ".m3u?a=b", None),
        (b"#EXTM3U\nx.mp3\n", URL + ".m3u8", "application/vnd.apple.mpegurl"),
        (b"[playlist]\nNumberOfEntries=1\nFile1=x.mp3\nTitle1=File of the day\nVersion=2\n", URL, None),
        (b'<ASX Version = "3.0"><Title>x</Title><Entry><REF HREF = "x.mp3" /></Entry></ASX>', URL + ".asx", None),
        (
            b'<asx><entry><ref href="mms://s.example/x"/><ref href="x.mp3"/></entry></asx>',
            URL + ".wax",
            "audio/x-ms-wax",
        ),
        (b"[Reference]\r\nRef1=http://press.example/audio/x.mp3\r\n", URL + ".asx", "video/x-ms-asf"),
        (
            b'<?xml version="1.0"?>\n<playlist version="1" xmlns="http://xspf.org/ns/0/"><title>Le point</title>'
            b"<trackList><track><location>x.mp3</location><image>x.jpg</image></track></trackList></playlist>",
            URL + ".xspf",
            None,
        ),
        (b'<smil><head><meta name="title"/></head><body><audio src="x.mp3"/></body></smil>', URL + ".smil", None),
        (b"[Playlist]\r\nfile1 = x.mp3\r\n", URL + ".pls", "audio/x-scpls"),
    ],
)
def test_a_playlist_names_its_file(tmp_path: Path, data: bytes, url: str, media_type: str | None) -> None:
    assert found(tmp_path, data, url, media_type) == NAMED


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3\x04\x00\x00" + bytes(100),
        b"\xff\xfb\x90\x64" + bytes(100),
        b"<html><body>not here</body></html>",
        b"not here",
        bytes(range(1, 256)) * 1000,
    ],
)
def test_what_is_no_playlist(tmp_path: Path, data: bytes) -> None:
    assert found(tmp_path, data) is None


def test_a_page_is_no_playlist_whatever_it_is_called(tmp_path: Path) -> None:
    assert found(tmp_path, b" <html>\nnot here</html>", URL + ".m3u") is None
    assert found(tmp_path, b"\0x.mp3", URL + ".ram") is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (HLS, "is an HLS playlist"),
        (HLS * 5000, "is an HLS playlist"),
        (b"#EXTM3U\na.mp3\nb.mp3\n", "is a playlist of 2 files"),
        (b"#EXTM3U\n", "is a playlist of no files"),
        (b"[playlist]\n", "is a playlist of no files"),
        (b"<asx></asx>", "is a playlist of no files"),
        (b"<smil><body><audio src=a.mp3 /><audio src=b.mp3 /></body></smil>", "is a playlist of 2 files"),
        (
            b"<asx><entry><ref href='mms://s.example/x'/></entry></asx>",
            "is a playlist of mms://s.example/x, which is no",
        ),
        (b"rtsp://press.example/x.rm\n", r"is a playlist of rtsp://press\.example/x\.rm, which is no http address"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "is a playlist of file:///etc/passwd, which is no http address"),
        (b"#EXTM3U\nhttp://[broken/x.mp3\n", "is a playlist that cannot be read"),
    ],
)
def test_what_names_no_recording(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(DownloadFailed, match=f"^{URL} {said}.*; give the sound with --audio FILE"):
        found(tmp_path, data)
