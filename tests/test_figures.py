"""What all figures share: rows, caption, alt text, and the same bytes on disk every time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import analysis as ma
from analysis.figures import SavedFigure, grouped, others, plotted, rest, save_figure, so_many, top, unattributed
from analysis.style import shorten

Statements = Callable[..., pd.DataFrame]


def test_a_saved_figure_is_a_picture_twice_and_a_table(study: ma.Analysis, tmp_path: Path) -> None:
    ax = ma.plot_kinds(study.statements)
    rows = plotted(ax).rows
    save_figure(ax, "kinds", tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kinds.csv", "kinds.png", "kinds.svg"]
    assert (tmp_path / "kinds.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "kinds.svg").read_text(encoding="utf-8")
    assert len(pd.read_csv(tmp_path / "kinds.csv")) == len(rows)


@pytest.mark.parametrize("width", ["full", "column"])
@pytest.mark.parametrize("plot", [ma.plot_timeline, ma.plot_tone, ma.plot_counts, ma.plot_periods])
def test_two_runs_write_the_same_bytes(
    plot: Callable[..., plt.Axes], width: str, study: ma.Analysis, tmp_path: Path
) -> None:
    for run in ("one", "two"):
        ax = plot(study.statements)
        save_figure(ax, "figure", tmp_path / run, width=width, formats=("png", "svg", "pdf"))
    for ending in ("png", "svg", "pdf", "csv"):
        first, second = (tmp_path / run / f"figure.{ending}" for run in ("one", "two"))
        assert first.read_bytes() == second.read_bytes(), ending


def test_no_moment_of_drawing_is_written_into_a_picture(study: ma.Analysis, tmp_path: Path) -> None:
    save_figure(ma.plot_kinds(study.statements), "kinds", tmp_path)
    assert "dc:date" not in (tmp_path / "kinds.svg").read_text(encoding="utf-8")


def test_a_saved_figure_shows_itself_with_its_alt_text(statements_of: Statements, tmp_path: Path) -> None:
    ax = ma.plot_timeline(statements_of([{"speaker": 'A "quoted" <b>', "date": pd.Timestamp("2024-01-01")}]))
    saved = save_figure(ax, "odd", tmp_path)
    shown = saved._repr_html_()
    assert isinstance(saved, SavedFigure)
    assert shown.startswith('<img alt="Statements over time, per speaker.')
    assert "&quot;quoted&quot; &lt;b&gt;" in shown
    assert 'src="data:image/png;base64,' in shown
    assert repr(saved).startswith("odd.png: Statements over time")


def test_saving_closes_the_figure(statements_of: Statements, tmp_path: Path) -> None:
    ax = ma.plot_kinds(statements_of([{"speaker": "Voss"}]))
    save_figure(ax, "once", tmp_path)
    assert plt.get_fignums() == []


def test_a_name_with_a_dot_keeps_it(statements_of: Statements, tmp_path: Path) -> None:
    save_figure(ma.plot_kinds(statements_of([{"speaker": "Voss"}])), "kinds v1.2", tmp_path)
    assert (tmp_path / "kinds v1.2.png").is_file()


def test_a_figure_of_somebody_elses_is_turned_away(tmp_path: Path) -> None:
    _, ax = plt.subplots()
    with pytest.raises(ValueError, match=r"not drawn by a plot_ function of this library; pass the Axes"):
        plotted(ax)
    with pytest.raises(ValueError, match=r"not drawn by a plot_ function"):
        save_figure(ax, "foreign", tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_csv_holds_what_is_plotted_and_formulas_are_disarmed(statements_of: Statements, tmp_path: Path) -> None:
    table = statements_of([{"speaker": "=HYPERLINK(1)"}] * 2 + [{"speaker": None}])
    save_figure(ma.plot_kinds(table, by="speaker"), "kinds", tmp_path)
    written = pd.read_csv(tmp_path / "kinds.csv")
    assert written["speaker"].tolist() == ["'=HYPERLINK(1)", "not attributed"]
    assert written["direct"].tolist() == [2, 1]


def test_nothing_to_show_says_why(statements_of: Statements) -> None:
    shown = plotted(ma.plot_timeline(statements_of([])))
    assert shown.rows.empty
    assert shown.alt == "Statements over time, per speaker. No statements were found."


def test_top_ranks_by_number_then_name_and_leaves_the_unknown_out() -> None:
    assert top(pd.Series(["b", "a", "c", "c", None, None, None]), 2) == ["c", "a"]


def test_grouped_names_the_rest_and_the_unknown() -> None:
    frame = pd.DataFrame({"speaker": ["a", "b", "c", None]})
    assert others(frame, "speaker", ["a"]) == "2 others"
    assert grouped(frame, "speaker", ["a"]).tolist() == ["a", "2 others", "2 others", "not attributed"]


def test_the_unattributed_are_counted_with_their_share(statements_of: Statements) -> None:
    assert unattributed(statements_of([{"speaker": None}, *[{"speaker": "Voss"}] * 3])) == "1 (25 %) not attributed"
    assert unattributed(statements_of([])) == "0 (0 %) not attributed"


def test_a_long_label_is_cut_where_one_can_see_it() -> None:
    assert shorten("a" * 50, 10) == "a" * 9 + "…"
    assert shorten("short\nlabel") == "short label"


@pytest.mark.parametrize("length", range(3, 9))
def test_a_dollar_sign_is_a_dollar_sign_wherever_the_label_is_cut(length: int) -> None:
    label = shorten("a$b$c$d$e", length)
    assert label.replace(r"\$", "").count("$") == 0
    assert not label.rstrip("…").endswith("\\")


def test_a_figure_can_be_saved_for_a_column_or_a_whole_page(study: ma.Analysis, tmp_path: Path) -> None:
    for width, centimetres in (("column", 8.5), ("full", 17)):
        save_figure(ma.plot_kinds(study.statements), width, tmp_path, width=width)
        pixels = plt.imread(tmp_path / f"{width}.png").shape[1]
        assert pixels == pytest.approx(centimetres / 2.54 * 200, abs=1)
    assert (tmp_path / "column.csv").read_bytes() == (tmp_path / "full.csv").read_bytes()
    assert plt.get_fignums() == []


def test_letters_are_part_of_the_file(study: ma.Analysis, tmp_path: Path) -> None:
    saved = save_figure(ma.plot_kinds(study.statements), "kinds", tmp_path, formats=("pdf", "svg"))
    assert saved.file.name == "kinds.pdf"
    assert b"/FontFile2" in (tmp_path / "kinds.pdf").read_bytes(), "a TrueType font, not a drawing of its letters"
    assert "<text" not in (tmp_path / "kinds.svg").read_text("utf-8"), "outlines, which need no font"
    assert not (tmp_path / "kinds.png").exists()


def test_a_format_or_width_that_there_is_not_is_told(study: ma.Analysis, tmp_path: Path) -> None:
    ax = ma.plot_kinds(study.statements)
    with pytest.raises(ValueError, match=r"a figure is saved as png, svg, pdf; got bmp"):
        save_figure(ax, "kinds", tmp_path, formats=("png", "bmp"))
    with pytest.raises(ValueError, match=r"a figure is saved as png, svg, pdf; got no format"):
        save_figure(ax, "kinds", tmp_path, formats=())
    with pytest.raises(ValueError, match=r"a figure's width may be full or column; got poster"):
        save_figure(ax, "kinds", tmp_path, width="poster")
    assert not list(tmp_path.iterdir())


def test_a_figure_on_axes_of_ones_own_keeps_its_width(study: ma.Analysis, tmp_path: Path) -> None:
    _, own = plt.subplots()
    ma.plot_kinds(study.statements, ax=own)
    with pytest.raises(ValueError, match=r"only a figure of its own can be drawn for another width"):
        save_figure(own, "kinds", tmp_path, width="column")


@pytest.mark.parametrize("name", [name for name in ma.__all__ if name.startswith("plot_")])
def test_every_chart_can_be_drawn_again(name: str) -> None:
    assert hasattr(getattr(ma, name), "__wrapped__"), f"{name} lacks @drawn_again"


def test_who_is_left_out_is_named_up_to_a_few() -> None:
    frame = pd.DataFrame({"speaker": ["a", "a", *"bcdefg", None]})
    assert rest(frame, "speaker", ["b"]) == "a (2), c (1), d (1), e (1), f (1) and 1 more"
    assert rest(frame, "speaker", list("abcdefg")) == ""


def test_one_is_told_in_the_singular() -> None:
    assert so_many(1, "article") == "1 article"
    assert so_many(0, "article") == "0 articles"
