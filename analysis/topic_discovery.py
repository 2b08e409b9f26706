"""Topics that the statements themselves suggest: words that stand together, for a person to make codebook rows of.

Non-negative matrix factorisation of TF-IDF (Lee and Seung 1999; scikit-learn). It finds words that go together, not
what they mean: it suggests rows for `topics.csv`, and nothing else here counts with it.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import tables
from .tone import people_words
from .topic_shares import NO_TOPIC, topic_order, topic_pairs
from .topic_words import content_words

FEWEST = 10  # statements per topic: of fewer, any handful of words would look like a topic
_WORDS = 10  # that stand for a topic
_FAINT = 0.03  # of the weight of its first word: below that a word is hardly the topic's
_DIGITS = 4  # weights are rounded, as machines differ in the last digits and a tie must not hang on them
_ITERATIONS = 2_000  # of coded corpora of 1,000 and 11,000 statements none needed 200


@dataclass(frozen=True, repr=False)
class Discovered:
    """`topics`: one row per discovered topic; `statements`: one row per statement that belongs to one; or `why` none.

    topics: topic (its three first words), words (up to ten of greatest weight), statements, of, share, articles.
    statements: statement_id, article_id, topic, weight (how typical of the topic, its most typical statement having
    1), terms (which of the topic's words stand in it).
    """

    topics: pd.DataFrame
    statements: pd.DataFrame
    why: str = ""

    def __repr__(self) -> str:
        return self.why or f"{len(self.topics)} discovered topics in {len(self.statements)} statements"


_TOPICS = ["topic", "words", "statements", "of", "share", "articles"]
_STATEMENTS = ["statement_id", "article_id", "topic", "weight", "terms"]


def discover_topics(statements: pd.DataFrame, k: int = 8, *, seed: int = 0, thoughts: bool = False) -> Discovered:
    """Up to `k` topics of statements, most statements first, at most one for every FEWEST statements.

    A statement belongs to the topic of its greatest weight, if one of the topic's words stands in it; so many belong to
    none. Statements too much alike for k topics have fewer. Only words that two statements share are looked at: no
    function words, reporting verbs or numbers, and no words of the names of persons who speak, as who speaks is another
    question. The same statements in any order give the same topics.
    """
    tables.require(statements, ["statement_id", "article_id", "text", "mode", "speaker"], "discover_topics")
    if k < 1:
        raise ValueError(f"discover_topics looks for k = 1 topics or more; got {k}.")
    said = tables.said(statements, thoughts=thoughts).sort_values("statement_id", ignore_index=True)
    names = {word.lower() for word in people_words(statements)}
    documents = [sorted(content_words(t if isinstance(t, str) else "") - names) for t in said["text"].tolist()]
    shared = _shared(documents)
    kept = [i for i, words in enumerate(documents) if not shared.isdisjoint(words)]
    use = said.loc[kept, ["statement_id", "article_id"]]
    use["words"] = pd.Series([documents[i] for i in kept], use.index, dtype=object)
    for fewer in range(min(k, len(kept) // FEWEST, len(shared)), 0, -1):
        if found := _factors(use["words"].tolist(), sorted(shared), fewer, seed):
            return _described(use, *found, len(said))
    few = f"{len(kept)} statements have a word in common with another, and each topic needs {FEWEST} of them"
    why = few if len(kept) < FEWEST else "the statements are too much alike"
    return Discovered(_empty(_TOPICS), _empty(_STATEMENTS), f"No topics can be discovered: {why}.")


def _shared(documents: Sequence[Sequence[str]]) -> set[str]:
    counts = Counter(word for document in documents for word in document)
    return {word for word, count in counts.items() if count > 1}


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns)


def _factors(
    documents: Sequence[Sequence[str]], vocabulary: list[str], k: int, seed: int
) -> tuple[np.ndarray, list[list[str]]] | None:
    """How much each document has of each topic (the most typical one 1), and each topic's words; None: no k topics."""
    from sklearn.decomposition import NMF  # takes a second to import
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(analyzer=list, vocabulary=vocabulary).fit_transform(documents)
    # nndsvda, not nndsvd, whose zeros may start at the goal, from where no step is smaller than the first
    model = NMF(k, init="nndsvda", random_state=seed, max_iter=_ITERATIONS)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            weights = model.fit_transform(matrix)
        except ConvergenceWarning:
            return None
    of_words = _to_one(model.components_.T).T
    ranked = [np.argsort(-line, kind="stable")[:_WORDS] for line in of_words]  # ties in the order of the alphabet
    top = [[vocabulary[i] for i in best if line[i] >= _FAINT] for best, line in zip(ranked, of_words, strict=True)]
    return _to_one(weights), top


def _to_one(columns: np.ndarray) -> np.ndarray:
    """Each column divided by its greatest value and rounded."""
    greatest = columns.max(axis=0)
    return np.round(columns / np.where(greatest > 0, greatest, 1), _DIGITS)


def _described(use: pd.DataFrame, weights: np.ndarray, top: list[list[str]], total: int) -> Discovered:
    best = weights.argmax(axis=1)
    rows = []
    for number, (statement_id, article_id, own) in enumerate(use.itertuples(index=False)):
        place = int(best[number])
        terms = [word for word in top[place] if word in own]
        if terms and weights[number, place] > 0:
            label = ", ".join(top[place][:3])
            rows.append((statement_id, article_id, label, weights[number, place], terms))
    members = pd.DataFrame(rows, columns=_STATEMENTS)
    found = [(", ".join(ten[:3]), ten) for ten in top if ten]
    topics = pd.DataFrame(found, columns=["topic", "words"]).drop_duplicates("topic")
    groups = members.groupby("topic")
    topics["statements"] = topics["topic"].map(groups.size()).fillna(0).astype("int64")
    topics["articles"] = topics["topic"].map(groups["article_id"].nunique()).fillna(0).astype("int64")
    topics = topics.assign(of=total, share=(topics["statements"] / total).round(4))[_TOPICS]
    topics = topics[topics["statements"] > 0].sort_values(["statements", "topic"], ascending=[False, True])
    return Discovered(topics.reset_index(drop=True), members)


def compare_topics(discovered: Discovered, topics: pd.DataFrame) -> pd.DataFrame:
    """One row per discovered topic: its words, its statements, and how many of them the codebook's `topics` miss.

    Columns: topic, words (one text), statements, share (of all), uncovered (statements without a codebook topic),
    closest (the codebook's topic that most of them have; empty where none has any) and closest_statements. Most
    uncovered first: there the codebook has most to learn.
    """
    pairs = topic_pairs(topics, discovered.statements).merge(
        discovered.statements, on="statement_id", suffixes=("", "_d")
    )
    rows = []
    for topic, ten, statements, share in discovered.topics[["topic", "words", "statements", "share"]].itertuples(
        index=False
    ):
        counts = pairs.loc[pairs["topic_d"] == topic, "topic"].value_counts().to_dict()
        known = [name for name in topic_order(pairs) if name in counts and name != NO_TOPIC]
        closest = max(known, key=lambda name: counts[name]) if known else None
        covered = counts[closest] if closest else 0
        rows.append((topic, ", ".join(ten), statements, share, counts.get(NO_TOPIC, 0), closest, covered))
    names = ["topic", "words", "statements", "share", "uncovered", "closest", "closest_statements"]
    return pd.DataFrame(rows, columns=names).sort_values(
        ["uncovered", "topic"], ascending=[False, True], ignore_index=True
    )


def suggest_topics(discovered: Discovered, topics: pd.DataFrame) -> pd.DataFrame:
    """Drafts rows of `topics.csv`, one per discovered topic and word, for a person to name, to prune and to accept.

    A word is suggested once, for the topic in which it ranks highest, and not if the codebook has found it already;
    the topics that it covers least come first. `topic` is only a label: the person says what the words have in common.
    """
    tables.require(topics, ["statement_id", "topic", "terms"], "suggest_topics")
    known = {term.lower() for terms in topics["terms"].tolist() for term in terms}
    best: dict[str, tuple[int, str]] = {}
    for topic, ten in discovered.topics[["topic", "words"]].itertuples(index=False):
        for rank, word in enumerate(ten):
            best[word] = min(best.get(word, (rank, topic)), (rank, topic), key=lambda found: found[0])
    rows = []
    for row in compare_topics(discovered, topics).to_dict("records"):
        note = f"suggested: {row['statements']} statements, {row['uncovered']} of them without a topic"
        kept = [word for word in row["words"].split(", ") if best[word][1] == row["topic"] and word not in known]
        rows += [(f"suggestion: {row['topic']}", word, note) for word in kept]
    return pd.DataFrame(rows, columns=["topic", "pattern", "note"])


def typical_statements(discovered: Discovered, statements: pd.DataFrame, n: int = 2) -> pd.DataFrame:
    """The `n` statements with most of each discovered topic's words, then of greatest weight, and who said them.

    Columns: topic, terms, weight, speaker, text, statement_id, article_id.
    """
    tables.require(statements, ["statement_id", "speaker", "text"], "typical_statements")
    place = {topic: i for i, topic in enumerate(discovered.topics["topic"].tolist())}
    ranked = discovered.statements.assign(
        place=discovered.statements["topic"].map(place), held=discovered.statements["terms"].map(len)
    ).sort_values(["place", "held", "weight", "statement_id"], ascending=[True, False, False, True])
    first = ranked.groupby("place").head(n)
    found = first.merge(statements[["statement_id", "speaker", "text"]], on="statement_id", validate="one_to_one")
    return found[["topic", "terms", "weight", "speaker", "text", "statement_id", "article_id"]]
