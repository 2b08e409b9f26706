"""Kernels that start at once: one process imports what notebooks need, and every kernel is forked from it.

The imports take longer than most of a notebook's cells. A forked kernel has them and nothing else: no notebook sees
what another did. Forking after such imports is safe on Linux; elsewhere `fork` gives None, and a kernel is started as
usual.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, cast

FORKS = sys.platform == "linux"
_SERVE = "from analysis.kernels import serve; serve()"
_BESIDE = (  # all of the package, and what it imports only where it is used
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "ipykernel.kernelapp",
    "ipywidgets",
    "matplotlib.pyplot",
    "pyarrow.parquet",
    "sqlite3",
)
_INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel sets before it imports matplotlib
_PATIENCE = 120  # seconds for the imports, on a machine that has much else to do
_LOOK = 0.2  # seconds after which it is seen that it has died
_lock = threading.Lock()
_server: subprocess.Popen[bytes] | None = None


class Forked:
    """A kernel that was forked, with what `jupyter_client` uses of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, life: socket.socket) -> None:
        self.pid = pid
        self._life: socket.socket | None = life  # the kernel has the other end, which closes when it ends

    def poll(self) -> int | None:
        """0 when it has ended."""
        if self._life is not None:
            if not select.select([self._life], [], [], 0)[0]:
                return None
            self._life.close()
            self._life = None
        return 0

    def wait(self) -> int:
        """Until it has ended."""
        if self._life is not None:
            select.select([self._life], [], [])
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """To the kernel, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def prepare() -> subprocess.Popen[bytes] | None:
    """Let the imports begin, in a process of their own that ends with this one; None where kernels are not forked."""
    global _server
    if not FORKS:
        return None
    with _lock:
        if _server is None or _server.poll() is not None:
            stop()
            paths = os.pathsep.join(path for path in sys.path if path)
            _server = subprocess.Popen(
                [sys.executable, "-c", _SERVE],
                stdin=subprocess.PIPE,
                env={"MPLBACKEND": _INLINE, **os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "0"},
                start_new_session=True,  # Ctrl-C is for this process, which then ends it
            )
        return _server


@atexit.register
def stop() -> None:
    """End the process, and with it every kernel that was forked from it."""
    global _server
    ended, _server = _server, None
    if ended is not None and ended.stdin is not None:
        ended.kill()
        ended.wait()
        with contextlib.suppress(OSError):  # what was not yet written to it
            ended.stdin.close()


def fork(arguments: Sequence[str], folder: str, environment: Mapping[str, str], private: Path) -> Forked | None:
    """A kernel with these arguments; `private` is a folder for its socket. None where it has to be started as usual."""
    server = prepare()
    if server is None or server.stdin is None:
        return None
    life = str(private / "life")
    asked = {"life": life, "arguments": [*arguments], "folder": folder, "environment": {**environment}}
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(life)
        listener.listen(1)
        listener.settimeout(_LOOK)
        with contextlib.suppress(OSError):  # it has died
            with _lock:
                server.stdin.write(json.dumps(asked).encode() + b"\n")
                server.stdin.flush()
            for _ in range(int(_PATIENCE / _LOOK)):
                if server.poll() is not None:
                    return None
                with contextlib.suppress(TimeoutError):
                    return _accepted(listener.accept()[0])
    return None


def _accepted(life: socket.socket) -> Forked | None:
    """The kernel that has the other end; None where it ended before it had told its number."""
    if number := int.from_bytes(life.recv(8), "big"):
        return Forked(number, life)
    life.close()
    return None


def serve() -> None:
    """What the process does: import, then fork a kernel for every line of its input, until that ends."""
    package = import_module("analysis")
    for name in package.__all__:
        getattr(package, name)
    with _without("debugpy"):  # nobody steps through the cells
        import_module("ipykernel.debugger")
    for name in _BESIDE:
        import_module(name)
    gc.freeze()  # what is imported is neither looked through for cycles by each kernel nor copied for that
    gc.set_threshold(20_000, 50, 100)  # a figure is many small objects that live for a moment
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the kernels
    for line in sys.stdin.buffer:
        if os.fork() == 0:
            return _become_kernel(json.loads(line))
    return None


@contextlib.contextmanager
def _without(module: str) -> Iterator[None]:
    """As if the module were not installed."""
    sys.modules[module] = cast(ModuleType, None)
    yield
    del sys.modules[module]


def _become_kernel(asked: Mapping[str, Any]) -> None:
    """A session of its own, as a kernel that is started has; it ends when the process that it was forked from ends."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    life = socket.socket(socket.AF_UNIX)
    life.connect(asked["life"])
    life.sendall(os.getpid().to_bytes(8, "big"))
    life.detach()  # closed by the end of the process alone
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    ends_with = f"--IPKernelApp.parent_handle={os.getppid()}"
    arguments = [*asked["arguments"], ends_with, "--log-level=ERROR"]  # that it ends with its parent is no warning
    import_module("ipykernel.kernelapp").launch_new_instance(argv=arguments)
