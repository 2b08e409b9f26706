"""The whole report of a corpus: tables, executed notebooks, figures and one self-contained page.

The notebooks are the published method: the report runs them as they stand, with another corpus as parameters.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from . import cache, exports, kernels, tables
from .codebook import codebook_page
from .display import script
from .exports import write_whole
from .fonts import families
from .methods import describe_methods
from .pipeline import TABLES, Analysis, analyse
from .remake import Record, digest_all, files_beside, folder_of, home, notebook_key
from .sources import expand, files_in

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


def make_report(
    source: Any = None, out: str | Path | None = None, *, anew: bool = False, **options: Any
) -> tuple[Path, Analysis]:
    """Run everything for `source` and give back the page and the tables; `options` go to `analyse`.

    Without anything given it is the project's own corpus: tables go to data/tables, and the notebooks are executed in
    place. A notebook of which nothing has changed since the last run is not run again, unless all is to be made `anew`.
    Raises NothingReadError where every input was rejected.
    """
    project = home()
    corpus = project / "data" / "articles" if source is None else source
    places, inside = _places(project, source is None, out, options)
    exports.check_folder(places.tables, TABLES)  # before the work, not after it
    record, parameters = Record(places.figures), {} if inside else _parameters(corpus, places, options)
    sources = sorted((project / "notebooks").glob("[0-9]*.ipynb"))
    keys = _keys(sources, corpus, parameters, options)
    same = set() if anew else record.same(keys)
    if len(same) < len(keys):
        kernels.prepare()  # while the corpus is parsed
    _say("reading and parsing …")
    kept = str(folder_of(places.figures))  # parsed once, for the notebooks too
    study = analyse(corpus, **options, cache=kept)
    study.save(places.tables, "csv")
    if study.articles.empty:
        raise NothingReadError(study)
    if inside:
        write_whole(project / "docs" / "codebook.md", lambda p: p.write_text(codebook_page(), encoding="utf-8"))
    if not (same == set(keys) == set(record.keys)):
        record.forget()
        executed = _run_all(sources, places, parameters, {cache.SETTING: kept}, same)
        page = _page(executed, study)
        write_whole(places.page, lambda path: path.write_text(page, encoding="utf-8"))
        record.keep(keys, [*executed, *(path for path in sorted(places.figures.iterdir()) if path.is_file())])
    else:
        _say("nothing has changed: the notebooks and the figures are those of the last run")
    return places.page, study


def _places(project: Path, own: bool, out: str | Path | None, options: dict[str, Any]) -> tuple[Places, bool]:
    """Where everything goes; True where that is the project's own places."""
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
    return places, inside


def _keys(
    sources: list[Path], corpus: Any, parameters: dict[str, Any], options: dict[str, Any]
) -> dict[str, str | None]:
    """The key of each notebook, by its name; the pictures depend on the fonts of the machine, too."""
    given = [Path(value) for value in options.values() if isinstance(value, str | Path)]
    files = [path for path, _ in files_in(list(expand(corpus)), tables.Problems())]
    try:
        read = digest_all([*files, *files_beside(corpus), *(path for path in given if path.is_file())])
    except OSError:  # a row in `problems`, which nobody can say anything of without reading it again
        return {path.stem: None for path in sources}
    return {path.stem: notebook_key(path, read, parameters, fonts=families()) for path in sources}


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


def _run_all(
    sources: list[Path], places: Places, parameters: dict[str, Any], environment: dict[str, str], same: set[str]
) -> list[Path]:
    """Execute the notebooks but those that are the `same`, telling when each is done; gives all, in order."""
    from .notebooks import run_notebook

    def run(source: Path) -> Path:
        target = places.notebooks / source.name
        if source.stem in same:
            _say(f"{source.name} is unchanged")
        else:
            run_notebook(source, target, parameters, folder=source.parent, environment=environment)
            _say(f"ran {source.name}")
        return target

    longest_first = sorted(sources, key=lambda path: -path.stat().st_size)  # none is left to wait for
    with ThreadPoolExecutor(3) as pool:  # one more than many a machine has cores: a kernel's start is mostly waiting
        running = pool.map(run, longest_first)
        for name in ("nbconvert", f"{__package__}.reading_view"):  # what the page needs
            import_module(name)
        try:
            done = dict(zip(longest_first, running, strict=True))
        except KeyboardInterrupt:
            kernels.stop()  # else every cell that runs would be waited for
            raise
    return [done[source] for source in sources]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _page(notebooks: list[Path], study: Analysis) -> str:
    import nbformat
    from nbconvert import HTMLExporter

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
    from .reading_view import show_linked

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
