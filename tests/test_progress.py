"""A bar where somebody watches, and nothing anywhere else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from analysis import progress
from analysis.notebooks import run_notebook


def kernel(monkeypatch: pytest.MonkeyPatch, request: dict[str, Any]) -> None:
    """A notebook whose cell came with this request."""
    import IPython.core.getipython

    shell = SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda: request))
    monkeypatch.setattr(IPython.core.getipython, "get_ipython", lambda: shell)


@pytest.mark.parametrize(
    ("request_", "by_hand"),
    [
        ({"content": {"allow_stdin": True}}, True),
        ({"content": {"allow_stdin": False}}, False),
        ({"content": {}}, False),
        ({}, False),
    ],
)
def test_a_notebook_is_watched_where_its_cells_may_ask(
    request_: dict[str, Any], by_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel(monkeypatch, request_)
    assert progress.watched() is by_hand


def test_outside_a_notebook_nobody_watches() -> None:
    assert progress.watched() is False


def test_the_runner_of_notebooks_is_nobody(tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell("from analysis.progress import watched; watched()", id="c")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    run_notebook(tmp_path / "a.ipynb", tmp_path / "b.ipynb", {})
    assert nbformat.read(tmp_path / "b.ipynb", as_version=4).cells[0].outputs[0].data["text/plain"] == "False"


def test_in_a_notebook_one_output_changes_and_is_empty_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []

    def show(data: dict[str, str], **_: Any) -> Any:
        lines.append(data["text/plain"])
        return SimpleNamespace(update=show)

    kernel(monkeypatch, {"content": {"allow_stdin": True}})
    monkeypatch.setattr("IPython.display.display", show)
    with progress.bar(2, desc="reading", unit="file", shown=True) as done:
        done.update()
        done.refresh()
    assert any(line.startswith("reading:  50%|█") and "1/2" in line for line in lines)
    assert lines[-1] == ""
    assert max(map(len, lines)) <= progress._WIDTH


@pytest.mark.parametrize("shown", [True, False])
def test_no_terminal_no_bar(shown: bool, capsys: pytest.CaptureFixture[str]) -> None:
    with progress.bar(2, desc="reading", unit="file", shown=shown) as done:
        done.update(2)
    assert capsys.readouterr() == ("", "")
