"""Work on a part that dies in the middle of it, for tests of who survives; by name, as processes import it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from analysis.scale import work


def once(task: work.Task) -> str:
    """Dies once, at the first part that statements are found in."""
    mark = Path(os.environ["DYING_MARK"])
    if task.step == "find" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work.run(task)


def always(task: work.Task) -> str:
    """Dies whenever it is to find statements in the part that the environment names."""
    if task.step == "find" and dict(task.inputs)["read"] == Path(os.environ["DYING_MARK"]).read_text():
        os._exit(3)
    return work.run(task)


def refuse(task: work.Task) -> str:
    """Cannot read any part."""
    raise ValueError("no part for me")
