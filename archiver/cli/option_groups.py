"""Options that go together: a parameter that is a dataclass stands for an option of each field.

In help they stand below the heading that the dataclass names, if it names one.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias, get_type_hints

import typer

from archiver.cli.options import NETWORK, SOUND, WORKERS, Device, EngineChoice, row_option
from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.fetch.client import Web
    from archiver.pipeline.run import GivenMedia, IngestOptions, TranscribeOptions
    from archiver.pipeline.scheduler import WantedWorkers

Group: TypeAlias = Any  # a dataclass; there is no type for their classes
DeviceName = Annotated[Device, typer.Option(help="Where to compute.")]


def with_groups(command: Callable[..., None]) -> Callable[..., None]:
    """A command as Typer reads it: each parameter that is a dataclass is replaced by the fields of that dataclass."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Group] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}

    @wraps(command)
    def called(**given: Any) -> None:  # noqa: ANN401
        made = {
            name: group(**{one.name: given.pop(one.name) for one in fields(group)}) for name, group in groups.items()
        }
        command(**given, **made)

    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        parameters += _options(groups[name]) if name in groups else [parameter.replace(annotation=hints[name])]
    plain = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    called.__signature__ = inspect.Signature(plain)  # type: ignore[attr-defined]
    called.__annotations__ = {one.name: one.annotation for one in plain}
    return called


def _options(group: Group) -> list[inspect.Parameter]:
    hints, parameters = get_type_hints(group, include_extras=True), []
    for one in fields(group):
        option = copy(hints[one.name].__metadata__[0])  # others may show the same option below another heading
        option.rich_help_panel = getattr(group, "heading", None)
        hint, kind = Annotated[hints[one.name].__origin__, option], inspect.Parameter.KEYWORD_ONLY
        parameters.append(inspect.Parameter(one.name, kind, default=one.default, annotation=hint))
    return parameters


@dataclass(frozen=True)
class Listening:
    """How a recording is transcribed."""

    heading: ClassVar[str] = "Transcribing"
    engine: Annotated[
        EngineChoice | None, typer.Option(help="The engine that transcribes.", show_default="faster-whisper")
    ] = None
    model: Annotated[str, typer.Option(help="A model's name or folder; auto: the best one on this machine.")] = "auto"
    language: Annotated[
        str | None,
        typer.Option(help="The language spoken (en), or those that may be (fr,en).", show_default="detected"),
    ] = None
    device: DeviceName = Device.auto
    track: Annotated[
        int | None,
        row_option(metavar="N", help="Which sound track to transcribe.", show_default="in the release's language"),
    ] = None

    def wish(self) -> TranscribeOptions:
        """What they say, for the pipeline."""
        from archiver.pipeline.run import TranscribeOptions

        engine = self.engine.value if self.engine else None
        return TranscribeOptions(engine, self.model, self.language, self.device.value, self.track)


@dataclass(frozen=True)
class Bounds:
    """How much of a page's sound is too much."""

    heading: ClassVar[str] = SOUND
    longest: Annotated[
        float, typer.Option(metavar="HOURS", min=0.01, max=1000, help="Refuse recordings that last longer.")
    ] = 24.0
    most_links: Annotated[
        int, typer.Option(metavar="N", min=1, help="Ask for at most N recordings of one page in one run.")
    ] = 100


@dataclass(frozen=True)
class Transcribing(Listening):
    """Whether a recording is transcribed, and how."""

    transcribe: Annotated[bool, typer.Option("--transcribe/--no-transcribe", help="Transcribe the recordings.")] = True

    def options(self, given: GivenMedia, bounds: Bounds) -> IngestOptions:
        """What they say, with the sound that was given by hand and what is too much, for the pipeline."""
        from archiver.pipeline.run import IngestOptions

        return IngestOptions(
            given,
            transcribe=self.transcribe,
            transcribing=self.wish(),
            longest=bounds.longest,
            most_links=bounds.most_links,
        )


