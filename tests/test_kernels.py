"""Forked kernels: at once, with the imports of a started one, and nothing of each other."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from analysis import kernels
from analysis.notebooks import run_notebook

pytestmark = pytest.mark.skipif(not kernels.FORKS, reason="kernels are forked on Linux alone")


def outputs(folder: Path, *cells: str, name: str = "own") -> list[str]:
    """What each cell of a notebook shows, as text."""
    source = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), source)
    run_notebook(source, folder / f"{name}-ran.ipynb", {})
    ran = nbformat.read(folder / f"{name}-ran.ipynb", as_version=4).cells
    return [o["data"]["text/plain"] if "data" in o else o["text"] for cell in ran for o in cell.outputs]


def test_a_notebook_sees_nothing_of_another(tmp_path: Path) -> None:
    outputs(tmp_path, "import pandas as pd\npd.seen = seen = 1", "import matplotlib as m\nm.rcParams['font.size'] = 40")
    assert outputs(tmp_path, "'seen' in globals(), 'pd' in globals()") == ["(False, False)"]
    assert outputs(tmp_path, "import pandas as pd\nhasattr(pd, 'seen')") == ["False"]
    assert outputs(tmp_path, "import matplotlib as m\nm.rcParams['font.size'] == 40") == ["False"]


def test_it_runs_in_the_folder_of_the_notebook_and_sets_keep_their_order(tmp_path: Path) -> None:
    cells = ("import os\nos.getcwd()", "os.environ['PYTHONHASHSEED']", "hash('news')", "os.getppid()")
    first, again = outputs(tmp_path, *cells), outputs(tmp_path, *cells, name="again")
    server = kernels.prepare()
    assert server is not None
    assert first == again
    assert [first[0], first[1], first[3]] == [repr(str(tmp_path)), "'0'", str(server.pid)]


def test_a_chart_drawn_by_hand_is_shown(tmp_path: Path) -> None:
    shown = outputs(tmp_path, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert [text.partition(" ")[0] for text in shown] == ["<Figure"]


def test_a_cell_can_run_another_program(tmp_path: Path) -> None:
    assert outputs(tmp_path, "import subprocess; subprocess.run(['false']).returncode") == ["1"]


def test_without_the_process_that_forks_a_kernel_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "FORKS", False)
    assert outputs(tmp_path, "1 + 1") == ["2"]
    monkeypatch.setattr(kernels, "FORKS", True)
    monkeypatch.setattr(kernels, "_SERVE", "raise SystemExit")
    kernels.stop()
    assert outputs(tmp_path, "1 + 2") == ["3"]
    kernels.stop()


def test_the_process_ends_with_the_one_that_started_it() -> None:
    code = "from analysis import kernels; print(kernels.prepare().pid, flush=True)"
    pid = int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    for _ in range(600):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"process {pid} is still there")


def test_a_kernel_that_ends_before_it_tells_its_number_is_none() -> None:
    here, there = socket.socketpair()
    there.close()
    assert kernels._accepted(here) is None


def test_a_kernel_is_seen_to_end_and_takes_no_signal_then() -> None:
    here, there = socket.socketpair()
    there.sendall((2**22 + 7).to_bytes(8, "big"))  # no process has so large a number
    kernel = kernels._accepted(here)
    assert kernel is not None
    assert kernel.poll() is None
    kernel.kill()
    there.close()
    assert kernel.wait() == 0
    assert kernel.poll() == 0
    kernel.terminate()
