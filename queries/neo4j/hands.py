"""Threads that wait for the database in place of a caller, who may stop waiting.

The driver waits up to two minutes for a server that has fallen silent. Therefore each exchange
runs on a thread of its own, and its caller goes when the time is up.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from neo4j.exceptions import DriverError, Neo4jError

T = TypeVar("T")


class TooSlowError(Exception):
    """No answer came in time."""


class _Hand(Thread):
    """A thread that talks to the database for one caller at a time."""

    def __init__(self) -> None:
        super().__init__(name="neo4j-hand", daemon=True)  # a stuck one must not hold up the exit
        self.tasks: SimpleQueue[_Task[Any] | None] = SimpleQueue()
        self.start()

    def run(self) -> None:
        """Work off tasks until a ``None`` comes."""
        while (task := self.tasks.get()) is not None:
            task.run()
            del task  # holds on to results otherwise


class _Task(Generic[T]):
    """One call with its outcome, and what to do about an outcome that nobody waited for."""

    __slots__ = ("_abandon", "_done", "_error", "_is_abandoned", "_lock", "_result", "_work")

    def __init__(self, work: Callable[[], T], abandon: Callable[[], None]) -> None:
        self._work = work
        self._abandon = abandon
        self._is_abandoned = False
        self._result: T | None = None
        self._error: BaseException | None = None
        self._done: SimpleQueue[None] = SimpleQueue()
        self._lock = Lock()

    def run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # noqa: BLE001 - raised again where the caller waits
            self._error = error
        with self._lock:
            self._done.put(None)
            is_abandoned = self._is_abandoned
        if is_abandoned:
            with suppress(DriverError, Neo4jError, OSError):
                self._abandon()

    def answer(self, seconds: float) -> T:
        try:
            self._done.get(timeout=max(seconds, 0.0))
        except Empty:
            with self._lock:
                self._is_abandoned = self._done.empty()
            if self._is_abandoned:
                raise TooSlowError from None
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]


class Hands:
    """Threads kept for the next call."""

    def __init__(self) -> None:
        self._idle: deque[_Hand] = deque()

    def call(self, seconds: float, work: Callable[[], T], abandon: Callable[[], None]) -> T:
        """Do the work on another thread and wait for it, but no longer than stated.

        Raises
        ------
        TooSlowError
            When the time is up; ``abandon`` is called after the work has ended all the same.

        """
        try:
            hand = self._idle.pop()
        except IndexError:
            hand = _Hand()
        task = _Task(work, abandon)
        hand.tasks.put(task)
        try:
            answer = task.answer(seconds)
        except TooSlowError:
            hand.tasks.put(None)  # ends once it comes back
            raise
        except BaseException:
            self._idle.append(hand)
            raise
        self._idle.append(hand)
        return answer

    def close(self) -> None:
        """Let idle threads end."""
        while self._idle:
            self._idle.pop().tasks.put(None)
