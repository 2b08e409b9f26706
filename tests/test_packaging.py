"""The files around the code: locked, explained, and of one version."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

import analysis as ma


@pytest.fixture(scope="module")
def pyproject(project: Path) -> dict:
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def locked(project: Path) -> dict[str, str]:
    """Each locked requirement, by name, with its hashes and markers."""
    text = (project / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    return {name_of(e).lower(): e for e in entries if e[:1].isalnum()}


def name_of(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def direct(pyproject: dict, *, train: bool = True) -> set[str]:
    """The names of what is asked for; training has an environment of its own, outside the lock."""
    optional = pyproject["project"]["optional-dependencies"]
    extras = [wanted for name, wanted in optional.items() if train or name != "train"]
    wanted = [*pyproject["project"]["dependencies"], *(r for extra in extras for r in extra)]
    return {name_of(requirement) for requirement in wanted}


def test_the_lock_names_no_host(project: Path) -> None:
    assert "://" not in (project / "requirements.lock").read_text(encoding="utf-8")


def test_every_locked_requirement_has_one_version_and_a_hash(locked: dict[str, str]) -> None:
    assert len(locked) > 20
    for name, entry in locked.items():
        assert re.match(rf"{re.escape(name)}==\d", entry, re.IGNORECASE), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), name


def test_every_dependency_is_locked(pyproject: dict, locked: dict[str, str]) -> None:
    assert {name.lower() for name in direct(pyproject, train=False)} <= set(locked)


def test_every_dependency_is_accounted_for(pyproject: dict, project: Path) -> None:
    text = (project / "CONTRIBUTING.md").read_text(encoding="utf-8").lower()
    missing = {name for name in direct(pyproject) if not re.search(rf"\b{re.escape(name.lower())}\b", text)}
    assert missing == set(), "CONTRIBUTING.md says why each dependency is there"


def test_no_import_of_the_package_is_undeclared(pyproject: dict, project: Path) -> None:
    names = {"sklearn": "scikit-learn", "dateutil": "python-dateutil", "charset_normalizer": "charset-normalizer"}
    brought = {"traitlets", "jupyter_client", "IPython", "analysis"}  # by nbclient and ipykernel; and ourselves
    declared = {name_of(r) for r in pyproject["project"]["dependencies"]}
    extra = {name_of(r) for r in pyproject["project"]["optional-dependencies"]["scale"]}
    for path in (project / "analysis").rglob("*.py"):
        found = re.findall(r"^\s*(?:from|import) ([A-Za-z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE)
        used = {names.get(module, module) for module in found if module not in sys.stdlib_module_names}
        assert used - brought <= (declared | extra if path.parent.name == "scale" else declared), path.name


def test_the_version_is_said_once_and_cited_alike(project: Path) -> None:
    cited = re.search(r"^version: *\"?([^\"\n]+)", (project / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited is not None
    assert cited.group(1).strip() == ma.__version__
    assert re.search(rf"^## .*{re.escape(ma.__version__)}", (project / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_every_package_and_lexicon_is_shipped(pyproject: dict, project: Path) -> None:
    folders = {p.parent.relative_to(project).as_posix().replace("/", ".") for p in project.glob("analysis/**/*.py")}
    shipped = pyproject["tool"]["setuptools"]
    assert folders == set(shipped["packages"])
    data = {
        p.relative_to(project / "analysis")
        for g in shipped["package-data"]["analysis"]
        for p in project.glob(f"analysis/{g}")
    }
    loose = {p for p in project.glob("analysis/**/*") if p.is_file() and p.suffix not in {".py", ".pyc"}}
    assert {p.relative_to(project / "analysis") for p in loose} == data
