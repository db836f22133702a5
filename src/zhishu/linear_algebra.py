"""The threads of numpy's matrix library: products on one of them round the same on every machine."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadpoolctl import ThreadpoolController


@contextmanager
def on_one_thread() -> Iterator[None]:
    """Have matrix products worked out on one thread while the context lasts.

    Threads of a product would wait for one another between our own, and sum in another order.
    """
    with _libraries_with_threads().limit(limits=1, user_api="blas"):
        yield


@cache
def _libraries_with_threads() -> ThreadpoolController:
    """Return the handle on numpy's matrix library; to look for it takes a millisecond."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - only where there are products

    return ThreadpoolController()
