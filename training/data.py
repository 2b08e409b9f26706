"""PolNeAR's articles as the arrays that a network learns from: windows of tokens with one label each.

PolNeAR (Newell, Margolin & Ruths 2018) comes as JSON lines, an article each: doc_id, text, and attributions, of which
each maps source, cue and content to [[start, end], …] or null. The articles are altered on the way (marks of other
systems, lost marks, lower case, other names, inverted order), so that the network does not lean on how American
newspapers print.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.anatomy import find_parts
from analysis.layout import Layout
from analysis.statements import features as f
from analysis.statements.network import LABELS
from analysis.statements.words import CLOSING, OPENING, Words

ROLES = ("source", "cue", "content")
HELD_OUT = 84
Edit = tuple[int, int, str]
Spans = list[tuple[int, int]]


@dataclass
class Article:
    """A coded article; each attribution maps source, cue and content to spans or none."""

    name: str
    text: str
    attributions: list[dict[str, Spans]]


def load(path: Path) -> list[Article]:
    """The articles of a file of PolNeAR."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        coded = [{r: [(s, e) for s, e in a[r] or []] for r in ROLES} for a in row["attributions"]]
        found.append(Article(row["doc_id"], row["text"], coded))
    return found


def load_silver(path: Path) -> list[Article]:
    """Uncoded sentences of news, four paragraphs an article without attributions; none where there is no such file."""
    if not path.is_file():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = list(dict.fromkeys(" ".join(row["sentence"].split()) for row in rows))
    return [Article(f"silver {i}", "\n".join(found[i : i + 4]), []) for i in range(0, len(found), 4)]


def split(articles: Sequence[Article]) -> tuple[list[Article], list[Article]]:
    """What to learn from and the articles held out for early stopping and calibration; always the same ones."""
    order = sorted(articles, key=lambda a: a.name)
    random.Random(20180501).shuffle(order)
    return order[HELD_OUT:], order[:HELD_OUT]


def vocabulary(articles: Sequence[Article], at_least: int) -> list[str]:
    """Single words that occur in several articles, most frequent first; names for the marks of quotations."""
    words = Words([])
    counts: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for article in articles:
        layout = Layout(article.name, article.text, find_parts(article.text))
        tokens = f.tokenise([layout], f.segments([layout]), words)
        found = [words.lower[row] for row in tokens.rows.tolist()]
        counts.update(found)
        spread.update(set(found))
    kept = [w for w, n in counts.most_common() if n >= at_least and spread[w] > 1 and len(w) < 30]
    return [OPENING, CLOSING, *kept]


def labels(tokens: f.Tokens, offsets: Sequence[int], articles: Sequence[Article]) -> np.ndarray:
    """One label a token: the first of a span B-, the others I-; `offsets`: each article's first token, and the end."""
    found = np.zeros(len(tokens.start), np.int64)
    for n, article in enumerate(articles):
        low, high = offsets[n], offsets[n + 1]
        starts, ends = tokens.start[low:high], tokens.end[low:high]
        for role in ("content", "cue", "source"):
            begin = LABELS.index(f"B-{role}")
            for attribution in article.attributions:
                for start, end in attribution[role]:
                    first, last = np.searchsorted(ends, start, "right"), np.searchsorted(starts, end)
                    if last > first:
                        found[low + first : low + last] = begin + 1
                        found[low + first] = begin
    return found


@dataclass
class Encoded:
    """Windows of some articles: token arrays, the half-open ranges of windows, a label a token.

    `single` [token, label] and `pairs` [token, label before, label] are what teachers believe, where there are any;
    `coded` says of each token whether its label is known.
    """

    tokens: f.Tokens
    windows: list[tuple[int, int]]
    labels: np.ndarray
    single: np.ndarray | None = None
    pairs: np.ndarray | None = None
    coded: bool = True


def encode(articles: Sequence[Article], words: Words, coded: bool = True) -> Encoded:
    """The articles as windows; `coded` says whether people coded them."""
    layouts = [Layout(a.name, a.text, find_parts(a.text)) for a in articles]
    tokens = f.tokenise(layouts, f.segments(layouts), words)
    owner = np.array([s.article for s in tokens.segments])[tokens.segment]
    offsets = np.searchsorted(owner, np.arange(len(articles) + 1)).tolist()
    found = Encoded(tokens, f.windows(tokens), labels(tokens, offsets, articles), coded=coded)
    _begin_anew(found)
    return found


