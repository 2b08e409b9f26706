"""What a mistake looks like to the person who made it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import analysis as ma


@pytest.fixture
def shell(tmp_path: Path) -> Any:
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance(history_length=0, ipython_dir=str(tmp_path))
    made.history_manager.enabled = False
    yield made
    made.history_manager.end_session()
    InteractiveShell.clear_instance()


MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "a wrong path": (lambda: ma.analyse("no/such/folder"), "SourceError: no/such/folder: there is no such file or"),
    "a wrong table": (lambda: ma.score_tone(pd.DataFrame({"id": [1]})), "TableError: score_tone needs the columns"),
}


@pytest.mark.parametrize("mistake", list(MISTAKES))
def test_a_notebook_tells_a_mistake_on_one_line(mistake: str, shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    make, words = MISTAKES[mistake]
    shell.user_ns["make"] = make
    shell.run_cell("make()")
    said = capsys.readouterr().out.strip()
    assert said.startswith(words)
    assert len(said.splitlines()) == 1


def test_a_fault_of_the_program_keeps_its_traceback(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run_cell("1 / 0")
    assert "Traceback" in capsys.readouterr().out
