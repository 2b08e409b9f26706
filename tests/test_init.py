"""The public names, and the tour in the docstring that people copy."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import analysis as ma


@pytest.mark.parametrize("name", ma.__all__)
def test_every_public_name_is_there_and_says_what_it_does(name: str) -> None:
    value = getattr(ma, name)
    assert name == "__version__" or inspect.getdoc(value)


def test_every_public_function_can_be_found_by_completion() -> None:
    assert set(ma.__all__) <= set(dir(ma))


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match=r"module 'analysis' has no attribute 'find_statments'"):
        ma.find_statments  # noqa: B018


def test_the_type_checker_and_the_reader_see_the_same_names() -> None:
    source = inspect.getsource(ma)
    block = source.split("if TYPE_CHECKING:")[1].split("\n\n")[0]
    typed = {n.strip() for line in block.splitlines() if "import" in line for n in line.split("import")[1].split(",")}
    assert typed == set(ma.__all__) - {"__version__"}


def test_the_tour_in_the_docstring_runs(project: Path, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(project / "data", target_is_directory=True)
    tour = "\n".join(line[4:] for line in (ma.__doc__ or "").splitlines() if line.startswith("    "))
    assert tour.startswith("import analysis as ma")
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", tour],
        cwd=tmp_path,
        env={"PYTHONPATH": str(project), "MPLBACKEND": "Agg", "HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "figures" / "statements-by-speaker.png").is_file()
    assert (tmp_path / "out" / "statements.parquet").is_file()


def test_importing_the_package_imports_nothing_heavy(project: Path) -> None:
    code = "import sys, analysis; print([m for m in ('pandas', 'numpy', 'matplotlib') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_nothing_asks_the_network_at_import_or_while_reading(project: Path, tmp_path: Path) -> None:
    page = "<p>“The harbour bridge will open before the summer,” Mayor Anna Lind said on Friday in the town hall.</p>"
    (tmp_path / "a.html").write_text(f"<html><body><article>{page * 3}</article></body></html>", encoding="utf-8")
    code = """
import pkgutil, socket, sys
def refuse(*_, **__):
    raise SystemExit("the network was asked")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
import analysis
for module in pkgutil.walk_packages(analysis.__path__, "analysis."):
    if not module.name.endswith("__main__"):
        __import__(module.name)
print(len(analysis.analyse(sys.argv[1]).articles))
"""
    arguments = [sys.executable, "-c", code, str(tmp_path / "a.html")]
    run = subprocess.run(arguments, cwd=project, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.strip()) == (0, "1"), run.stderr
