"""What a corpus costs: each stage beside VADER, and whole runs by size and number of processes, with their memory.

Large corpora are made of the sentences of a given one, drawn anew with a fixed seed: as many to an article, and as many
to a paragraph, as real articles have. They lie in a temporary folder for as long as it takes.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from .. import tables
from ..articles import read_articles
from ..dating import date_statements
from ..figures import axes, drawn_again, finish, legend_above
from ..sentences import split_sentences
from ..speakers import name_speakers
from ..speed import in_turn
from ..statements import find_statements
from ..style import DARK, PALETTE, style
from ..text import reading_copy
from ..tone import Scorer, people_words
from ..tone_lexicon import lexicon_of
from ..topics import find_topics
from .extract import extract
from .runner import cores

SIZES = (100, 1_000, 10_000)
_SEED = 1
_MARKS = ("o", "s", "^", "D")
_TOPICS = pd.DataFrame(
    {
        "topic": ["economy", "economy", "health", "crime", "elections"],
        "pattern": ["econom*", "tax* near/5 rais*", "hospital*", "arrest*", "vote*"],
    }
)
_RUN = """
import json, resource, sys, time
from analysis.scale.extract import extract
began = time.perf_counter()
extract(sys.argv[1], sys.argv[2], jobs=int(sys.argv[3]))
took = time.perf_counter() - began
peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"seconds": took, "peaks": peaks}))
"""


def shuffled(articles: pd.DataFrame, count: int, path: Path) -> None:
    """Write `count` articles made of the sentences of `articles` as JSON lines."""
    sentences = split_sentences(articles)
    shapes = [
        paragraphs.groupby("paragraph").size().tolist() for _, paragraphs in sentences.groupby("article_id", sort=False)
    ]
    texts = sentences["text"].tolist()
    chance = random.Random(_SEED)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            body = "\n\n".join(" ".join(chance.choices(texts, k=size)) for size in chance.choice(shapes))
            day = f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
            file.write(json.dumps({"id": f"made-{number}", "date": day, "text": body}) + "\n")


def cost_of_stages(articles: pd.DataFrame, rounds: int = 5) -> pd.DataFrame:
    """One row per stage on one core: articles a second, and its time as a multiple of VADER's over the same sentences.

    VADER's is one `polarity_scores` per sentence, taken in turn with the stages; the median of `rounds` counts. The
    last row is all of `extract` from a JSON-lines file to Parquet, which also cuts parts, keeps and merges them.
    """
    copies = [reading_copy(text) for text in split_sentences(articles)["text"].tolist()]
    with tempfile.TemporaryDirectory(prefix="media-analysis-") as room:
        taken = in_turn(_stages(articles, Path(room)), copies, 1 + rounds)
    taken = taken.iloc[1:]  # the first pays for what is read and imported once
    ratio = taken.div(taken["VADER"], axis=0).median()
    rate = (len(articles) / taken).median()
    columns = {"stage": taken.columns, "articles a second": rate.round(1).to_numpy(), "times VADER": ratio.round(2)}
    return pd.DataFrame(columns).reset_index(drop=True)


def _stages(articles: pd.DataFrame, room: Path) -> dict[str, Callable[[], Any]]:
    given = articles[["article_id", "published", "text"]]
    source, out = room / "articles.jsonl", room / "out"
    given.rename(columns={"article_id": "id", "published": "date"}).to_json(
        source, orient="records", lines=True, date_format="iso"
    )
    found = find_statements(articles)
    named = name_speakers(found, articles)
    sentences, lexicon, names = split_sentences(articles), lexicon_of("news"), people_words(named)

    def tone() -> None:
        scorer = Scorer(lexicon, names)  # one that has scored nothing yet
        for text in [*sentences["text"].tolist(), *named["text"].tolist(), *named["reporting"].tolist()]:
            scorer.text(text)

    def whole() -> None:
        shutil.rmtree(out, ignore_errors=True)  # nothing is kept from before
        extract(source, out, codebook=_TOPICS, jobs=1)

    return {
        "articles": lambda: read_articles(given, problems=tables.Problems()),
        "sentences": lambda: split_sentences(articles),
        "statements": lambda: find_statements(articles),
        "speakers": lambda: name_speakers(found, articles),
        "dates": lambda: date_statements(named, articles),
        "tone": tone,
        "topics": lambda: find_topics(named, _TOPICS),
        "extract": whole,
    }


def cost_of_runs(
    articles: pd.DataFrame, sizes: Sequence[int] = SIZES, jobs: Sequence[int] | None = None
) -> pd.DataFrame:
    """One row per size and number of processes: articles, jobs, seconds, seconds per 1,000 articles, peak memory in MB.

    A run is all of `extract` from a JSON-lines file to Parquet, in processes of its own, with nothing kept from before.
    Memory is that of the process that leads and of the largest of its workers, added for each. `times one process` is
    how much sooner it was done than by one.
    """
    rows = []
    with tempfile.TemporaryDirectory(prefix="media-analysis-") as room:
        for size in sizes:
            source = Path(room, f"{size}.jsonl")
            shuffled(articles, size, source)
            for number in jobs or sorted({1, cores()}):
                out = Path(room, f"out-{size}-{number}")
                command = [sys.executable, "-c", _RUN, str(source), str(out), str(number)]
                done = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
                lead, worker = (peak / 1024 for peak in done["peaks"])
                memory = lead + (worker * number if number > 1 else 0)
                rows.append((size, number, round(done["seconds"], 1), round(memory)))
                shutil.rmtree(out)  # a large run is large
    runs = pd.DataFrame(rows, columns=["articles", "jobs", "seconds", "peak memory MB"])
    runs.insert(3, "seconds per 1,000", (1000 * runs["seconds"] / runs["articles"]).round(2))
    alone = runs[runs["jobs"] == 1].set_index("articles")["seconds"].reindex(runs["articles"]).to_numpy()
    return runs.assign(**{"times one process": (alone / runs["seconds"]).round(2)})


@drawn_again
def plot_runs(runs: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Seconds by articles on scales of tens, a line for each number of processes; straight and even is linear."""
    tables.require(runs, ["articles", "jobs", "seconds", "peak memory MB"], "plot_runs")
    with style():
        ax = axes(ax, 4.2)
        for place, jobs in enumerate(sorted(set(runs["jobs"].tolist()))):
            held = runs[runs["jobs"] == jobs]
            label = f"{jobs} process" if jobs == 1 else f"{jobs} processes"
            colour, mark = PALETTE[place % len(PALETTE)], _MARKS[place % len(_MARKS)]
            ax.plot(held["articles"], held["seconds"], label=label, color=colour, marker=mark)
        for size, held in runs.groupby("articles"):
            for seconds_, memory in held[["seconds", "peak memory MB"]].to_numpy().tolist():
                above = seconds_ == held["seconds"].max()
                ax.annotate(
                    f"{memory:,.0f} MB",
                    (size, seconds_),
                    xytext=(-5, 5) if above else (5, -5),
                    textcoords="offset points",
                    ha="right" if above else "left",
                    va="bottom" if above else "top",
                    color=DARK,
                )
        ax.set(xscale="log", yscale="log", xlabel="Articles", ylabel="Seconds")
        ax.set_xticks(sorted(set(runs["articles"])), [f"{n:,}" for n in sorted(set(runs["articles"]))])
        ax.yaxis.set_major_formatter("{x:,.0f}")
        ax.margins(0.15, 0.18)
        legend_above(ax)
        least, most = runs["articles"].min(), runs["articles"].max()
        caption = (
            f"n = {len(runs)} runs of extract on {least:,} to {most:,} articles made by shuffling the sentences of "
            "real ones; beside each point the peak memory of all its processes together. Seconds depend on the machine."
        )
        slowest = runs.sort_values("seconds").to_dict("records")[-1]
        alt = (
            f"The longest run, {slowest['articles']:,.0f} articles by {slowest['jobs']:.0f} process(es), took "
            f"{slowest['seconds']:,.0f} seconds and {slowest['peak memory MB']:,.0f} MB."
        )
        return finish(ax, "What a corpus costs", caption, alt, runs)


