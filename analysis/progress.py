"""How far long work is: a bar on a terminal and in a notebook that a person runs, nothing in CI, a pipe or a report."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm

_WIDTH = 80  # characters of the bar in a notebook


def watched() -> bool:
    """Is this a notebook whose cells a person runs? Such a cell may ask for input; no runner of notebooks allows it."""
    if "IPython" not in sys.modules:
        return False
    from IPython.core.getipython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent() if kernel is not None else {}
    return bool((request or {}).get("content", {}).get("allow_stdin"))


def bar(total: int, *, desc: str, unit: str, shown: bool) -> Any:
    """A tqdm bar, which goes away when the work is done; hidden unless `shown` and somebody is there to see it."""
    look = {"total": total, "desc": desc, "unit": unit, "leave": False}
    if shown and watched():
        return tqdm(**look, file=_Line(), ncols=_WIDTH)
    return tqdm(**look, disable=None if shown else True)  # None: not on a terminal, no bar


class _Line:
    """What tqdm writes, as one output of the cell that changes: no widget, so that a saved notebook stays whole."""

    encoding = "utf-8"

    def __init__(self) -> None:
        from IPython.display import display

        self.shown: Any = display({"text/plain": ""}, raw=True, display_id=True)

    def write(self, text: str) -> None:
        self.shown.update({"text/plain": text.strip("\r\n ")}, raw=True)

    def flush(self) -> None:
        """Every line is shown at once."""
