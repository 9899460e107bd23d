"""Redirects: followed as browsers do, with the cookies that are set on the way, and not for ever."""

from __future__ import annotations

import pytest
from scripted_server import Asked, Clock, local_web, moved, scripted, whole

from archiver.errors import DownloadFailed
from archiver.fetch.client import Web
from archiver.fetch.politeness import Politeness

PAGE = b"<html><body><h1>Statement</h1><p>The ministers met.</p></body></html>"


def with_cookie(location: str, cookie: str) -> list[bytes]:
    return whole(b"", 302, Location=location, Set_Cookie=cookie)


def test_who_brings_the_cookie_back_gets_the_page() -> None:
    def script(asked: Asked) -> list[bytes]:
        return whole(PAGE) if asked.headers.get("cookie") == "seen=1" else with_cookie("/p.htm", "seen=1; Path=/")

    with scripted(script) as server:
        web = local_web()
        assert web.read(f"{server.url}/p.htm")[1] == PAGE
        assert web.read(f"{server.url}/p.htm")[1] == PAGE
    cookies = [asked.headers.get("cookie") for asked in server.asked]
    assert cookies == [None, "seen=1", None, "seen=1"]  # forgotten between two ways


def test_a_way_over_two_pages_of_which_each_sets_a_cookie() -> None:
    """``/communique`` asks for a session, ``/session`` for a language, and both lead back."""

    def script(asked: Asked) -> list[bytes]:
        cookies = asked.headers.get("cookie", "")
        if asked.path == "/session":
            return with_cookie("/communique", "langue=fr; Path=/")
        return whole(PAGE) if "langue=fr" in cookies else with_cookie("/session", "session=7; Path=/")

    with scripted(script) as server:
        assert local_web().read(f"{server.url}/communique")[1] == PAGE
    assert server.asked[-1].headers["cookie"] == "session=7; langue=fr"


def test_a_cookie_is_for_its_own_host_and_folder() -> None:
    names = Clock().environment(lambda host, port: ["127.0.0.1"])

    def script(asked: Asked) -> list[bytes]:
        if asked.path == "/a/1":
            return with_cookie("/b/2", "secret=1; Path=/a")
        other = f"http://other.example:{server.port}/a/3"
        return with_cookie(other, "own=1; Path=/") if asked.path == "/b/2" else whole(PAGE)

    with scripted(script) as server:
        Web(Politeness(True, pause=0), environment=names).read(f"http://press.example:{server.port}/a/1")
    assert [asked.headers.get("cookie") for asked in server.asked] == [None, None, None]


def test_a_cookie_that_changes_nothing_is_a_circle() -> None:
    with (
        scripted(lambda asked: with_cookie("/p", "seen=1; Path=/")) as server,
        pytest.raises(DownloadFailed, match="its redirects go in a circle"),
    ):
        local_web().read(f"{server.url}/p")
    assert len(server.asked) == 2


def test_a_cookie_that_always_changes_is_followed_no_further_than_others() -> None:
    with (
        scripted(lambda asked: with_cookie("/p", f"visit={len(server.asked)}; Path=/")) as server,
        pytest.raises(DownloadFailed, match="more than 20 redirects"),
    ):
        local_web().read(f"{server.url}/p")


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/dir/président.mp3", "/dir/pr%C3%A9sident.mp3"),
        ("/söder rede.mp3", "/s%C3%B6der%20rede.mp3"),
        ("/dir/pr%C3%A9sident.mp3", "/dir/pr%C3%A9sident.mp3"),
        ("\\audio\\x.mp3?at=a\\b", "/audio/x.mp3?at=a\\b"),
    ],
)
def test_a_location_is_read_as_browsers_do(location: str, path: str) -> None:
    with scripted(lambda asked: moved(location) if asked.path == "/p" else whole(PAGE)) as server:
        local_web().read(f"{server.url}/p")
    assert server.asked[-1].path == path


def test_bytes_in_a_location_that_are_no_utf_8_are_latin_letters() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: /pr\xe9sident.mp3\r\nContent-Length: 0\r\n\r\n"
    with scripted(lambda asked: [answer] if asked.path == "/p" else whole(PAGE)) as server:
        local_web().read(f"{server.url}/p")
    assert server.asked[-1].path == "/pr%C3%A9sident.mp3"
