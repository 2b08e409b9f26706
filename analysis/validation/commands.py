"""`python -m analysis validate …`: its arguments and its parts. Nothing heavy is imported to parse them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..pipeline import Analysis

_SHOWN = 20  # problems that are named on stderr one by one
FORMATS = ("brat", "inception", "labelstudio")


def add_validate(commands: Any, common: Callable[[argparse.ArgumentParser], None]) -> None:
    """The arguments of every part of `validate`; `common` adds those that say how articles are read."""
    validate = commands.add_parser("validate", help="check the coding against people: sheets out, agreement in")
    parts = validate.add_subparsers(dest="part", required=True, metavar="part")

    sample = parts.add_parser("sample", help="draw statements and articles; write a sheet for each coder")
    _articles(sample, common, "the folder for sheets and key")
    sample.add_argument("-n", type=int, default=200, help="statements to draw (default: 200)")
    sample.add_argument("--by", default="kind,speaker,outlet,confidence", help="strata (default: %(default)s)")
    sample.add_argument("--whole", type=int, default=5, help="articles to read whole, for recall (default: 5)")
    sample.add_argument("--coders", nargs="+", default=["coder A", "coder B"], metavar="NAME", help="one sheet each")
    sample.add_argument("--format", choices=["xlsx", "csv"], default="xlsx", help="default: xlsx")
    sample.add_argument("--seed", type=int, default=0, help="another seed, another sample (default: 0)")

    agree = parts.add_parser("agree", help="compare coded sheets with each other and with the machine")
    _sheets(agree)
    agree.add_argument("--out", required=True, metavar="DIR", help="where tables, figures and the paragraph go")

    merge = parts.add_parser("merge", help="one sheet out of several, with what is left to decide")
    _sheets(merge)
    merge.add_argument("--out", required=True, metavar="FILE", help="gold.xlsx, or gold.csv for two files")

    correct = parts.add_parser("correct", help="turn a decided sheet into corrections for analyse")
    _sheets(correct)
    correct.add_argument("--out", required=True, metavar="FILE", help="corrections.csv beside the articles")

    export = parts.add_parser("export", help="statements to an annotation tool")
    _articles(export, common, "where the files go")
    export.add_argument("--format", choices=FORMATS, required=True)

    back = parts.add_parser("import", help="annotations back: statements as a table, or as a coding sheet")
    back.add_argument("annotated", metavar="PATH", help="the folder of brat files, or Label Studio's .json")
    back.add_argument("--format", choices=FORMATS, required=True)
    back.add_argument("--out", required=True, metavar="FILE", help="a .csv, .jsonl, .parquet or .xlsx")
    back.add_argument("--key", metavar="DIR", help="write a coding sheet for this sample instead of the statements")
    back.add_argument("--coder", default="annotator", help="whose annotations they are (default: annotator)")


def _articles(command: argparse.ArgumentParser, common: Callable[[argparse.ArgumentParser], None], out: str) -> None:
    command.add_argument("articles", nargs="+", metavar="INPUT", help="articles, or a folder that `extract` wrote")
    command.add_argument("--out", required=True, metavar="DIR", help=out)
    common(command)


def _sheets(command: argparse.ArgumentParser) -> None:
    command.add_argument("sheets", nargs="+", metavar="SHEET", help="coded sheets, .xlsx or .csv")
    command.add_argument("--key", required=True, metavar="DIR", help="the folder that `validate sample` wrote")


def run_validate(arguments: argparse.Namespace, options: Callable[[argparse.Namespace], dict[str, Any]]) -> int:
    """One part of `validate`, and its exit status: 1 where rows of a sheet could not be used."""
    parts: dict[str, Callable[[], int]] = {
        "sample": lambda: _sample(arguments, _study(arguments, options)),
        "agree": lambda: _agree(arguments),
        "merge": lambda: _merge(arguments),
        "correct": lambda: _correct(arguments),
        "export": lambda: _export(arguments, _study(arguments, options)),
        "import": lambda: _import(arguments),
    }
    return parts[arguments.part]()


def _study(arguments: argparse.Namespace, options: Callable[[argparse.Namespace], dict[str, Any]]) -> Analysis:
    from ..exports import SETTINGS
    from ..pipeline import Analysis, analyse

    given = arguments.articles
    if len(given) == 1 and Path(given[0], SETTINGS).is_file():
        return Analysis.load(given[0])
    return analyse(given, **options(arguments), progress=True)


def _sample(arguments: argparse.Namespace, study: Analysis) -> int:
    from ..sources import beside
    from .sampling import sample_for_coding

    drawn = sample_for_coding(
        study.statements,
        arguments.n,
        articles=study.articles,
        by=[name for name in arguments.by.split(",") if name],
        whole=arguments.whole,
        topics=study.topics if study.settings.get("codebook") else None,
        codebook=beside(arguments.articles, arguments.topics, "topics.csv"),
        seed=arguments.seed,
    )
    sheets = drawn.save(arguments.out, arguments.coders, arguments.format)
    print(f"{drawn}: {', '.join(map(str, sheets))}")
    return 0


def _agree(arguments: argparse.Namespace) -> int:
    from ..exports import write_table, write_text
    from ..figures import save_figure
    from .agreement import agreement
    from .charts import plot_agreement
    from .methods import describe_agreement

    found = agreement(arguments.sheets, arguments.key)
    place = Path(arguments.out)
    tables = {
        "agreement": found.table,
        "extraction": found.extraction,
        "confusion": found.confusion,
        "disagreements": found.disagreements,
        "account": found.account,
        "problems": found.problems,
    }
    for name, frame in tables.items():
        write_table(frame, place / f"{name}.csv")
    save_figure(plot_agreement(found), "agreement-figure", place)
    text = describe_agreement(found)
    write_text(place / "methods.txt", f"{text}\n")
    print(text)
    return _told(found.problems)


def _told(problems: Any) -> int:
    """Name the rows that could not be used on stderr; 1 if there are any, else 0."""
    errors = problems[problems["severity"] == "error"]
    for file, message in errors[["file", "message"]].head(_SHOWN).itertuples(index=False):
        print(f"not used: {file}: {message}", file=sys.stderr)
    if len(errors) > _SHOWN:
        print(f"not used: {len(errors) - _SHOWN} more; see the table problems", file=sys.stderr)
    return 1 if len(errors) else 0


def _merge(arguments: argparse.Namespace) -> int:
    from .adjudication import merge_codings, open_decisions, save_merged
    from .sample import CodingSample

    sample = CodingSample.load(arguments.key)
    merged = merge_codings(arguments.sheets, sample)
    written = save_merged(merged, sample, arguments.out)
    print(f"{open_decisions(merged)} rows to decide, see the column codings: {', '.join(map(str, written))}")
    return 0


def _correct(arguments: argparse.Namespace) -> int:
    from ..exports import write_table
    from .adjudication import corrections_from
    from .sheets import refuse_to_overwrite

    refuse_to_overwrite([Path(arguments.out)])
    rows = corrections_from(arguments.sheets, arguments.key)
    write_table(rows, arguments.out)
    print(f"{len(rows)} corrections: {arguments.out}")
    return 0


def _export(arguments: argparse.Namespace, study: Analysis) -> int:
    from .brat import write_brat
    from .labelstudio import write_labelstudio

    if arguments.format == "labelstudio":
        written = write_labelstudio(study.statements, study.articles, arguments.out)
    else:
        written = write_brat(study.statements, study.articles, arguments.out, inception=arguments.format == "inception")
    print(
        f"{len(study.statements)} statements of {len(study.articles)} articles: {len(written)} files in {arguments.out}"
    )
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from ..exports import write_table
    from .annotations import as_codings
    from .brat import read_brat
    from .labelstudio import read_labelstudio
    from .sample import CodingSample
    from .sheets import refuse_to_overwrite

    read = read_labelstudio if arguments.format == "labelstudio" else read_brat
    found, problems = read(arguments.annotated)
    target = Path(arguments.out)
    if arguments.key:
        rows = as_codings(found, CodingSample.load(arguments.key), arguments.coder)
        paths = [target.with_name(f"{target.stem}-{name}{target.suffix}") for name in rows]
        refuse_to_overwrite(paths)
        for path, frame in zip(paths, rows.values(), strict=True):
            write_table(frame, path)
    else:
        write_table(found, target)
    print(f"{len(found)} statements of {found['article_id'].nunique()} articles: {target}")
    return _told(problems)
