"""The whole report of a corpus: tables, executed notebooks, figures and one self-contained page.

The notebooks are the published method: the report runs them as they stand, with another corpus as parameters.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter

from . import cache, exports, tables
from .codebook import codebook_page
from .display import script
from .exports import write_whole
from .methods import describe_methods
from .notebooks import run_notebook
from .pipeline import TABLES, Analysis, analyse
from .reading_view import show_linked
from .sources import SourceError, expand

_CSS = """
body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;color:#222;max-width:58rem;margin:0 auto;padding:1rem}
h1,h2,h3{line-height:1.25}nav{border:1px solid #ddd;padding:.6rem 1.2rem;margin:1rem 0}
img{max-width:100%;height:auto}table{border-collapse:collapse;font-size:.85rem;display:block;overflow-x:auto}
th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
section{border-top:3px solid #0072B2;margin-top:2.5rem}.methods{background:#f5f5f5;padding:1rem;overflow-wrap:anywhere}
a.anchor-link,.prompt,.jp-InputPrompt,.jp-OutputPrompt{display:none}pre{white-space:pre-wrap;overflow-wrap:anywhere}
"""


# The page may show its own pictures and styles and run the one script whose digest is here; nothing is fetched.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
_STATEMENTS = ["date", "speaker", "kind", "tone", "text", "statement_id", "article_id"]
_MOST = 2000  # statements that the page lists, with their articles; a browser is slow with more


@dataclass(frozen=True)
class Places:
    """Where the parts of a report go."""

    figures: Path
    tables: Path
    notebooks: Path

    @property
    def page(self) -> Path:
        """The report itself."""
        return self.figures / "report.html"


class NothingReadError(Exception):
    """Every input was rejected, so there is nothing to report; `study` has the reasons in its problems."""

    def __init__(self, study: Analysis) -> None:
        super().__init__("no article could be read, so there is nothing to report")
        self.study = study


def home() -> Path:
    """The project's folder, which holds `notebooks` and `data`; SourceError where the package lies without them."""
    folder = Path(__file__).resolve().parent.parent
    if not (folder / "notebooks").is_dir():
        raise SourceError(f"{folder / 'notebooks'}: no notebooks there; run the report from a checkout of the project")
    return folder


def make_report(source: Any = None, out: str | Path | None = None, **options: Any) -> tuple[Path, Analysis]:
    """Run everything for `source` and give back the page and the tables; `options` go to `analyse`.

    Without anything given it is the project's own corpus: tables go to data/tables, and the notebooks are executed in
    place. Raises NothingReadError where every input was rejected.
    """
    project = home()
    own = source is None
    corpus = project / "data" / "articles" if own else source
    figures = Path(out) if out is not None else project / "figures"
    usual = {("tone", "news"), ("duplicates", "drop")}
    changed = {k for k, v in options.items() if v is not None and (k == "columns" or (k, v) not in usual)} - {
        "progress"
    }
    inside = own and out is None and not changed
    places = Places(
        figures.resolve(),
        project / "data" / "tables" if inside else figures.resolve() / "tables",
        project / "notebooks" if inside else figures.resolve() / "notebooks",
    )
    exports.check_folder(places.tables, TABLES)  # before the work, not after it
    _say("reading and parsing …")
    with tempfile.TemporaryDirectory(prefix="media-analysis-") as kept:  # parsed once, for the notebooks too
        study = analyse(corpus, **options, cache=kept)
        study.save(places.tables, "csv")
        if study.articles.empty:
            raise NothingReadError(study)
        if inside:
            write_whole(project / "docs" / "codebook.md", lambda p: p.write_text(codebook_page(), encoding="utf-8"))
        parameters = {} if inside else _parameters(corpus, places, options)
        executed = _run_all(project / "notebooks", places, parameters, {cache.SETTING: kept})
    page = _page(executed, study)
    write_whole(places.page, lambda path: path.write_text(page, encoding="utf-8"))
    return places.page, study


def _parameters(corpus: Any, places: Places, options: dict[str, Any]) -> dict[str, Any]:
    """What the `parameters` cell of every notebook takes, as plain Python values."""
    roots = [str(path.resolve()) for path, _ in expand(corpus)]
    given = {name: str(Path(options[name]).resolve()) for name in ("registry", "codebook") if options.get(name)}
    settings = {k: v for k, v in options.items() if k not in {"registry", "codebook", "progress"} and v is not None}
    for name in ("tone", "corrections"):  # a file of one's own; the notebooks run elsewhere
        if isinstance(settings.get(name), str | Path) and Path(settings[name]).is_file():
            settings[name] = str(Path(settings[name]).resolve())
    return {
        "articles": roots[0] if len(roots) == 1 else roots,
        **given,
        "options": settings,
        "figures": str(places.figures),
    }


def _run_all(folder: Path, places: Places, parameters: dict[str, Any], environment: dict[str, str]) -> list[Path]:
    """Execute every notebook, two at a time, telling when each is done; in the order of their names."""
    sources = sorted(folder.glob("[0-9]*.ipynb"))

    def run(source: Path) -> Path:
        target = places.notebooks / source.name
        run_notebook(source, target, parameters, folder=folder, environment=environment)
        _say(f"ran {source.name}")
        return target

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, sources))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _page(notebooks: list[Path], study: Analysis) -> str:
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    sections, links = [], []
    for path in notebooks:
        body, _ = exporter.from_notebook_node(nbformat.read(path, as_version=4))
        title = _title(body, path)
        links.append(f'<li><a href="#{path.stem}">{html.escape(title)}</a></li>')
        sections.append(f'<section id="{path.stem}">{_own_ids(body, path.stem)}</section>')
    corpus = html.escape(str(study.settings.get("corpus", "")))
    methods = html.escape(describe_methods(study))
    policy = _POLICY.format(digest=base64.b64encode(hashlib.sha256(script().encode()).digest()).decode("ascii"))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Media analysis: {corpus}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<style>{_CSS}</style></head><body><h1>Media analysis: {corpus}</h1>"
        f'<nav aria-label="Contents"><ul>{"".join(links)}<li><a href="#statements">All statements</a></li>'
        f'<li><a href="#methods">Methods</a></li></ul></nav>'
        f"{''.join(sections)}"
        f'<section id="statements"><h2>All statements</h2>{_all_statements(study)}</section>'
        f'<section id="methods"><h2>Methods</h2><p class="methods">{methods}</p></section>'
        f"<script>{script()}</script></body></html>\n"
    )


def _all_statements(study: Analysis) -> str:
    said = tables.said(study.statements)
    listed = show_linked(said[_STATEMENTS], study.articles, study.statements, n=_MOST, sortable="statements")
    words = (
        "Speech and writing, in the order of the articles. The identifier in a row leads to its place in the "
        "article, which opens below. All columns are in tables/statements.csv."
    )
    return f"<p>{words}</p>{listed.content}"


def _title(body: str, path: Path) -> str:
    found = re.search(r"<h1[^>]*>(.*?)<", body, re.DOTALL)
    return html.unescape(found.group(1)).strip() if found else path.stem


def _own_ids(body: str, stem: str) -> str:
    """Several notebooks on one page: ids and links to them get the notebook's name, and headings are one level less."""
    body = re.sub(r"<(/?)h([1-5])\b", lambda m: f"<{m[1]}h{int(m[2]) + 1}", body)
    body = re.sub(r'(<a\b[^<>]*?) href="#([^"]*)"', rf'\1 href="#{stem}-\2"', body)
    return re.sub(r'(<\w[^<>]*?) id="([^"]*)"', rf'\1 id="{stem}-\2"', body)
