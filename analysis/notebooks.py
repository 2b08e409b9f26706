"""Run notebooks unattended: parameters injected, an error as one line, the same bytes every time."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.notebooknode import NotebookNode

from . import kernels
from .errors import NotebookError

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_TIMEOUT = 1800  # seconds for one cell


class _ForkingProvisioner(LocalProvisioner):
    """Forks the kernel where that can be done (see `kernels`), and starts it as usual elsewhere."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        private = Path(self.parent.connection_file).parent
        self.process = kernels.fork(cmd[3:], str(options["cwd"]), options["env"], private)
        if self.process is None:
            return await super().launch_kernel(cmd, **options)
        self.pid = self.pgid = self.process.pid
        self.cwd = options["cwd"]
        return self.connection_info


_FORKED = "media-analysis"
KernelProvisionerFactory.provisioners[_FORKED] = EntryPoint(_FORKED, f"{__name__}:_ForkingProvisioner", "")


class _OwnKernel(AsyncKernelManager):
    """This very Python as the kernel, whatever kernels the user has installed; its sockets in a private folder."""

    private = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.connection_file = str(Path(self.private, "kernel.json"))
        if os.name != "nt":  # sockets in a folder of our own: no ports that others could take
            self.transport, self.ip = "ipc", str(Path(self.private, "kernel"))

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        forked = {"kernel_provisioner": {"provisioner_name": _FORKED}}
        return KernelSpec(argv=argv, display_name="Python 3", language="python", metadata=forked)


def run_notebook(
    source: Path,
    target: Path,
    parameters: Mapping[str, Any],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Execute `source` and write it to `target`; the parameters go into a cell after the one tagged `parameters`.

    It runs in `folder` (its own if None), with `environment` beside that of this process. Raises NotebookError.
    """
    notebook = nbformat.read(source, as_version=4)
    if parameters:
        _inject(notebook, parameters, source)
    failure = None
    with tempfile.TemporaryDirectory(prefix="media-analysis-") as private:
        client = NotebookClient(
            notebook,
            kernel_manager_class=type("_PrivateKernel", (_OwnKernel,), {"private": private}),
            timeout=_TIMEOUT,
            shutdown_kernel="immediate",  # asked to end, a kernel takes a second, and now and then waits for itself
            resources={"metadata": {"path": str(folder or source.resolve().parent)}},
            record_timing=False,
        )
        try:
            _execute(client, environment or {})
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            failure = error
    _tidy(notebook)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    if failure is not None:
        raise NotebookError(_one_line(notebook, source, failure)) from None


def _execute(client: NotebookClient, environment: Mapping[str, str]) -> None:
    """In a thread and an event loop of its own, which are gone afterwards: a caller in Jupyter has a loop running."""
    with ThreadPoolExecutor(1) as thread:
        whole = {**os.environ, **environment, "PYTHONHASHSEED": "0"}
        thread.submit(asyncio.run, client.async_execute(env=whole)).result()


def _inject(notebook: NotebookNode, parameters: Mapping[str, Any], source: Path) -> None:
    cells = notebook.cells
    tagged = [i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        raise NotebookError(f"{source.name}: no cell is tagged “parameters”, so it cannot take another corpus")
    lines = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    cell = nbformat.v4.new_code_cell(lines, metadata={"tags": ["injected-parameters"]}, id="injected-parameters")
    cells.insert(tagged[0] + 1, cell)


def _tidy(notebook: NotebookNode) -> None:
    """Leave nothing in it that changes from machine to machine."""
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


def _one_line(notebook: NotebookNode, source: Path, failure: Exception) -> str:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                said = " ".join(_ANSI.sub("", f"{output.ename}: {output.evalue}").split())
                return f"{source.name}, cell {number}: {said}"
    return f"{source.name}: {' '.join(str(failure).split())[:200]}"
