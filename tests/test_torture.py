"""One folder with everything that breaks readers: each good article is there, each bad file is one row that helps."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import analysis as ma
from analysis.readers import READERS

TINY = 10_000
GOOD = "“The bridge will open,” Anna Lind said.\n"
PAGE = """<html><head><title>=HYPERLINK("http://example.org","Bridge")</title><script>alert("no");</script></head>
<body><script>document.write("never")</script><article><h1>=HYPERLINK("http://example.org","Bridge")</h1>
<p>“The harbour bridge will open before the summer,” Mayor Anna Lind said on Friday in the town hall.</p>
<p>Lorries have waited for it for three years, and the harbour paid for most of the work on its pillars.</p>
</article></body></html>"""
RUN = """
import sys
from analysis.__main__ import main
status = main(sys.argv[1:])
with open("/proc/self/status") as file:
    print("peak", next(line.split()[1] for line in file if line.startswith("VmHWM")))
sys.exit(status)
"""


class Ran(NamedTuple):
    status: int
    peak: int  # kilobytes
    errors: str
    study: ma.Analysis
    folder: Path


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def build(folder: Path) -> None:
    """The torture folder."""
    (folder / "tiny").mkdir(parents=True)
    for n in range(TINY):
        (folder / "tiny" / f"{n:05}.txt").write_text(f"Nobody spoke on day {n}.", encoding="utf-8")
    nested = GOOD.encode()
    for depth in range(6):
        nested = zipped({f"{depth}.zip" if depth else "a.txt": nested})
    deep: object = "x"
    for _ in range(300):
        deep = [deep]
    files: dict[str, bytes] = {
        "good.txt": GOOD.encode(),
        "good-utf16.txt": GOOD.encode("utf-16"),
        "na\nme 🙂.txt": GOOD.encode() + b"It has a name.",
        "one-byte.txt": b"a",
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 40,
        "truncated.txt": "“The café will open,” Anna Lind said. “Soon,” she added…".encode()[:-2],
        "quotation-marks.txt": b'"' * 50_000_000,
        "fewer-quotation-marks.txt": b'"' * 990_000,
        "long-line.txt": b"word " * 1_000_000,
        "long-text.txt": b"word\n" * 300_000,
        "deep.json": b"[" * 200_000,
        "nested.json": f'{{"text": "Nobody spoke.", "x": {deep!r}}}'.replace("'", '"').encode(),
        "bomb.zip": zipped({"bomb.csv": bytes(200_000_000)}),
        "depth.zip": nested,
        "escape.zip": zipped({"../../evil.txt": b"evil", "inside.txt": GOOD.encode() + b"It came in a zip."}),
        "broken.zip": zipped({"a.txt": GOOD.encode()})[:-30],
        "page.html": PAGE.encode(),
        "broken.parquet": b"PAR1" + bytes(200) + b"PAR1",
        "broken.xlsx": zipped({"xl/workbook.xml": b"<workbook"}),
        "paper.pdf": b"%PDF-1.7",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    (folder / "unreadable.txt").write_text(GOOD)
    (folder / "unreadable.txt").chmod(0)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Ran:
    """One run of the command line over the torture folder."""
    if not Path("/proc/self/status").exists():
        pytest.skip("peak memory is read from /proc")
    place = tmp_path_factory.mktemp("torture")
    folder, out = place / "in", place / "out"
    build(folder)
    run = subprocess.run(
        [sys.executable, "-c", RUN, "extract", str(folder), "--out", str(out), "--format", "csv"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr, run.stderr
    return Ran(run.returncode, int(run.stdout.split()[-1]), run.stderr, ma.Analysis.load(out), folder)


def test_the_run_ends_with_status_1_and_less_than_a_gigabyte(ran: Ran) -> None:
    assert ran.status == 1
    assert ran.peak < 1_000_000


def test_every_good_article_is_there(ran: Ran) -> None:
    good = {
        "good.txt",
        "good-utf16.txt",
        "na\nme 🙂.txt",
        "one-byte.txt",
        "truncated.txt",
        "page.html",
        "fewer-quotation-marks.txt",
    }
    files = set(ran.study.articles["file"])
    assert good | {"escape.zip/inside.txt"} <= files
    assert sum(name.startswith("tiny/") for name in files) == TINY
    assert {"Anna Lind"} <= set(ran.study.statements["speaker"])


def test_every_rejected_file_is_one_row_with_reason_and_mend(ran: Ran) -> None:
    rejected = ran.study.problems[ran.study.problems["severity"] == "error"]
    codes = dict(zip(rejected["file"], rejected["code"], strict=True))
    readable = os.access(ran.folder / "unreadable.txt", os.R_OK)  # root may read anything
    assert codes == {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "quotation-marks.txt": "too-large",
        "long-line.txt": "too-large",
        "long-text.txt": "too-long",
        "deep.json": "broken-json",
        "nested.json": "too-deep",
        "bomb.zip/bomb.csv": "archive-bomb",
        "depth.zip/5.zip/4.zip/3.zip": "archive-depth",
        "escape.zip/../../evil.txt": "archive-path",
        "broken.zip": "broken-archive",
        "broken.parquet": "broken-parquet",
        "broken.xlsx": "broken-xlsx",
        "paper.pdf": "unsupported",
        "loop": "link",
        "itself.txt": "unreadable",
        **({} if readable else {"unreadable.txt": "unreadable"}),
    }
    assert len(codes) == len(rejected)
    mends = "again|split|save|read:|see whether|leave it|give the|unzip|flatten|rename|these are"
    assert rejected["message"].str.contains(mends).all(), rejected["message"][~rejected["message"].str.contains(mends)]
    assert len([line for line in ran.errors.splitlines() if line.startswith("rejected: ")]) == len(rejected)


def test_what_was_doubtful_is_told(ran: Ran) -> None:
    told = ran.study.problems.set_index("file")["code"]
    assert told["truncated.txt"] == "damaged-text"


def test_a_formula_in_a_headline_is_words_in_the_exported_file(ran: Ran) -> None:
    page = ran.study.articles.set_index("file").loc["page.html"]
    assert page["headline"] == '=HYPERLINK("http://example.org","Bridge")'
    assert "alert" not in page["text"]
    assert "never" not in page["text"]
    assert "\n'=HYPERLINK" not in page["text"]
    raw = (ran.folder.parent / "out" / "articles.csv").read_text(encoding="utf-8")
    assert '"\'=HYPERLINK(""http://example.org"",""Bridge"")"' in raw


@pytest.mark.parametrize("kind", [".txt", ".csv", ".jsonl", ".json", ".html"])
@pytest.mark.parametrize("unit", ['"', "“", "word ", "a,\n", "Â€", "[", '{"text": "x"}\n', "<p>", "\x85", "'"])
def test_a_file_is_read_in_time_that_grows_with_its_size(kind: str, unit: str) -> None:
    def seconds(count: int) -> float:
        raw = (unit * count).encode()
        started = time.process_time()
        try:
            for _ in READERS[kind].read(raw, lambda code, message: None):
                pass
        except ValueError:
            pass
        return time.process_time() - started

    small, large = (2_000, 8_000) if kind == ".html" else (20_000, 80_000)
    seconds(100)
    assert min(seconds(large) for _ in range(2)) < 12 * max(min(seconds(small) for _ in range(2)), 0.02)


def test_reading_goes_on_after_whatever_is_in_a_table_in_memory() -> None:
    odd = ['"' * 5, "“", "\0", "a\0b", "\u2028", "'", " ", "", None, "\x1b[31m", "🙂" * 3]
    problems = ma.Problems()
    found = ma.read_articles(pd.DataFrame({"text": odd}), problems=problems)
    assert found["text"].tolist() == [t for t in odd if t and t.strip()]
    assert len(found) + len(problems.table().query("severity == 'error'")) == len(odd)
