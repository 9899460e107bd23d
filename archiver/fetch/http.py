"""HTTP: one request, and its answer as a stream with a bound on every wait, on every length, and errors in words."""

from __future__ import annotations

import base64
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

import archiver
from archiver.errors import DownloadFailed, NotNow, Refused, WrongLength
from archiver.fetch.decoding import ACCEPTED_ENCODINGS, NotUnpacked, TooManyBytes, bounded, page_unpacked, unpacked
from archiver.fetch.environment import Environment
from archiver.fetch.exchange_log import ExchangeLog
from archiver.fetch.limits import LEAST_SPEED, Limits
from archiver.fetch.ssrf_guard import GuardedBackend, GuardedStream, OutOfTime, PrivateAddress, TooSlow, UnknownHost
from archiver.models import Headers, header

MAX_PORT = 65535
NOT_MODIFIED = 304
AGENT = "briefing-archiver"
CERTIFICATE_FAULTS = {  # by OpenSSL's numbers
    9: "it is for a time that has not yet begun; check this machine's clock",
    10: "it has expired",
    18: "the server signed it itself",
    19: "it was signed by an authority that nobody here knows",
    20: "the server does not send the certificates between its own and one that is known, or nobody here knows them",
    21: "the server does not send the certificates between its own and one that is known",
}
USER_AGENT = f"{AGENT}/{archiver.__version__} (archives press releases and their recordings)"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one address.

    name: what errors call it
    log: where what goes over the wire is kept; None where nothing is
    """

    url: httpx.URL
    name: str
    headers: Mapping[str, str]
    limits: Limits
    log: ExchangeLog | None = None

    @property
    def as_it_is(self) -> bool:
        """Whether what is asked for must not be packed: a recording, which goes on by its bytes where it broke off."""
        return any(name.lower() == "accept-encoding" for name in self.headers)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answers, its body still to come.

    url: where the redirects ended, without a password
    size: bytes that the body will have, None where the server does not say
    ends: whether the end of the body can be told from a broken connection
    blocks: the body, unpacked
    exchanges: what went over the wires, redirects first, whole once the body is read; empty where nobody asked for it
    """

    url: str
    status: int
    reason: str
    headers: Headers
    media_type: str | None
    size: int | None
    ends: bool
    blocks: Iterator[bytes]
    exchanges: tuple[ExchangeLog, ...] = ()

    def header(self, name: str) -> str | None:
        """The first header of a name, given in lower case."""
        return header(self.headers, name)


def is_address(text: str) -> bool:
    """Whether a text is an address that we fetch from."""
    return text.lower().startswith(("http://", "https://"))


def parsed(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address that can be asked, without its fragment. Raises ``DownloadFailed``."""
    try:
        url = (base.join(text) if base else httpx.URL(text)).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise DownloadFailed(f"{text!r} could not be fetched: {error}", hint="check the address") from error
    if url.scheme not in ("http", "https"):
        raise Refused(f"{url} could not be fetched: we ask by the http and https protocols only")
    if not url.host or not 0 < (url.port or 80) <= MAX_PORT:
        raise DownloadFailed(f"{text!r} could not be fetched: there is no such host or port", hint="check the address")
    return url


def named(address: str) -> str:
    """An address as the archive knows it: without a login and a place in the page, its host in lower case."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2].lower()
    return urlunsplit((parts.scheme.lower(), host, parts.path, parts.query, ""))


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that ask for an answer only if it is no longer the one with these marks."""
    marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: mark for name, mark in marks.items() if mark}


def shown(url: httpx.URL) -> str:
    """An address as it may be printed and kept: without name and password."""
    return str(url.copy_with(userinfo=b"")) if url.userinfo else str(url)


@contextmanager
def exchange(
    request: Request, environment: Environment, tls: ssl.SSLContext, *, allow_private: bool
) -> Iterator[Response]:
    """Ask for an address over a connection of its own; redirects are not followed.

    Raises ``NotNow``, ``Refused`` or ``DownloadFailed``, also while the body is read.
    """
    url, limits, log = request.url, request.limits, request.log
    ends = time.monotonic() + limits.seconds
    guard = GuardedBackend(environment.resolve, ends, allow_private=allow_private, exchange_log=log)
    times = {"connect": limits.connect, "read": limits.silence, "write": limits.silence, "pool": limits.connect}
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    with ExitStack() as stack:
        with _failures_told(request):
            proxy = _proxy(url) if allow_private else None
            pool = stack.enter_context(_pool(proxy, guard, tls))
            asked = pool.stream("GET", target, headers=_headers(request), extensions={"timeout": times})
            response = _response(request, stack.enter_context(asked))
        if log and proxy:
            log.peer = None
        yield response


def _pool(proxy: httpx.URL | None, guard: GuardedBackend, tls: ssl.SSLContext) -> httpcore.ConnectionPool:
    """One connection, by a proxy where there is one."""
    if proxy is None:
        return httpcore.ConnectionPool(ssl_context=tls, network_backend=guard)
    where = httpcore.URL(scheme=proxy.raw_scheme, host=proxy.raw_host, port=proxy.port, target=b"/")
    login = (proxy.username, proxy.password) if proxy.userinfo else None
    return httpcore.HTTPProxy(where, proxy_auth=login, ssl_context=tls, network_backend=guard)


def _proxy(url: httpx.URL) -> httpx.URL | None:
    """The environment's proxy; it is for those who need not check addresses, since it looks names up itself."""
    address = getproxies().get(url.scheme)
    return None if not address or proxy_bypass(url.host) else parsed(address)


def _headers(request: Request) -> list[tuple[bytes, bytes]]:
    """The headers of a request: honest ones, those asked for, and a login only where the address has one."""
    whole = {
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": ACCEPTED_ENCODINGS,
        "Connection": "close",
        **request.headers,
    }
    if login := request.url.userinfo:
        whole["Authorization"] = "Basic " + base64.b64encode(unquote_to_bytes(login)).decode()
    return [(b"Host", request.url.netloc), *((name.encode(), value.encode()) for name, value in whole.items())]


def _response(request: Request, answer: httpcore.Response) -> Response:
    pairs = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in answer.headers)
    first = {key.lower(): value for key, value in reversed(pairs)}
    length, chunked = first.get("content-length", ""), "chunked" in first.get("transfer-encoding", "").lower()
    # What comes in chunks ends with the last of them, whatever length is told beside (RFC 9112, 6.3).
    announced = int(length) if length.isascii() and length.isdigit() and not chunked else None
    if announced is not None and announced > request.limits.size:
        raise TooManyBytes
    coding = first.get("content-encoding", "").strip().lower()
    return Response(
        url=shown(request.url),
        status=answer.status,
        reason=answer.extensions.get("reason_phrase", b"").decode("latin-1"),
        headers=pairs,
        media_type=first.get("content-type"),
        size=announced if coding in ("", "identity") else None,
        ends=announced is not None or chunked,
        blocks=_body(request, answer, announced, first),
    )


