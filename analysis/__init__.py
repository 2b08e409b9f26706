"""Who said what, when, about what and in which tone: news articles to tidy tables, figures and a report.

    import analysis as ma
    study = ma.analyse("data/articles")                  # every table of a corpus in one call
    study.statements, study.speakers, study.problems     # pandas tables; docs/codebook.md explains each column
    study.save("out"); ma.Analysis.load("out")

    articles = ma.read_articles("data/articles")         # or stage by stage
    statements = (ma.find_statements(articles).pipe(ma.name_speakers, articles, registry="data/speakers.csv")
                    .pipe(ma.date_statements, articles).pipe(ma.score_tone))
    topics = ma.find_topics(statements, codebook="data/topics.csv")
    ax = ma.plot_timeline(statements); ma.save_figure(ax, "statements-by-speaker")
    ma.sample_for_coding(statements, 200, articles=articles, topics=topics).save("coding")   # checked by people
    print(ma.describe_agreement(ma.agreement(["coding/coder-A.xlsx", "coding/coder-B.xlsx"], "coding")))

`read_`, `split_` and `find_` make rows; `name_`, `score_` and `date_` add columns to the same rows in the same order;
`count_` and `mean_` aggregate; `plot_` returns matplotlib Axes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .articles import read_articles
    from .bursts import find_bursts
    from .charts import article_labels, plot_counts, plot_kinds, plot_words
    from .corrections import apply_corrections
    from .dating import date_statements
    from .display import show_table, show_text
    from .drivers import driving_statements, show_driving
    from .events import read_events
    from .explorer import explore
    from .figures import plotted, save_figure, show_figure
    from .methods import describe_methods
    from .period_charts import count_speaker_topics, plot_periods, plot_speaker_topics
    from .pipeline import Analysis, analyse, compare_duplicates, read_codebook
    from .reading_view import show_article, show_linked
    from .selection import select_statements
    from .sentences import split_sentences
    from .sources import SourceError
    from .speakers import count_speakers, name_speakers, suggest_speakers
    from .statements import find_statements
    from .style import style
    from .tables import Problems, TableError, check, said
    from .timeline import count_first_last, count_over_time, select_window
    from .timeline_chart import plot_timeline
    from .tone import score_tone
    from .tone_charts import plot_tone, plot_tone_lexicons, plot_tone_over_time, plot_tone_topics
    from .tone_means import mean_tone, tone_difference, tone_over_time
    from .topic_charts import plot_topic_overlap, plot_topic_shares, plot_topics, plot_topics_over_time, plot_uncovered
    from .topic_discovery import compare_topics, discover_topics, suggest_topics, typical_statements
    from .topic_hits import show_hits
    from .topic_shares import count_topic_pairs, count_topics, count_uncovered
    from .topic_words import frequent_words
    from .topics import count_patterns, find_topics
    from .toward import score_tone_toward
    from .toward_charts import plot_tone_toward, plot_toward_matrix
    from .validation.adjudication import corrections_from, merge_codings, open_decisions, save_merged
    from .validation.agreement import Agreement, agreement
    from .validation.annotations import as_codings
    from .validation.brat import read_brat, write_brat
    from .validation.charts import plot_agreement, plot_confusion
    from .validation.folder import Coding, load_coding
    from .validation.labelstudio import read_labelstudio, write_labelstudio
    from .validation.methods import describe_agreement
    from .validation.sample import CodingSample
    from .validation.sampling import sample_for_coding
    from .who_about_whom import count_about, find_people, plot_about

# Where each public name lives: it is imported when first used, so that `--help` does not wait for matplotlib.
_HOMES = {
    "articles": "read_articles",
    "bursts": "find_bursts",
    "charts": "article_labels plot_counts plot_kinds plot_words",
    "corrections": "apply_corrections",
    "dating": "date_statements",
    "display": "show_table show_text",
    "drivers": "driving_statements show_driving",
    "events": "read_events",
    "explorer": "explore",
    "figures": "plotted save_figure show_figure",
    "methods": "describe_methods",
    "period_charts": "count_speaker_topics plot_periods plot_speaker_topics",
    "pipeline": "Analysis analyse compare_duplicates read_codebook",
    "reading_view": "show_article show_linked",
    "selection": "select_statements",
    "sentences": "split_sentences",
    "sources": "SourceError",
    "speakers": "count_speakers name_speakers suggest_speakers",
    "statements": "find_statements",
    "style": "style",
    "tables": "Problems TableError check said",
    "timeline": "count_first_last count_over_time select_window",
    "timeline_chart": "plot_timeline",
    "tone": "score_tone",
    "tone_charts": "plot_tone plot_tone_lexicons plot_tone_over_time plot_tone_topics",
    "tone_means": "mean_tone tone_difference tone_over_time",
    "topic_charts": "plot_topic_overlap plot_topic_shares plot_topics plot_topics_over_time plot_uncovered",
    "topic_discovery": "compare_topics discover_topics suggest_topics typical_statements",
    "topic_hits": "show_hits",
    "topic_shares": "count_topic_pairs count_topics count_uncovered",
    "topic_words": "frequent_words",
    "topics": "count_patterns find_topics",
    "toward": "score_tone_toward",
    "toward_charts": "plot_tone_toward plot_toward_matrix",
    "validation.adjudication": "corrections_from merge_codings open_decisions save_merged",
    "validation.agreement": "Agreement agreement",
    "validation.annotations": "as_codings",
    "validation.brat": "read_brat write_brat",
    "validation.charts": "plot_agreement plot_confusion",
    "validation.folder": "Coding load_coding",
    "validation.labelstudio": "read_labelstudio write_labelstudio",
    "validation.methods": "describe_agreement",
    "validation.sample": "CodingSample",
    "validation.sampling": "sample_for_coding",
    "who_about_whom": "count_about find_people plot_about",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = ["__version__", *sorted(_HOME_OF)]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
