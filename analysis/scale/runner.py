"""Tasks done by processes of this machine, each with an interpreter of its own; results in the order of the tasks.

The processes are started afresh (not forked, and without running the caller's script again, so that a script needs no
`if __name__ == "__main__"`). A process that dies costs the task that it was at one retry; a task that fails twice is a
Failure in the place of its result, and the others go on.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from typing import Any, NamedTuple

from ..progress import bar
from .work import Task

WORK = "analysis.scale.work:run"
_RETRIES = 1
_SERVE = "from analysis.scale.runner import serve; serve()"


class Failure(NamedTuple):
    """Why a task has no result."""

    why: str


Result = str | Failure


def cores() -> int:
    """How many processes this machine has cores for."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """So many processes, which are kept from step to step; one job is done in this process. Close it at the end."""

    def __init__(self, jobs: int, work: str = WORK) -> None:
        self.jobs, self.work = jobs, work
        self._all = [_Worker(work) for _ in range(jobs)]
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        for worker in self._all:
            self._idle.put(worker)

    def run(self, tasks: Sequence[Task], *, desc: str = "", progress: bool = False) -> list[Result]:
        """The result of each task, in their order."""
        with bar(len(tasks), desc=desc, unit="part", shown=progress) as done:
            if self.jobs <= 1:
                return [_counted(done, _tried(_function(self.work), one)) for one in tasks]
            results: list[Result] = [Failure("")] * len(tasks)
            threads = ThreadPoolExecutor(self.jobs)
            try:
                futures = {threads.submit(_by_worker, self._idle, one): i for i, one in enumerate(tasks)}
                for future in as_completed(futures):
                    results[futures[future]] = _counted(done, future.result())
            finally:
                threads.shutdown(wait=False, cancel_futures=True)
            return results

    def close(self) -> None:
        """End the processes; one that is at work is not waited for."""
        for worker in self._all:
            worker.stop()


def _counted(done: Any, result: Result) -> Result:
    done.update()
    return result


def _function(named: str) -> Callable[[Task], str]:
    module, _, name = named.partition(":")
    function: Callable[[Task], str] = getattr(importlib.import_module(module), name)
    return function


def _tried(function: Callable[[Task], str], one: Task) -> Result:
    result: Result = Failure("")
    for _ in range(1 + _RETRIES):
        try:
            return function(one)
        except Exception as error:  # whatever it is, it costs this part alone
            result = Failure(f"{type(error).__name__}: {error}")
    return result


def _by_worker(workers: queue.SimpleQueue[_Worker], one: Task) -> Result:
    worker = workers.get()
    try:
        result: Result = Failure("")
        for _ in range(1 + _RETRIES):
            result = worker.do(one)
            if not isinstance(result, Failure):
                break
        return result
    finally:
        workers.put(worker)


class _Worker:
    """One process, which does tasks one after another; it is started when it is first needed."""

    def __init__(self, work: str) -> None:
        self.work = work
        self.process: subprocess.Popen[str] | None = None
        self.stopped = self.busy = False
        self._lock = threading.Lock()

    def do(self, one: Task) -> Result:
        """The result of a task, or how it failed."""
        process = self._started()
        if process is None:
            return Failure("the run was stopped")
        assert process.stdin is not None
        assert process.stdout is not None
        self.busy = True
        try:
            process.stdin.write(json.dumps(asdict(one)) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        self.busy = False
        if answer:
            found = json.loads(answer)
            return found["digest"] if "digest" in found else Failure(found["why"])
        code = process.wait()
        self._close()
        how = f"signal {-code}, which is what a machine out of memory does" if code < 0 else f"exit status {code}"
        return Failure(f"the process ended in the middle of it ({how})")

    def _started(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self.process is None and not self.stopped:
                paths = os.pathsep.join(path for path in sys.path if path)
                self.process = subprocess.Popen(
                    [sys.executable, "-c", _SERVE, self.work],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    encoding="utf-8",
                    env={**os.environ, "PYTHONPATH": paths},
                )
            return self.process

    def stop(self) -> None:
        """End the process for good, whatever it is at."""
        with self._lock:
            self.stopped = True
            if self.process is not None:
                self.process.kill()
                self.process.wait()
        if not self.busy:  # else whoever waits for its answer closes
            self._close()

    def _close(self) -> None:
        process, self.process = self.process, None
        if process is not None and process.stdin is not None and process.stdout is not None:
            with contextlib.suppress(OSError):  # what was not yet written to it
                process.stdin.close()
            process.stdout.close()


def serve() -> None:
    """What a process does: a task a line in, a result a line out, until its input ends."""
    out = sys.stdout
    sys.stdout = sys.stderr  # nothing that a library prints is taken for a result
    function = _function(sys.argv[1])
    for line in sys.stdin:
        given = json.loads(line)
        one = Task(**{**given, "inputs": tuple((name, key) for name, key in given["inputs"])})
        try:
            answer = {"digest": function(one)}
        except Exception as error:  # told to the one who asked
            answer = {"why": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=out, flush=True)
