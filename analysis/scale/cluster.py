"""The same tasks done by a cluster: dask.distributed (https://distributed.dask.org), of the extra `scale`.

Workers and this process share the store, so it must lie where all of them reach it: s3://, gs://, a network's folder.
A worker that dies costs its tasks a retry elsewhere, as the scheduler does it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..errors import SourceError
from ..progress import bar
from .place import MISSING
from .runner import Failure, Result
from .work import Task, run

_RETRIES = 1


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at that address. SourceError where the extra is missing or nobody answers."""
    try:
        from distributed import Client
    except ImportError:
        raise SourceError(f"--scheduler: {MISSING.format('distributed')}") from None
    try:
        client = Client(address, timeout="20s")
    except (OSError, ValueError) as error:
        raise SourceError(f"--scheduler {address}: no scheduler answers there ({str(error)[:80]})") from None
    try:
        yield client
    finally:
        client.close()


def run_on(client: Any, tasks: Sequence[Task], *, desc: str = "", progress: bool = False) -> list[Result]:
    """The result of each task, in their order; a task that failed for good is a Failure."""
    from distributed import as_completed

    results: list[Result] = [Failure("")] * len(tasks)
    futures = {
        client.submit(run, one, key=f"media-analysis-{one.key}", pure=False, retries=_RETRIES): place
        for place, one in enumerate(tasks)
    }
    with bar(len(tasks), desc=desc, unit="part", shown=progress) as done:
        for future in as_completed(futures):
            error = future.exception()
            results[futures[future]] = Failure(f"{type(error).__name__}: {error}") if error else future.result()
            done.update()
    return results
