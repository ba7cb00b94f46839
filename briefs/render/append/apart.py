"""pyHanko's work, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """Do work that starts an event loop, whether one runs here already or not.

    A thread has one event loop at most, and a notebook's is taken.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()