_PAGE = """# Speed and memory

    make benchmark-speed CORPUS=articles    # writes this page; with SIZES=100,1000,10000,100000 for more

Made by that command on one machine; on another, ratios stay much the same and seconds do not. Articles are made by
shuffling the sentences of real ones, so a run of any size can be repeated; the sentences are not kept.

## One core, stage by stage

Time as a multiple of one stock VADER call per sentence of the same {articles:,} articles, in the same process, by the
processor's clock (median of five rounds). `extract` is all of it, from a JSON-lines file to Parquet.

{stages}

## Whole runs

`extract` from a JSON-lines file to Parquet with nothing kept from before, by the clock on the wall, with the start of
the worker processes. Peak memory is that of all processes together.

{runs}

![Seconds by number of articles, a line for each number of processes](images/speed.png)
"""


def measure(corpus: Any, out: str | Path, sizes: Sequence[int] = SIZES) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure all of it on the sentences of a corpus, and write docs/speed.md and its chart into `out`."""
    from ..benchmark import as_text
    from ..figures import save_figure

    articles = read_articles(corpus, problems=tables.Problems())
    stages, runs = cost_of_stages(articles), cost_of_runs(articles, sizes)
    Path(out, "images").mkdir(parents=True, exist_ok=True)
    save_figure(plot_runs(runs), "speed", Path(out, "images"))
    Path(out, "speed.md").write_text(
        _PAGE.format(articles=len(articles), stages=as_text(stages), runs=as_text(runs.astype(object))),
        encoding="utf-8",
    )
    return stages, runs
