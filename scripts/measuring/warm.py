"""Processes that are kept: each loads its own things once and is asked again and again, so that memory is its own."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Generic, TypeVar

from measuring.memory import Watch, peak

Question = TypeVar("Question")
Answer = TypeVar("Answer")

Load = Callable[[], Callable[[Question], Answer]]
"""What is called once in the new process; it gives what answers the questions. Must be picklable, by its name."""


class Warm(Generic[Question, Answer]):
    """A process of its own that answers one question at a time.

    memory: the most that it has had so far, with all that it begins, in MB
    """

    def __init__(self, load: Load[Question, Answer]) -> None:
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(load, other))
        self._process.start()
        other.close()
        self.memory = 0.0

    def ask(self, question: Question) -> Answer:
        """The answer. Raises ``EOFError`` where the process ended over it; what it ended with is on standard error."""
        assert self._process.pid is not None
        with Watch(self._process.pid) as watch:
            self._pipe.send(question)
            answer, own = self._pipe.recv()
        self.memory = max(self.memory, watch.most, own)
        return answer  # type: ignore[no-any-return]

    def __enter__(self) -> Warm[Question, Answer]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pipe.close()
        self._process.join()


def _serve(load: Load[Question, Answer], pipe: Connection) -> None:
    answer = load()
    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        pipe.send((answer(question), peak()))
