"""The network's labels: the same in whatever company, and a probability beside each."""

import numpy as np

from analysis.anatomy import find_parts
from analysis.layout import Layout
from analysis.statements import features, network
from analysis.statements.tagger import tag_articles

TEXTS = [
    "“We will not go,” Anna Lind said on Friday. She added that nobody had asked her.",
    "The port will close in May, according to the ministry.\n\nIts head, Omar Haddad, denied that he had known.",
    "Nothing happened. " * 90,
]


def layouts(texts: list[str]) -> list[Layout]:
    return [Layout(str(i), text, find_parts(text)) for i, text in enumerate(texts)]


def test_probabilities_add_up_and_labels_are_allowed() -> None:
    model, articles = network.load(), layouts(TEXTS)
    tokens = features.tokenise(articles, features.segments(articles), model.words)
    windows = features.windows(tokens)
    tags = network.tag(model, tokens, windows)
    assert np.allclose(tags.roles.sum(axis=1), 1)
    for begin, end in windows:
        names = [network.LABELS[i] for i in tags.labels[begin:end]]
        before = ["O", *names[:-1]]
        assert all(n[0] != "I" or b[2:] == n[2:] for b, n in zip(before, names, strict=True))


def test_an_article_gets_the_same_statements_in_whatever_company() -> None:
    together = tag_articles(layouts(TEXTS * 3))
    alone = [tag_articles(layouts([text]))[0] for text in TEXTS]
    assert together == alone * 3


def test_decoding_finds_the_best_path_and_the_marginals() -> None:
    rng = np.random.default_rng(1)
    transitions, first = network.allowed(rng.normal(size=(7, 7)), rng.normal(size=7))
    scores = rng.integers(-2000, 2000, size=(4, 7, 2), dtype=np.int32)  # time, label, window
    alive = [2, 2, 2, 1]
    paths = network._best_paths(scores, alive, transitions, first)
    chances = network._marginals(scores, alive, transitions, first)
    for window, steps in ((0, 4), (1, 3)):
        every = np.stack(np.meshgrid(*[np.arange(7)] * steps, indexing="ij"), axis=-1).reshape(-1, steps)
        total = first[every[:, 0]] + scores[np.arange(steps), every, window].sum(axis=1)
        total = total + transitions[every[:, :-1], every[:, 1:]].sum(axis=1)
        assert every[total.argmax()].tolist() == paths[:steps, window].tolist()
        weight = np.exp((total - total.max()) / network._STEPS)
        source = np.array([weight[np.isin(every[:, t], (1, 2))].sum() for t in range(steps)]) / weight.sum()
        assert np.allclose(chances[:steps, 1, window], source)
