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
    from .charts import article_labels, plot_counts, plot_kinds, plot_topics, plot_words
    from .corrections import apply_corrections
    from .display import show_table, show_text
    from .drivers import driving_statements, show_driving
    from .figures import plotted, save_figure
    from .methods import describe_methods
    from .pipeline import Analysis, analyse, compare_duplicates
    from .reading_view import show_article
    from .sentences import split_sentences
    from .sources import SourceError
    from .speakers import count_speakers, name_speakers, suggest_speakers
    from .statements import find_statements
    from .tables import Problems, TableError, check, said
    from .timeline import count_over_time, date_statements
    from .timeline_chart import plot_timeline
    from .tone import score_tone
    from .tone_charts import plot_tone, plot_tone_lexicons, plot_tone_over_time, plot_tone_topics
    from .tone_means import mean_tone, tone_difference, tone_over_time
    from .topics import count_topics, find_topics, frequent_words
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

# Where each public name lives: it is imported when first used, so that `--help` does not wait for matplotlib.
_HOMES = {
    "articles": "read_articles",
    "charts": "article_labels plot_counts plot_kinds plot_topics plot_words",
    "corrections": "apply_corrections",
    "display": "show_table show_text",
    "drivers": "driving_statements show_driving",
    "figures": "plotted save_figure",
    "methods": "describe_methods",
    "pipeline": "Analysis analyse compare_duplicates",
    "reading_view": "show_article",
    "sentences": "split_sentences",
    "sources": "SourceError",
    "speakers": "count_speakers name_speakers suggest_speakers",
    "statements": "find_statements",
    "tables": "Problems TableError check said",
    "timeline": "count_over_time date_statements",
    "timeline_chart": "plot_timeline",
    "tone": "score_tone",
    "tone_charts": "plot_tone plot_tone_lexicons plot_tone_over_time plot_tone_topics",
    "tone_means": "mean_tone tone_difference tone_over_time",
    "topics": "count_topics find_topics frequent_words",
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
