"""What a reader could not read in a figure, and tables that try every figure's patience."""

from __future__ import annotations

import itertools

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from analysis.tables import make

KINDS = ("direct", "mixed", "indirect")
ODD = [
    "$1 Billion_{x}",
    "A $ B",
    "50 %",
    "שרה לוי",
    "محمد علي",
    "a\\b",
    "#tag & <b>",
    "zero\nline",
    "Ärztin Ümlaut",
    "林道德",
    "김민수",
    "ศรี राम",
]
LONG = "Representative of the Interregional Harbour and Waterways Authority {}"
TOPICS = [
    "war",
    "sanctions and blockade",
    "x$y_{z}",
    "Donaudampfschifffahrtsgesellschaft",
    *map("topic {}".format, range(9)),
]


def day(i: int) -> pd.Timestamp:
    return pd.Timestamp("2024-01-01") + pd.Timedelta(days=i)


CORPORA: dict[str, list[dict[str, object]]] = {
    "nothing": [],
    "one statement": [{"speaker": "Anna Lind", "date": day(0)}],
    "forty speakers with long names": [
        {"speaker": LONG.format(i), "date": day(j * 7 + i), "article_id": f"a{j}", "kind": KINDS[j % 3]}
        for i in range(40)
        for j in range(3 + i % 5)
    ],
    "odd names": [{"speaker": n, "date": day(i), "article_id": n, "tone": -0.5} for i in range(6) for n in ODD],
    "nobody attributed": [{"speaker": None, "date": day(i), "speaker_kind": None} for i in range(12)],
    "nothing dated": [{"speaker": f"P {i % 4}", "date": pd.NaT} for i in range(12)],
    "one day": [{"speaker": f"P {i % 4}", "date": day(0), "kind": KINDS[i % 3]} for i in range(90)],
    "twenty years": [{"speaker": f"P {i % 6}", "date": day(i * 37), "article_id": f"a{i}"} for i in range(200)],
    "some undated": [{"speaker": f"P {i % 4}", "date": day(i) if i % 3 else pd.NaT} for i in range(60)],
    "only thoughts": [{"speaker": "P", "date": day(0), "mode": "thought"}],
    "forty speakers on one day": [
        {"speaker": f"Speaker {i % 40}", "date": day(0), "text": "We will see. " * (i % 50)} for i in range(200)
    ],
    "twenty years of one": [{"speaker": "Lind", "date": day(i * 29), "article_id": f"a{i}"} for i in range(250)],
    "only months known": [{"speaker": f"P {i % 3}", "date": day(i * 31), "tone": 0.0} for i in range(9)],
    "no tone": [{"speaker": f"P {i % 2}", "date": day(i), "tone": None, "tone_reporting": None} for i in range(9)],
}  # fmt: skip


def topics_of(statements: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {"statement_id": s, "article_id": a, "topic": TOPICS[i % len(TOPICS)], "hits": 1, "terms": ["x"]}
        for i, (s, a) in enumerate(statements[["statement_id", "article_id"]].itertuples(index=False))
        if i % 3
    ]
    return make("topics", rows)


EVENTS = pd.DataFrame(
    {
        "date": ["2024-01-03", "2024-01-04", "2024-01-05", "2024-01-05", "2024-02-20", "1999-12-31"],
        "end": [None, None, "2024-02-01", None, "2030-01-01", None],
        "label": ["Vote in the lower house", "Bridge closed", "Strike of the pilots 林道", LONG, "شتاء", "Long ago"],
    }
)
NARROW = ("one statement", "forty speakers with long names", "odd names", "twenty years", "some undated")


def toward_of(statements: pd.DataFrame) -> pd.DataFrame:
    """Some of the statements name one or two of a few persons; one mention is the reporters' own."""
    persons = ["Anna Lind", "Tom Berger", *ODD, *map(LONG.format, range(3))]
    rows = [
        {"article_id": a, "sentence_id": s, "statement_id": s, "speaker": who, "person": persons[(i + j) % 9 * j]}
        for i, (s, a, who) in enumerate(statements[["statement_id", "article_id", "speaker"]].itertuples(index=False))
        for j in range(i % 3)
    ]
    rows += [{"article_id": "a", "sentence_id": "a:0", "person": "Anna Lind"}]
    return make("toward", [{**row, "mention": "x", "start": 0, "end": 1, "tone": 0.1} for row in rows])


def printed(ax: Axes) -> list[tuple[str, Bbox]]:
    """Every text that the sheet shows, and the legend, with the box that it takes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.canvas.draw()
    texts = [figure._suptitle, figure._supxlabel]
    boxes = []
    for panel in figure.axes:
        if panel.axison:
            for axis in (panel.xaxis, panel.yaxis):
                low, high = sorted(axis.get_view_interval())
                ticks = [t for t in axis.get_major_ticks() if low <= t.get_loc() <= high]
                texts += [axis.label, axis.offsetText, *(label for t in ticks for label in (t.label1, t.label2))]
        texts += [panel.title, panel._left_title, *panel.texts]
        if panel.get_legend():
            boxes.append(("legend", panel.get_legend().get_window_extent()))
    boxes += [
        (t.get_text(), t.get_window_extent()) for t in texts if t is not None and t.get_visible() and t.get_text()
    ]
    return boxes


def faults(ax: Axes) -> list[str]:
    """What a reader could not read: texts that leave the sheet, and texts that lie on each other."""
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    boxes = printed(ax)
    cut = [f"{t!r} leaves the sheet" for t, b in boxes if min(b.x0, b.y0) < -1 or b.x1 > width + 1 or b.y1 > height + 1]
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1:
            cut.append(f"{one!r} lies on {other!r}")
    return cut