def _body(
    request: Request, answer: httpcore.Response, announced: int | None, headers: Mapping[str, str]
) -> Iterator[bytes]:
    """The body, unpacked; the headers are those of the answer, in lower case."""
    told, limit = headers.get("content-encoding", ""), request.limits.size
    with _failures_told(request):
        sent = bounded(_as_sent(request, answer, announced), limit)
        if request.as_it_is:
            yield from unpacked(sent, told, limit)
        else:
            yield from page_unpacked(sent, told, headers.get("content-type", ""), limit)


def _as_sent(request: Request, answer: httpcore.Response, announced: int | None) -> Iterator[bytes]:
    """The body as it is sent; httpcore raises where it breaks off, and passes over what comes after its end."""
    assert isinstance(answer.stream, Iterable)
    yield from answer.iter_stream()
    stream = answer.extensions["network_stream"]
    if announced is not None and isinstance(stream, GuardedStream) and stream.brings_more_than(announced):
        raise WrongLength(f"{request.name} sends more than the {announced} bytes that it announced")


@contextmanager
def _failures_told(request: Request) -> Iterator[None]:
    """Say in words what goes wrong between us and a server."""
    failed, limits = f"{request.name} could not be fetched", request.limits
    try:
        yield
    except UnknownHost as error:
        raise DownloadFailed(f"{failed}: {error}", hint="check the address") from error
    except PrivateAddress as error:
        raise Refused(f"{failed}: {error}", hint="if that is meant, say --allow-private") from error
    except OutOfTime as error:
        raise DownloadFailed(f"{failed}: it took over {limits.seconds:g} s", hint="try again later") from error
    except TooSlow as error:
        told = f"{failed}: the server sent less than {LEAST_SPEED:,} bytes a second"
        raise DownloadFailed(told, hint=limits.by_hand) from error
    except TooManyBytes as error:
        longer = f"{request.name} is longer than {limits.size / 1e6:g} MB"
        raise WrongLength(f"{longer}: that is no {limits.kind}") from error
    except NotUnpacked as error:
        raise DownloadFailed(f"{failed}: {error}") from error
    except httpcore.TimeoutException as error:
        raise NotNow(f"{failed}: it timed out ({type(error).__name__})") from error
    except httpcore.ConnectError as error:
        raise _not_connected(error, request) from error
    except (httpcore.NetworkError, httpcore.RemoteProtocolError, httpcore.ProxyError) as error:
        raise NotNow(f"{failed}: {error or type(error).__name__}") from error
    except (httpcore.ProtocolError, UnicodeError) as error:
        raise DownloadFailed(f"{failed}: {error or type(error).__name__}", hint="check the address") from error


def _not_connected(error: Exception, request: Request) -> DownloadFailed:
    """A certificate that is wrong today is wrong in a minute; anything else may pass."""
    failed, reason = f"{request.name} could not be fetched", error.args[0] if error.args else None
    if isinstance(reason, ssl.SSLCertVerificationError):
        why = CERTIFICATE_FAULTS.get(reason.verify_code, reason.verify_message)
        return DownloadFailed(
            f"{failed}: its certificate is not valid ({why})",
            hint=f"if you trust that server all the same, {request.limits.by_hand}",
        )
    proxied = "; a proxy is used with --allow-private only" if getproxies().keys() & {"http", "https"} else ""
    return NotNow(f"{failed}: {error}{proxied}")
