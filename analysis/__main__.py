"""The command line: `python -m analysis report | extract | validate | benchmark`, installed as `media-analysis`.

Exit status: 0 done; 1 done, but some input was rejected (named on stderr and in the table problems); 2 wrong call; 130
stopped by Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from .validation.commands import add_validate, run_validate
from .version import __version__

if TYPE_CHECKING:
    from .pipeline import Analysis

_MISSES = 60  # ways of going wrong that `benchmark --errors` lists
_SHOWN = 20  # rejected inputs that are named on stderr one by one


def parser() -> argparse.ArgumentParser:
    """The arguments of every command; nothing heavy is imported for it."""
    top = argparse.ArgumentParser(
        prog="media-analysis", description="Who said what, when, about what and in which tone."
    )
    top.add_argument("--version", action="version", version=f"media-analysis {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="command")

    report = commands.add_parser("report", help="tables, executed notebooks, figures and report.html")
    report.add_argument(
        "articles", nargs="*", metavar="ARTICLES", help="files, folders, globs, archives (default: data/articles)"
    )
    report.add_argument("--out", metavar="DIR", help="where everything goes (default: figures)")
    report.add_argument("--anew", action="store_true", help="run notebooks that have not changed since, too")
    _common(report)

    extract = commands.add_parser("extract", help="the tables alone, one file each")
    extract.add_argument("articles", nargs="+", metavar="INPUT", help="files, folders, globs, archives")
    extract.add_argument("--out", required=True, metavar="DIR", help="where the tables go")
    extract.add_argument(
        "--format", choices=["parquet", "csv", "jsonl", "xlsx"], default="parquet", help="default: parquet"
    )
    _common(extract)
    _scale(extract)

    add_validate(commands, _common)

    benchmark = commands.add_parser("benchmark", help="measure statements against articles that people coded")
    benchmark.add_argument("folder", metavar="DIR", help="the folder with polnear_dev.jsonl and score.py")
    benchmark.add_argument("--split", choices=["dev", "train"], default="dev", help="default: dev")
    benchmark.add_argument(
        "--errors", choices=["train"], help="list what goes wrong how often, by kind and cue, on train"
    )
    benchmark.add_argument(
        "--speed", action="store_true", help="instead: what articles cost, made of the sentences of those in DIR"
    )
    benchmark.add_argument(
        "--sizes",
        type=_sizes,
        default=None,
        metavar="N,N",
        help="articles in each run of --speed (100,1000,10000)",
    )
    benchmark.add_argument("--out", default="docs", metavar="DIR", help="where --speed writes its page (default: docs)")
    return top


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--speakers", metavar="CSV", help="registry of speakers (default: speakers.csv beside the articles)"
    )
    command.add_argument("--topics", metavar="CSV", help="codebook of topics (default: topics.csv beside the articles)")
    command.add_argument(
        "--corrections", metavar="CSV", help="what people put right (default: corrections.csv beside the articles)"
    )
    command.add_argument(
        "--metadata", metavar="CSV", help="what is known of each file (default: articles.csv beside it)"
    )
    command.add_argument("--text-column", metavar="NAME", help="the column of a table that holds the text")
    command.add_argument(
        "--column",
        metavar="OURS=NAME",
        action="append",
        type=_column,
        help="a column of a table under another name, as published=Datum; may be repeated",
    )
    command.add_argument(
        "--dates",
        choices=["day-first", "month-first"],
        help="how to read 03/04/2022 (default: as another date of the column shows)",
    )
    command.add_argument(
        "--duplicates", choices=["drop", "keep"], help="copies of an article: no statements, or its own (default: drop)"
    )
    command.add_argument(
        "--tone",
        default="news",
        metavar="LEXICON",
        help="news, vader or your own CSV: word, value (default: news)",
    )


def _scale(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--jobs", type=_count, metavar="N", help="processes (default: one; all cores for more than 5 MB of articles)"
    )
    command.add_argument("--scheduler", metavar="ADDRESS", help="a dask.distributed scheduler, whose workers do it")
    command.add_argument(
        "--partitioned", action="store_true", help="a folder of Parquet files for each table (default with --scheduler)"
    )
    command.add_argument(
        "--cache", metavar="DIR", help="where parts are kept for the next run: a folder or s3://… (default: DIR/.parts)"
    )


def _count(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given} should be a whole number, from 1")
    return int(given)


def _sizes(given: str) -> tuple[int, ...]:
    return tuple(_count(one) for one in given.split(","))


def _column(given: str) -> tuple[str, str]:
    ours, equals, name = given.partition("=")
    if not (ours and equals and name):
        raise argparse.ArgumentTypeError(f"{given} should be OURS=NAME, as text=Volltext")
    return ours, name


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    arguments = parser().parse_args(argv)
    from .errors import NotebookError, SourceError
    from .tables import TableError

    commands = {"report": _report, "extract": _extract, "validate": _validate, "benchmark": _benchmark}
    try:
        return commands[arguments.command](arguments)
    except (SourceError, TableError, NotebookError) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename or 'a file'}: {error.strerror or error}")
    except KeyboardInterrupt:
        print("media-analysis: stopped", file=sys.stderr)
        return 130  # as shells call it


def _fail(message: str) -> int:
    print(f"media-analysis: {message}", file=sys.stderr)
    return 2


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    given = {
        "registry": arguments.speakers,
        "codebook": arguments.topics,
        "corrections": arguments.corrections,
        "metadata": arguments.metadata,
        "text_column": arguments.text_column,
        "columns": dict(arguments.column) if arguments.column else None,
        "dates": arguments.dates,
        "duplicates": arguments.duplicates,
        "tone": arguments.tone,
    }
    return {name: value for name, value in given.items() if value is not None}


def _report(arguments: argparse.Namespace) -> int:
    from . import kernels
    from .remake import folder_of, home

    if arguments.anew or not folder_of(arguments.out or home() / "figures").exists():
        kernels.prepare()  # all is to be made: its imports begin before those of this process
    from .report import NothingReadError, make_report

    # What checks web addresses, which no notebook has, compiles its grammar when nbformat is imported: half a second.
    sys.modules.setdefault("rfc3987_syntax", cast(ModuleType, None))
    try:
        page, study = make_report(
            arguments.articles or None, arguments.out, anew=arguments.anew, **_options(arguments), progress=True
        )
    except NothingReadError as error:
        print(f"media-analysis: {error}", file=sys.stderr)
        return _rejected(error.study)
    print(_summary(study, page))
    return _rejected(study)


def _extract(arguments: argparse.Namespace) -> int:
    from .exports import check_folder
    from .pipeline import TABLES, analyse
    from .scale.extract import is_large
    from .sources import beside

    asked = (arguments.jobs or 1) > 1 or arguments.scheduler or arguments.partitioned or arguments.cache
    options = _options(arguments)
    corrected = beside(arguments.articles, options.get("corrections"), "corrections.csv") is not None
    if asked and corrected:
        print("corrections are laid over tables made in one piece: done by one process", file=sys.stderr)
    if (asked or is_large(arguments.articles)) and not corrected:
        return _extract_parts(arguments)
    check_folder(arguments.out, TABLES)  # before the work, not after it
    study = analyse(arguments.articles, **options, progress=True)
    _tell_removed(study.save(arguments.out, arguments.format), arguments.out)
    print(_summary(study, Path(arguments.out)))
    return _rejected(study)


def _validate(arguments: argparse.Namespace) -> int:
    return run_validate(arguments, _options)


def _extract_parts(arguments: argparse.Namespace) -> int:
    """The same tables, never all in memory."""
    from .scale.extract import extract

    options = {name: value for name, value in _options(arguments).items() if name != "corrections"} | {
        "file_format": arguments.format,
        "partitioned": arguments.partitioned or bool(arguments.scheduler),
        "jobs": arguments.jobs,
        "cache": arguments.cache,
        "progress": True,
    }
    if arguments.scheduler:
        from .scale.cluster import connected

        with connected(arguments.scheduler) as client:
            done = extract(arguments.articles, arguments.out, client=client, **options)
    else:
        done = extract(arguments.articles, arguments.out, **options)
    _tell_removed(done.removed, arguments.out)
    rows = done.rows
    print(
        f"{rows['articles']} articles, {rows['statements']} statements ({done.unattributed} not attributed), "
        f"{rows['speakers']} speakers, {rows['problems']} problems: {done.out}"
    )
    return _tell_rejected(done.first_rejected, done.rejected)


def _tell_removed(names: Sequence[str], folder: str) -> None:
    if names:
        print(f"removed from {folder}, as they are of an earlier run: {', '.join(names)}", file=sys.stderr)


def _benchmark(arguments: argparse.Namespace) -> int:
    from .benchmark import ablation, as_text, below_floors, beside_peers, errors, measure
    from .speed import cost

    if arguments.speed:
        from .scale.speed import SIZES
        from .scale.speed import measure as measure_speed

        for table in measure_speed(arguments.folder, arguments.out, arguments.sizes or SIZES):
            print(as_text(table.astype(object)), end="\n\n")
        return 0
    if arguments.errors:
        print(errors(arguments.folder, arguments.errors).head(_MISSES).to_string(index=False))
        return 0
    figures = measure(arguments.folder, arguments.split)
    print(as_text(figures), end="\n\n", flush=True)
    print(as_text(beside_peers(figures)), end="\n\n", flush=True)
    print(as_text(ablation(arguments.folder, arguments.split)), end="\n\n", flush=True)
    print(as_text(cost(arguments.folder, arguments.split)))
    _benchmark_tone(arguments.folder)
    fallen = below_floors(figures) if arguments.split == "dev" else []
    for line in fallen:
        print(line, file=sys.stderr)
    return 1 if fallen else 0


def _benchmark_tone(folder: str) -> None:
    """NewsMTSC lies in the same folder, or is said to be missing; the cost is taken on PolNeAR's articles."""
    from . import tone_benchmark

    print()
    if Path(folder, "newsmtsc_dev_rw.jsonl").is_file():
        print(tone_benchmark.as_text(tone_benchmark.measure_tone(folder)))
    else:
        print(f"no newsmtsc_dev_rw.jsonl in {folder}: tone toward persons is not measured")
    ratio = tone_benchmark.cost_on(folder)
    print(f"\nTone of sentences, statements and toward persons: {ratio:.2f} times one VADER call a sentence.")


def _summary(study: Analysis, where: Path) -> str:
    unknown = int(study.statements["speaker"].isna().sum())
    return (
        f"{len(study.articles)} articles, {len(study.statements)} statements ({unknown} not attributed), "
        f"{len(study.speakers)} speakers, {len(study.problems)} problems: {where}"
    )


def _one_line(text: object) -> str:
    """The words on one line: a file's name may hold a line end, or what a terminal obeys."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(text))


def _rejected(study: Analysis) -> int:
    rejected = study.problems[study.problems["severity"] == "error"]
    first = rejected[["file", "message"]].head(_SHOWN).itertuples(index=False, name=None)
    return _tell_rejected(list(first), len(rejected))


def _tell_rejected(first: Sequence[tuple[Any, str]], count: int) -> int:
    """Name what was turned away on stderr; 1 if anything was, else 0."""
    for file, message in first:
        print(f"rejected: {_one_line(file)}: {_one_line(message)}", file=sys.stderr)
    if count > len(first):
        print(f"rejected: {count - len(first)} more; see the table problems", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
