"""JupyterLab on a copy of the project, in a real browser, as a researcher has it before them."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WAIT = 60  # seconds for whatever is waited for; a busy machine is slow, and a fault is seen all the same
_SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
_RAN = f"""() => {{
  const prompts = [...document.querySelectorAll("{_SHOWN} .jp-CodeCell .jp-InputPrompt")];
  return prompts.length > 0 && prompts.every(one => /^\\[\\d+\\]:$/.test(one.textContent.trim()));
}}"""
_DRAWN = f"""() => {{
  const pictures = [...document.querySelectorAll("{_SHOWN} .jp-OutputArea-output img")];
  return pictures.length > 0 && pictures.every(one => one.complete && one.naturalWidth > 50);
}}"""


class Lab:
    """A running JupyterLab; `open` shows one notebook in `tab`."""

    def __init__(self, address: str, token: str, folder: Path, tab: Any) -> None:
        self.address, self.token, self.folder, self.tab = address, token, folder, tab
        self.faults: list[str] = []
        self.asked: list[str] = []
        tab.on("pageerror", lambda error: self.faults.append(str(error)))
        tab.on("request", lambda request: self.asked.append(request.url))

    @property
    def abroad(self) -> list[str]:
        """The addresses asked for that are not this server's."""
        local = (self.address, self.address.replace("http", "ws"), "data:", "blob:", "about:")
        return [url for url in self.asked if not url.startswith(local)]

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.address}/{path}?token={self.token}", timeout=10) as answer:
            return json.load(answer)

    def open(self, name: str) -> None:
        """Show `notebooks/{name}` and wait until its kernel is there; the page says so too early, the server not."""
        address = f"{self.address}/lab/tree/notebooks/{name}?reset&token={self.token}"
        self.tab.goto(address, wait_until="domcontentloaded")
        self.tab.wait_for_selector(f"{_SHOWN} .jp-Notebook .jp-Cell", timeout=WAIT * 1000)
        until = time.monotonic() + WAIT
        while not any(self._ready(session, name) for session in self._get("api/sessions")):
            assert time.monotonic() < until, f"{name} got no kernel"
            self.tab.wait_for_timeout(100)
        self.tab.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=WAIT * 1000)

    @staticmethod
    def _ready(session: dict[str, Any], name: str) -> bool:
        kernel = session.get("kernel") or {}
        idle = kernel.get("execution_state") == "idle" and kernel.get("connections", 0) > 0
        return session["path"].endswith(name) and idle

    def run_all(self) -> None:
        """Run All Cells from the menu."""
        self.tab.click('.lm-MenuBar-itemLabel:text-is("Run")')
        self.tab.click('.lm-Menu-itemLabel:text-is("Run All Cells")')

    def run_all_and_wait(self) -> None:
        """Run all cells, until each has its number and every figure is there."""
        self.run_all()
        self.tab.wait_for_function(_RAN, timeout=WAIT * 1000)
        self.tab.wait_for_function(_DRAWN, timeout=WAIT * 1000)

    def errors(self) -> list[str]:
        """What the cells of the notebook shown said in errors and warnings; JupyterLab shows both as stderr."""
        kinds = ("application/vnd.jupyter.error", "application/vnd.jupyter.stderr")
        where = ", ".join(f'{_SHOWN} .jp-OutputArea-output[data-mime-type="{kind}"]' for kind in kinds)
        return [str(text).strip() for text in self.tab.locator(where).all_inner_texts()]


@contextmanager
def lab(project: Path, room: Path, browser: Any) -> Iterator[Lab]:
    """A server on copies of the notebooks and their data below `room`; it is stopped whatever happens."""
    work = room / "project"
    for name in ("notebooks", "data"):
        shutil.copytree(project / name, work / name)
    news = room / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text('{"fetchNews": "false", "checkForUpdates": false}', encoding="utf-8")
    own = {f"JUPYTER_{n}_DIR": str(room / n.lower()) for n in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(room / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(room / "workspaces")}
    own |= {"PYTHONPATH": str(project), "IPYTHONDIR": str(room / "ipython"), "MEDIA_ANALYSIS_CACHE": str(room / "kept")}
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    command += [f"--ServerApp.root_dir={work}", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    log = room / "lab.log"
    with log.open("w", encoding="utf-8") as said:
        server = subprocess.Popen(command, env={**os.environ, **own}, stdout=said, stderr=said, cwd=work)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api/status?token={token}", server, log)
        tab = browser.new_page(viewport={"width": 1240, "height": 860})
        yield Lab(address, token, work, tab)
        tab.close()
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(20)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + WAIT
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            assert server.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < until, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        else:
            return
