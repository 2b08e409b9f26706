"""What reading and working on tables can say no with: to the call as a whole, or to one file or row of it."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[str, str], None]  # a problem that costs nothing but should be known: its code and its message


class PlainError(ValueError):
    """A mistake in what was given: the message says it all, so a notebook shows it alone, with no traceback."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class SourceError(PlainError):
    """There is nothing to read where the caller pointed; the message says where and what to do."""


class TableError(PlainError):
    """A table is not what a function needs; the message names the function, the columns and the mend."""


class Rejected(ValueError):  # noqa: N818 (it is no error of the program: the input is turned away, with a reason)
    """One file or row that cannot be an article: `code` for the table `problems`, and a message with the mend."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NotebookError(RuntimeError):
    """A cell failed; the message names the notebook, the cell and the error. The partial notebook was saved."""
