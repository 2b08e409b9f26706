"""A study under a person's hands: controls that choose statements, and redraw a chart and the table behind it.

Nothing is parsed again: the tables are filtered by `select_statements` and drawn by the `plot_` functions of the
notebooks. Where nobody is there to use controls (a report, CI), or without ipywidgets, the chart stands alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from . import tables
from .charts import article_labels, plot_kinds
from .display import Link, script, show_table
from .figures import UNKNOWN, base, save_figure, show_figure, top, unattributed
from .pipeline import Analysis
from .progress import watched
from .reading_view import anchor, show_article
from .selection import select_statements
from .timeline_chart import plot_timeline
from .tone_charts import plot_tone
from .topic_charts import plot_topics

_MOST = 300  # rows of the table; a page with more is slow to handle
_UNKNOWN = {"outlets": "outlet unknown", "speakers": UNKNOWN, "topics": "no topic"}
_ORDERS = {
    "as in the articles": None,
    "earliest first": ("date", True),
    "latest first": ("date", False),
    "most positive first": ("tone", False),
    "most negative first": ("tone", True),
}
_GO = """(({classList, parentNode}) => {
  classList.add("ma-here");
  parentNode.scrollIntoView({ block: "center" });
})(document.getElementById("%s"))"""
_UNSAFE = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class _View:
    """What an explorer draws of the statements chosen, and the columns of its table."""

    draw: Callable[[Analysis, pd.DataFrame], Axes]
    columns: tuple[str, ...]


_VIEWS = {
    "corpus": _View(lambda _, chosen: plot_kinds(chosen, by="speaker"), ("speaker", "kind", "cue")),
    "tone": _View(lambda _, chosen: plot_tone(chosen), ("speaker", "tone", "tone_reporting")),
    "topics": _View(lambda study, chosen: plot_topics(study.topics, chosen), ("speaker", "topics")),
    "timeline": _View(lambda _, chosen: plot_timeline(chosen), ("date", "speaker", "kind", "tone")),
}


def explore(study: Analysis, what: str = "timeline", figures: str | Path = "figures") -> Any:
    """An explorer of the study: `what` is drawn of it, corpus, tone, topics or timeline; figures saved go to `figures`.

    In a notebook that a person runs it is a widget, anywhere else the chart of all statements.
    """
    if what not in _VIEWS:
        raise ValueError(f"explore draws {', '.join(_VIEWS)}; got {what}.")
    if watched() and find_spec("ipywidgets") is not None:
        return Explorer(study, what, figures)
    return show_figure(_VIEWS[what].draw(study, tables.said(study.statements)))


class Explorer:
    """The controls, and what they lead to; `box` is the widget that holds them all."""

    def __init__(self, study: Analysis, what: str, figures: str | Path) -> None:
        import ipywidgets as widgets

        self.study, self.what, self.view, self.figures = study, what, _VIEWS[what], Path(figures)
        self._labels = article_labels(study.articles)
        self._busy = False
        self._make_controls(widgets)
        self.status, self.code = widgets.HTML(), widgets.HTML()
        self.chart, self.table, self.article = widgets.Output(), widgets.Output(), widgets.Output()
        controls = [
            *(self.outlets, self.find, self.speakers, self.topics, self.kinds, self.first, self.last, self.words),
            *(self.reset, self.name, self.save),
        ]
        left = widgets.VBox(controls, layout=widgets.Layout(width="295px", flex="0 0 auto"))
        right = widgets.VBox(
            [self.status, self.chart, self.code], layout=widgets.Layout(min_width="0", flex="1 1 360px")
        )
        both = widgets.HBox([left, right], layout=widgets.Layout(flex_flow="row wrap"))
        below = [widgets.HBox([self.order, self.open], layout=widgets.Layout(flex_flow="row wrap"))]
        self.box = widgets.VBox([both, *below, self.table, self.article])
        self.box.add_class("ma-explorer")
        self.open.add_class("ma-open")
        self._listen()
        self.redraw()

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The widget, and its first chart where no widgets can be shown: in a notebook saved and converted."""
        bundle: dict[str, Any] = self.box._repr_mimebundle_(**options)
        return {
            **bundle,
            "text/plain": "an explorer",
            "text/html": "".join(o["data"]["text/html"] for o in self.chart.outputs),
        }

    def _make_controls(self, widgets: Any) -> None:
        wide = {"layout": widgets.Layout(width="290px"), "style": {"description_width": "75px"}}
        said = tables.said(self.study.statements)
        by_article = said["article_id"].map(self.study.articles.set_index("article_id")["outlet"])
        topics = self.study.topics[self.study.topics["statement_id"].isin(said["statement_id"])]["topic"]
        self._speakers = _options(said["speaker"], "speakers")
        covered = said["statement_id"].isin(self.study.topics["statement_id"])
        several = partial(widgets.SelectMultiple, **wide)
        self.outlets = several(options=_options(by_article, "outlets"), description="Outlets", rows=3)
        self.find = widgets.Text(description="Find", placeholder="part of a speaker’s name", **wide)
        self.speakers = several(options=self._speakers, description="Speakers", rows=8)
        found = [*_options(topics, "topics"), *_unknown(int((~covered).sum()), "topics")]
        self.topics = several(options=found, description="Topics", rows=5)
        self.kinds = several(options=list(tables.KINDS), description="Kinds", rows=3)
        self.first = widgets.DatePicker(description="From", **wide)
        self.last = widgets.DatePicker(description="Until", **wide)
        self.words = widgets.Text(description="Words", placeholder="in the statement", continuous_update=False, **wide)
        self.reset = widgets.Button(description="Show all", layout=wide["layout"])
        self.name = widgets.Text(f"my-{self.what}", description="Save as", **wide)
        self.save = widgets.Button(description="Save figure and its CSV", layout=wide["layout"])
        self.order = widgets.Dropdown(options=list(_ORDERS), description="Order", **wide)
        field = {**wide, "layout": widgets.Layout(width="480px"), "ensure_option": False, "continuous_update": False}
        self.open = widgets.Combobox(description="Read", placeholder="a statement_id: opens its article", **field)

    def _listen(self) -> None:
        chosen = (self.outlets, self.speakers, self.topics, self.kinds, self.first, self.last, self.words, self.order)
        for control in chosen:
            control.observe(lambda _: self.redraw(), "value")
        self.find.observe(lambda _: self._narrow(), "value")
        self.open.observe(lambda _: self._read(), "value")
        self.reset.on_click(lambda _: self._show_all())
        self.save.on_click(lambda _: self._save())

    @property
    def choice(self) -> dict[str, Any]:
        """What is chosen, as the arguments of `select_statements`."""
        lists = {"outlets": self.outlets, "speakers": self.speakers, "topics": self.topics, "kinds": self.kinds}
        given = {name: list(control.value) for name, control in lists.items() if control.value}
        days = {name: day.isoformat() for name, day in (("first", self.first.value), ("last", self.last.value)) if day}
        return {**given, **days, **({"words": self.words.value} if self.words.value.strip() else {})}

    @property
    def chosen(self) -> pd.DataFrame:
        """The statements chosen, in the order asked for."""
        found, order = select_statements(self.study, **self.choice), _ORDERS[self.order.value]
        return found.sort_values(order[0], ascending=order[1], kind="stable") if order else found

    def redraw(self) -> None:
        """Chart, table and figures of what is chosen now."""
        if self._busy:
            return
        chosen, whole = self.chosen, len(tables.said(self.study.statements))
        arguments = "".join(f", {name}={value!r}" for name, value in self.choice.items())
        self.code.value = _small(f"The same in code: ma.select_statements(study{arguments})")
        self.open.options = chosen["statement_id"].head(_MOST).tolist()
        if chosen.empty:
            self.status.value = _small(f"Nothing matches: none of {whole} statements. Take back a choice, or show all.")
            _fill(self.chart, "")
            _fill(self.table, "")
            return
        undated = "; without undated ones" if {"first", "last"} & set(self.choice) else ""
        self.status.value = _small(f"{base(chosen)}, of {whole} in all{undated}; {unattributed(chosen)}.")
        _fill(self.chart, show_figure(self.view.draw(self.study, chosen)).content)
        _fill(self.table, f"{self._rows(chosen)}<script>{script()}</script>")

    def _rows(self, chosen: pd.DataFrame) -> str:
        shown = chosen.head(_MOST)
        topics = self.study.topics.groupby("statement_id")["topic"].agg(list)
        links = pd.Series([Link(i) for i in shown["statement_id"].tolist()], shown.index, dtype=object)
        more = {"topics": shown["statement_id"].map(topics), "article": shown["article_id"].map(self._labels)}
        frame = shown.assign(**more, read=links)[[*self.view.columns, "text", "article", "read"]]
        cut = _small(f"The first {_MOST} of {len(chosen)} statements; choose fewer, or another order, to see others.")
        return (cut if len(chosen) > _MOST else "") + show_table(frame, _MOST, sortable="statements").content

    def _read(self) -> None:
        """The article of the statement that was asked for, opened at its place."""
        found = self.study.statements[self.study.statements["statement_id"] == self.open.value]
        if found.empty:
            _fill(self.article, _small("There is no such statement.") if self.open.value else "")
            return
        place = f"{self.box.model_id}-{anchor(self.open.value)}"  # one page may hold several explorers
        article_id, anchors = found["article_id"].iloc[0], {self.open.value: place}
        page = show_article(article_id, self.study.articles, self.study.statements, anchors=anchors)
        _fill(self.article, f"{page.content}<script>{_GO % place}</script>")

    def _narrow(self) -> None:
        """Speakers whose name holds the letters typed; those that are chosen stay."""
        letters, kept = self.find.value.casefold(), set(self.speakers.value)
        with self._quiet():
            chosen = self.speakers.value
            self.speakers.options = [o for o in self._speakers if o[1] in kept or letters in o[0].casefold()]
            self.speakers.value = chosen

    def _show_all(self) -> None:
        with self._quiet():
            self.find.value = self.words.value = ""
            self.speakers.options = self._speakers
            for control in (self.outlets, self.speakers, self.topics, self.kinds):
                control.value = ()
            self.first.value = self.last.value = None
        self.redraw()

    def _save(self) -> None:
        chosen, name = self.chosen, _UNSAFE.sub("-", self.name.value).strip("-") or self.what
        if chosen.empty:
            return
        saved = save_figure(self.view.draw(self.study, chosen), name, self.figures)
        self.status.value = _small(
            f"Saved {saved.file}, and beside it {name}.svg and {name}.csv with the plotted rows."
        )

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """Several controls change, and nothing is drawn between."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False


def _options(values: pd.Series, what: str) -> list[tuple[str, str | None]]:
    """The values with their counts, the most frequent first, and the unknown at the end."""
    counts = values.dropna().astype(str).value_counts()
    known = [(f"{value} ({counts[value]})", value) for value in top(values, len(counts))]
    return [*known, *_unknown(int(values.isna().sum()), what)]


def _unknown(count: int, what: str) -> list[tuple[str, None]]:
    return [(f"{_UNKNOWN[what]} ({count})", None)] if count else []


def _small(words: str) -> str:
    return f'<p role="status" style="font:12px/1.5 sans-serif;margin:.3em 0">{html.escape(words)}</p>'


def _fill(output: Any, content: str) -> None:
    data = {"text/html": content, "text/plain": ""}
    output.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},) if content else ()