def _begin_anew(data: Encoded) -> None:
    """A span that a window or another span cuts goes on as a new span."""
    before = np.roll(data.labels, 1)
    before[[w[0] for w in data.windows]] = 0
    kind, inside = (data.labels + 1) // 2, (data.labels > 0) & (data.labels % 2 == 0)
    data.labels[inside & ((before + 1) // 2 != kind)] -= 1


def edited(article: Article, edits: Sequence[Edit]) -> Article:
    """The article with stretches of its text replaced, and the spans moved along."""
    pieces, position, shifts = [], 0, [(0, 0)]
    for start, end, new in sorted(edits):
        if start < position:
            continue
        pieces += [article.text[position:start], new]
        position = end
        shifts.append((end, shifts[-1][1] + len(new) - (end - start)))
    pieces.append(article.text[position:])
    after = np.array([s[0] for s in shifts])
    moves = np.array([s[1] for s in shifts])

    def move(at: int) -> int:
        return max(0, at + int(moves[np.searchsorted(after, at, "right") - 1]))

    coded = [{r: [(move(s), move(e)) for s, e in a[r]] for r in ROLES} for a in article.attributions]
    return Article(article.name, "".join(pieces), coded)


_STYLES = [("“", "”"), ('"', '"'), ("''", "''"), ("``", "''"), ("‘", "’"), ("«", "»"), ("„", "“"), ("“", "“")]
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_SYLLABLES = "ka lu ro vi sha na mi der ber tov sky enko ash li zhen mar ov ina el khal id san chez gar bek os".split()


def altered(article: Article, chance: random.Random) -> Article:
    """The article as another newspaper, agency or keyboard might have set it."""
    out = article
    if chance.random() < 0.35:
        out = edited(out, _other_marks(out, chance))
    if chance.random() < 0.25:
        out = edited(out, _other_names(out, chance))
    if chance.random() < 0.25:
        out = _inverted(out, chance)
    if chance.random() < 0.10:
        breaks = [m.span() for m in re.finditer(r"\n\n?", out.text)]
        out = edited(out, [(s, e, " ") for s, e in breaks if chance.random() < 0.4])
    if chance.random() < 0.05:
        lower = out.text.lower()
        if len(lower) == len(out.text):
            out = Article(out.name, lower, out.attributions)
    return out


def _inverted(article: Article, chance: random.Random) -> Article:
    """“A,” Anna Lind said: half of these as “A,” said Anna Lind, which agencies and British papers prefer."""
    text, coded = article.text, []
    for attribution in article.attributions:
        source, cue, content = (attribution[role] for role in ROLES)
        after = len(source) == len(cue) == 1 and content and content[-1][1] <= source[0][0] <= content[-1][1] + 3
        if after and source[0][1] + 1 == cue[0][0] and text[slice(*cue[0])].isalpha() and chance.random() < 0.5:
            start, end = source[0][0], cue[0][1]
            verb, name = text[slice(*cue[0])], text[slice(*source[0])]
            if name[:1].isupper() or name.startswith("the "):
                text = f"{text[:start]}{verb} {name}{text[end:]}"
                middle = start + len(verb)
                attribution = {"source": [(middle + 1, end)], "cue": [(start, middle)], "content": content}
        coded.append(attribution)
    return Article(article.name, text, coded)


def _other_marks(article: Article, chance: random.Random) -> list[Edit]:
    """The marks of another system; one in seven articles loses some closing marks, one in twelve all marks."""
    layout = Layout(article.name, article.text, find_parts(article.text))
    opening, closing = chance.choice(_STYLES)
    lossy, bare = chance.random() < 0.15, chance.random() < 0.08
    edits = []
    for q in layout.quotations:
        if q.level != "double":
            continue
        if q.inner_start > q.start:
            edits.append((q.start, q.inner_start, "" if bare else opening))
        if q.end > q.inner_end:
            lost = bare or (lossy and chance.random() < 0.2)
            edits.append((q.inner_end, q.end, "" if lost else closing))
    return edits


def _other_names(article: Article, chance: random.Random) -> list[Edit]:
    """Invented names for most of the capitalised words in mid-sentence, each the same throughout."""
    new: dict[str, str] = {}
    for word in sorted(set(_NAME.findall(article.text))):
        if chance.random() < 0.6:
            new[word] = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3)))).capitalize()
    return [(*m.span(), new[m.group()]) for m in re.finditer(r"\b[A-Z][a-z]+\b", article.text) if m.group() in new]
