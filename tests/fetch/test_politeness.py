"""Manners: a pause between requests to one host, never two at once, and what its robots.txt says."""

from __future__ import annotations

import threading

import pytest
from scripted_server import Asked, Clock, Script, local_web, moved, scripted, whole

from archiver.errors import Refused
from archiver.fetch.client import Web
from archiver.fetch.politeness import REQUEST_PAUSE_SECONDS, HostQueue, Politeness
from archiver.fetch.robots import LONGEST_DELAY_SECONDS, MAX_RULES_BYTES, RobotsRules, beginning

FORBIDDING = b"User-agent: *\nDisallow: /audio/\nCrawl-delay: 5\n"


def test_a_host_is_asked_with_a_pause() -> None:
    clock = Clock()
    with scripted(lambda asked: whole(b"page")) as server:
        web = Web(Politeness(allow_private=True), environment=clock.environment())
        for _ in range(3):
            web.read(f"{server.url}/p")
    assert clock.slept == [REQUEST_PAUSE_SECONDS] * 3  # robots.txt came first


def test_only_the_rest_of_a_pause_is_waited() -> None:
    clock = Clock()
    turns = HostQueue(clock.environment())
    for host, passed in [("a", 0.25), ("a", 5.0), ("b", 0.0), ("a", 0.0), ("b", 0.0)]:
        with turns.turn(host, 1.0):
            clock.passed += 10  # an answer takes its time; the pause begins after it
        clock.passed += passed
    assert clock.slept == [0.75]


def test_a_redirect_waits_as_well() -> None:
    clock = Clock()
    script: Script = lambda asked: moved("/new") if asked.path == "/old" else whole(b"page")  # noqa: E731
    with scripted(script) as server:
        assert local_web(clock, robots=False, pause=3.0).read(f"{server.url}/old")[1] == b"page"
    assert clock.slept == [3.0]


def test_one_at_a_time() -> None:
    turns, most, inside = HostQueue(Clock().environment()), 0, 0
    together = threading.Barrier(4)

    def ask() -> None:
        nonlocal most, inside
        together.wait(60)
        for _ in range(50):
            with turns.turn("press.example", 0.0):
                inside += 1
                most = max(most, inside)
                threading.Event().wait(0.0001)
                inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == 1


def test_a_thread_does_not_wait_for_itself() -> None:
    turns = HostQueue(Clock().environment())
    with turns.turn("press.example", 1.0), turns.turn("press.example", 1.0):
        pass


def test_we_say_who_we_are() -> None:
    with scripted(lambda asked: whole(b"page")) as server:
        local_web().read(f"{server.url}/p")
    assert server.asked[0].headers["user-agent"].startswith("briefing-archiver/0.")
    assert "archives" in server.asked[0].headers["user-agent"]


def test_robots_are_asked_once_and_heard() -> None:
    clock = Clock()
    with scripted(lambda asked: whole(b"page"), FORBIDDING) as server:
        web = local_web(clock)
        assert web.read(f"{server.url}/docu/p.htm")[1] == b"page"
        assert web.read(f"{server.url}/docu/q.htm")[1] == b"page"
        with pytest.raises(Refused, match=r"/audio/x\.mp3 was not asked for: .*/robots\.txt asks programs not to; if"):
            web.read(f"{server.url}/audio/x.mp3")
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/docu/p.htm", "/docu/q.htm"]
    assert clock.slept == [5.0, 5.0]  # the crawl-delay


def test_robots_are_heard_where_a_redirect_leads() -> None:
    script: Script = lambda asked: moved("/audio/x.mp3")  # noqa: E731
    with scripted(script, FORBIDDING) as server, pytest.raises(Refused, match="robots"):
        local_web().read(f"{server.url}/p")
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/p"]


def test_robots_can_be_ignored() -> None:
    clock = Clock()
    with scripted(lambda asked: whole(b"sound"), FORBIDDING) as server:
        assert local_web(clock, robots=False).read(f"{server.url}/audio/x.mp3")[1] == b"sound"
    assert ([asked.path for asked in server.asked], clock.slept) == (["/audio/x.mp3"], [])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_forbid_nothing(status: int) -> None:
    def script(asked: Asked) -> list[bytes]:
        return whole(b"", status) if asked.path == "/robots.txt" else whole(b"page")

    with scripted(script, every=True) as server:
        assert local_web().read(f"{server.url}/p")[1] == b"page"


@pytest.mark.parametrize("status", [429, 500, 501, 503])
def test_robots_that_cannot_be_known_forbid_everything_for_now(status: int) -> None:
    with scripted(lambda asked: whole(b"", status), every=True) as server:
        web = local_web()
        for page in ("p", "q"):
            said = rf"/{page} was not asked for: the host does not say what it allows; .*/robots\.txt answered {status}"
            with pytest.raises(Refused, match=said):
                web.read(f"{server.url}/{page}")
        asked = [asked.path for asked in server.asked]
    assert set(asked) == {"/robots.txt"}
    assert len(asked) == (1 if status == 501 else 5)  # for both pages


def test_robots_may_move() -> None:
    def script(asked: Asked) -> list[bytes]:
        return moved("/rules") if asked.path == "/robots.txt" else whole(FORBIDDING)

    with scripted(script, every=True) as server, pytest.raises(Refused, match="asks programs not to"):
        local_web().read(f"{server.url}/audio/x.mp3")


@pytest.mark.parametrize(
    ("text", "url", "allowed"),
    [
        (b"", "http://x/a", True),
        (b"User-agent: *\nDisallow: /", "http://x/a", False),
        (b"User-agent: *\nDisallow:", "http://x/a", True),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "http://x/a", False),
        (b"User-agent: briefing-archiver\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "http://x/b", True),
        (b"User-agent: briefing-archiver\nDisallow: /a\n\nUser-agent: *\nAllow: /", "http://x/a", False),
        (b"User-agent: *\nDisallow: /\nAllow: /docu/", "http://x/docu/p.htm", True),
        (b"User-agent: *\nDisallow: /*.mp3$", "http://x/a.mp3", False),
        (b"<html><body>Not found</body></html>", "http://x/a", True),
        (bytes(range(256)) * 9, "http://x/a", True),
    ],
)
def test_rules(text: bytes, url: str, allowed: bool) -> None:
    assert RobotsRules.of(text).allow(url) == allowed


@pytest.mark.parametrize(
    ("delay", "seconds"), [(b"2.5", 2.5), (b"86400", LONGEST_DELAY_SECONDS), (b"-3", 0.0), (b"soon", 0.0)]
)
def test_a_delay_has_an_end(delay: bytes, seconds: float) -> None:
    assert RobotsRules.of(b"User-agent: *\nCrawl-delay: " + delay).delay == seconds


def test_only_the_beginning_of_rules_is_read() -> None:
    taken = []
    blocks = (taken.append(n) or b"#" * 100_000 for n in range(1000))  # type: ignore[func-returns-value]
    assert beginning(blocks) == b"#" * MAX_RULES_BYTES
    assert len(taken) == 6