@dataclass(frozen=True)
class Elsewhere:
    """The workers of a scheduler."""

    heading: ClassVar[str] = WORKERS
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Transcribe on the workers of a Dask scheduler, such as tcp://10.0.0.1:8786; local: one started here.",
            show_default="none",
        ),
    ] = None
    shared_media: Annotated[
        bool,
        typer.Option(
            "--shared-media", help="The scheduler's workers see the archive's folder: send them no recordings."
        ),
    ] = False

    def wanted(self, count: int = 1) -> WantedWorkers:
        """What they say, beside ``count`` processes here; one is this process itself. Raises ``UsageError``."""
        from archiver.pipeline.scheduler import WantedWorkers

        if self.shared_media and self.scheduler is None:
            raise UsageError("--shared-media is about the workers of a scheduler", hint="name it with --scheduler")
        if count > 1 and self.scheduler not in (None, "local"):
            raise UsageError("--workers are started on this machine", hint="a scheduler has workers of its own")
        return WantedWorkers(count if count > 1 else None, self.scheduler, self.shared_media)


Workers = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        help="Transcribe N recordings in parallel, each with one thread; for a single recording, omit it.",
        rich_help_panel=WORKERS,
    ),
]


def _checked_pause(value: float) -> float:
    if not 0 <= value <= 3600:
        raise typer.BadParameter(f"{value:g} is not from 0 to 3600 seconds")
    return value


@dataclass(frozen=True)
class Asking:
    """How hosts are asked."""

    heading: ClassVar[str] = NETWORK
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private/--no-allow-private",
            envvar="ARCHIVER_ALLOW_PRIVATE",
            show_envvar=False,  # so long a word leaves no room for the names of options in eighty columns
            help="Allow addresses of this machine and its network.",
        ),
    ] = False
    ignore_robots: Annotated[bool, typer.Option("--ignore-robots", help="Ask even for what robots.txt forbids.")] = (
        False
    )
    pause: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            callback=_checked_pause,  # a range would stand in the help, where names need the room
            help="How long to wait between two requests to a host.",
        ),
    ] = 1.0
    user_agent: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What to call the archiver, for servers that answer browsers only."),
    ] = None

    def web(self) -> Web:
        """The web, asked so; waits and warnings go to the terminal. Raises ``UsageError``."""
        from archiver.fetch.client import Web
        from archiver.fetch.http import USER_AGENT
        from archiver.fetch.politeness import Politeness
        from archiver.reporting import Terminal

        name = USER_AGENT if self.user_agent is None else self.user_agent
        if not (name.strip() and name.isascii() and name.isprintable()):
            raise UsageError(
                f"--user-agent {name!r} cannot be sent", hint="write it in letters without accents, on one line"
            )
        wayback = self.web_archive()
        return Web(Politeness(self.allow_private, self.ignore_robots, self.pause, wayback, name.strip()), Terminal())

    def web_archive(self) -> str | None:
        """The address of a web archive that is asked for what is gone; None for none. Raises ``UsageError``."""
        return None


@dataclass(frozen=True)
class Network(Asking):
    """How hosts are asked, and which web archive for what is gone."""

    wayback: Annotated[bool, typer.Option("--wayback", help="Ask a web archive for what is gone.")] = False
    wayback_address: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            # No envvar: alone it asks for nothing.
            help="The web archive that --wayback asks; otherwise that of ARCHIVER_WAYBACK.",
            show_default="web.archive.org",
        ),
    ] = None

    def web_archive(self) -> str | None:
        """See ``Asking.web_archive``."""
        from archiver.fetch.http import is_address
        from archiver.fetch.wayback import WAYBACK_MACHINE

        if not self.wayback:
            if self.wayback_address:
                what = "--wayback-address names the web archive that --wayback asks"
                raise UsageError(what, hint="give --wayback as well")
            return None
        where = self.wayback_address or os.environ.get("ARCHIVER_WAYBACK") or WAYBACK_MACHINE
        if not is_address(where):
            hint = "see --wayback-address, ARCHIVER_WAYBACK"
            raise UsageError(f"the address of the web archive, {where}, is not an http address", hint=hint)
        return where
