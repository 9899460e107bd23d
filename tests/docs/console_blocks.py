"""The commands in the documentation: found in its console blocks, run, and their output compared or written anew.

A console block holds commands, each behind ``$``, and below a command what it prints. Where nothing stands below, only
the exit code counts. A last line ``…`` means that more is printed than is shown.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
CUT = "…"
FILE = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)

# Commands that these tests cannot run in themselves, with what stands in for them.
DEMO, SETUP, TESTS, ACTIVATE = "scripts/demo", "scripts/setup", "scripts/test", ". .venv/bin/activate"
STARTS_SECONDS = 60  # what a server may take on a busy machine

# Two outputs are the same if so much of their words is: numbers are not compared, and on another processor the engine
# may write a word differently.
ENOUGH_ALIKE = 0.85


@dataclass(frozen=True, slots=True)
class Step:
    """A command as it stands in a console block, and the lines shown below it."""

    command: str
    shown: tuple[str, ...] = ()

    def fits(self, printed: str) -> bool:
        """Whether what was printed is what is shown, apart from numbers."""
        if not self.shown:
            return True
        told, real = (re.sub(r"[\d·█▒]+", "0", "\n".join(lines)).split() for lines in (self.shown, self.cut(printed)))
        return SequenceMatcher(None, told, real, autojunk=False).ratio() >= ENOUGH_ALIKE

    def with_output(self, printed: str) -> Step:
        """The step with what was printed below it, if anything is shown there."""
        return replace(self, shown=self.cut(printed)) if self.shown else self

    def cut(self, printed: str) -> tuple[str, ...]:
        """What is shown of this output: everything, or as many lines as now, if these end with ``…``."""
        lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
        while lines and not lines[0]:
            del lines[0]
        while lines and not lines[-1]:
            del lines[-1]
        if self.shown[-1:] == (CUT,) and len(lines) >= len(self.shown) > 1:
            return (*lines[: len(self.shown) - 1], CUT)
        return tuple(lines)


def steps_of(text: str) -> list[list[Step]]:
    """The console blocks of a page, each as its steps."""
    return [_steps(block) for block in BLOCK.findall(text)]


def _steps(block: str) -> list[Step]:
    steps: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append(Step(line.removeprefix("$ ")))
        else:
            steps[-1] = replace(steps[-1], shown=(*steps[-1].shown, line))
    return steps


def write_files(text: str, folder: Path) -> None:
    """Write the files that a page shows: code blocks whose first line ends with ``file=NAME``."""
    for name, content in FILE.findall(text):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def with_output(text: str, blocks: list[list[Step]]) -> str:
    """A page's text with other console blocks, in the same order."""
    left = iter(blocks)
    return BLOCK.sub(
        lambda _: "".join("".join(f"{line}\n" for line in (f"$ {step.command}", *step.shown)) for step in next(left)),
        text,
    )


def run(command: str, folder: Path, wayback: str = "") -> str:
    """Run a command as a shell would in the activated environment, and return what it prints.

    A server is stopped as soon as it answers. Raises ``AssertionError`` where the command fails.
    """
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"}
    environment |= {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder / "config")}
    environment["ARCHIVER_ALLOW_PRIVATE"] = "1"  # the institution of the documentation is a server on this machine
    environment["ARCHIVER_WAYBACK"] = wayback
    if re.match(r"archiver serve|datasette .*--port", command):
        return _serve(command, folder, environment)
    done = subprocess.run(
        command,
        shell=True,
        executable="/bin/bash",
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


def _serve(command: str, folder: Path, environment: dict[str, str]) -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    words = shlex.split(re.sub(r" --port \d+", "", command))
    stated = re.search(r"--port (\d+)", command)
    with subprocess.Popen(
        [*words, "--port", port], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/", server)
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=60) in (0, -signal.SIGTERM), command
        assert server.stdout is not None
        return server.stdout.read().replace(port, stated[1] if stated else "8001")


def _wait_for(address: str, server: subprocess.Popen[str]) -> None:
    until = time.monotonic() + STARTS_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            assert httpx.get(address).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")
