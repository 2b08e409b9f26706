"""The notebooks as they are committed, and the runner that executes them."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from analysis.errors import NotebookError
from analysis.notebooks import run_notebook
from analysis.remake import home

COMMITTED = sorted((home() / "notebooks").glob("*.ipynb"))
PARAMETERS = ("articles", "registry", "codebook", "options", "figures")


@pytest.fixture(scope="module", params=COMMITTED, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks_and_they_are_numbered() -> None:
    assert len(COMMITTED) >= 4
    assert [path.name[:2] for path in COMMITTED] == [f"{i:02}" for i in range(1, len(COMMITTED) + 1)]


def test_it_is_valid_and_its_cells_have_stable_ids(notebook: nbformat.NotebookNode) -> None:
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert ids == [f"{ids[0][:2]}-{i:02}" for i in range(len(ids))]


def test_it_opens_with_its_question_and_takes_another_corpus(notebook: nbformat.NotebookNode) -> None:
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# .*\?\n", first.source)
    assert "**Question.**" in first.source
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert all(re.search(rf"^{name} = ", tagged[0].source, re.MULTILINE) for name in PARAMETERS)


def test_it_was_run_from_top_to_bottom_without_an_error(notebook: nbformat.NotebookNode) -> None:
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    kinds = [output.output_type for cell in code(notebook) for output in cell.outputs]
    assert set(kinds) <= {"execute_result", "display_data"}, "results only: no error, no warning, no progress bar"


def test_every_cell_but_the_settings_ends_in_something_shown(notebook: nbformat.NotebookNode) -> None:
    for cell in code(notebook):
        settings = any("parameters" in tag for tag in cell.metadata.get("tags", []))
        assert settings or cell.outputs, cell.id


def test_its_cells_are_short_and_hold_no_analysis_of_their_own(notebook: nbformat.NotebookNode) -> None:
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= 12, cell.id
        assert not re.search(r"^\s*(def|class|for|while) ", cell.source, re.MULTILINE), cell.id
        assert set(re.findall(r"^(?:import|from) (\w+)", cell.source, re.MULTILINE)) <= {"analysis"}, cell.id


def test_prose_follows_every_figure(notebook: nbformat.NotebookNode) -> None:
    for cell, after in zip(notebook.cells, notebook.cells[1:], strict=False):
        if "save_figure" in cell.source:
            assert after.cell_type == "markdown", cell.id
            assert "How to read it" in after.source, cell.id


def test_it_says_nothing_of_the_machine_it_ran_on(notebook: nbformat.NotebookNode) -> None:
    text = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", nbformat.writes(notebook))
    assert not re.search(r"/(?:home|Users|work|tmp|root|usr)/|[A-Z]:\\\\", text)
    assert not re.search(r"0x[0-9a-f]{8,}", text)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def write(path: Path, *cells: tuple[str, str]) -> Path:
    """A notebook of code cells, each a tag (or none) and its source."""
    made = [
        nbformat.v4.new_code_cell(source, id=f"c{i}", metadata={"tags": [tag]} if tag else {})
        for i, (tag, source) in enumerate(cells)
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


def test_parameters_replace_the_defaults_and_run_in_the_folder(tmp_path: Path) -> None:
    source = write(tmp_path / "one.ipynb", ("parameters", "n = 1"), ("", "import os; n, os.path.basename(os.getcwd())"))
    target = tmp_path / "out" / "one.ipynb"
    (tmp_path / "inside").mkdir()
    run_notebook(source, target, {"n": ["a", None]}, folder=tmp_path / "inside")
    done = nbformat.read(target, as_version=4)
    assert done.cells[-1].outputs[0].data["text/plain"] == "(['a', None], 'inside')"
    assert [cell.id for cell in done.cells] == ["c0", "injected-parameters", "c1"]
    assert nbformat.read(source, as_version=4).cells[-1].outputs == [], "the source stays as it was"


def test_running_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    source = write(tmp_path / "one.ipynb", ("", "sorted({'b', 'a'}), hash('x')"))
    for run in ("a", "b"):
        run_notebook(source, tmp_path / run / "one.ipynb", {})
    assert (tmp_path / "a" / "one.ipynb").read_bytes() == (tmp_path / "b" / "one.ipynb").read_bytes()


def test_a_cell_that_fails_is_named_and_what_ran_is_saved(tmp_path: Path) -> None:
    source = write(
        tmp_path / "bad.ipynb", ("", "'fine'"), ("", "raise ValueError('no\\nsuch corpus')"), ("", "'never'")
    )
    target = tmp_path / "out.ipynb"
    with pytest.raises(NotebookError) as error:
        run_notebook(source, target, {})
    assert str(error.value) == "bad.ipynb, cell 2: ValueError: no such corpus"
    done = nbformat.read(target, as_version=4)
    assert done.cells[0].outputs[0].data["text/plain"] == "'fine'"
    assert done.cells[1].outputs[0].output_type == "error"
    assert done.cells[2].outputs == []


def test_a_kernel_that_dies_is_one_line_too(tmp_path: Path) -> None:
    source = write(tmp_path / "dead.ipynb", ("", "import os; os._exit(1)"))
    with pytest.raises(NotebookError, match=r"^dead\.ipynb: \S") as error:
        run_notebook(source, tmp_path / "out.ipynb", {})
    assert "\n" not in str(error.value)


def test_a_notebook_that_takes_no_parameters_says_so(tmp_path: Path) -> None:
    source = write(tmp_path / "plain.ipynb", ("", "1"))
    with pytest.raises(NotebookError, match=r"plain\.ipynb: no cell is tagged “parameters”, so it cannot take another"):
        run_notebook(source, tmp_path / "out.ipynb", {"articles": "x"})
