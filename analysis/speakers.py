"""Mentions to speakers: adds `speaker`, `speaker_kind`, `speaker_basis` to statements; and one row per speaker.

The registry is asked first. Then, within the article: a surname stands for the full name, an office for whoever the
article names with it, a pronoun for the speaker before, a quotation that nobody introduces for the last speaker.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from . import tables
from .joining import join_names
from .layout import Layout, layouts
from .names import Mention, bare, parse_mention, people
from .people import People
from .registry import Registry, load_registry
from .text import WORD, reading_copy

_PRONOUN_REACH = 3  # paragraphs back that a pronoun may point


class Resolved(NamedTuple):
    """Who a mention stands for; `name` is None where that is unknown."""

    name: str | None
    kind: str | None
    basis: str
    gender: str = ""


_UNKNOWN = Resolved(None, None, "none")


def name_speakers(
    statements: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    registry: str | Path | pd.DataFrame | Registry | None = None,
    problems: tables.Problems | None = None,
) -> pd.DataFrame:
    """The same rows with `speaker`, `speaker_kind` and `speaker_basis` filled in, `relayed_by` under the same names.

    Needs of `statements`: article_id, mention, mention_start, paragraph, spans; of `articles`: article_id, text.
    Where two people of one surname could be meant, the one named last is taken and a row goes into `problems`.
    """
    known = load_registry(registry)
    collected = problems if problems is not None else tables.Problems()
    found, mentioned = name_within(statements, articles, registry=known, problems=collected)
    return join_speakers(found, names_to_join(count_names(found), mentioned, known, collected))


def name_within(
    statements: pd.DataFrame, articles: pd.DataFrame, *, registry: Registry, problems: tables.Problems
) -> tuple[pd.DataFrame, set[str]]:
    """As `name_speakers`, by what each article says by itself; and every name of a person that the articles mention."""
    needed = ["article_id", "paragraph", "spans", "mention", "mention_start", "speaker_basis", "relayed_by"]
    tables.require(statements, needed, "name_speakers")
    tables.require(articles, ["article_id", "text"], "name_speakers")
    days = articles["published"].tolist() if "published" in articles.columns else [None] * len(articles)
    rows = _rows(statements[needed])
    who = [_UNKNOWN] * len(statements)
    relayed: list[str | None] = [None] * len(statements)
    mentioned: set[str] = set()
    with tables.seldom_collecting():
        for layout, day in zip(layouts(articles), days, strict=True):
            date = None if day is None or day != day else pd.Timestamp(day).date()
            one = _Article(layout, date, registry, problems)
            mentioned |= one.people.names
            for place, row in rows.get(layout.article_id, []):
                who[place] = one.resolve(row)
                relayed[place] = one.relay(row["relayed_by"])
    found = statements.assign(
        speaker=pd.array([w.name for w in who], dtype="str"),
        speaker_kind=pd.Categorical([w.kind for w in who], categories=list(tables.SPEAKER_KINDS)),
        speaker_basis=pd.Categorical([w.basis for w in who], categories=list(tables.SPEAKER_BASES)),
        relayed_by=pd.array(relayed, dtype="str"),
    )
    return found, mentioned


def _rows(statements: pd.DataFrame) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """By article its statements, each with its place in the table."""
    names = statements.columns.tolist()  # once, as pandas takes its time over each
    columns = [statements[name].tolist() for name in names]
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for place, values in enumerate(zip(*columns, strict=True)):
        row = dict(zip(names, values, strict=True))
        found.setdefault(row["article_id"], []).append((place, row))
    return found


def count_names(statements: pd.DataFrame) -> Counter[str]:
    """How many statements each person has, by name."""
    return Counter(statements["speaker"][_of_people(statements)].tolist())


def _of_people(statements: pd.DataFrame) -> pd.Series:
    return (statements["speaker_kind"] == "person") & statements["speaker"].notna()


def names_to_join(
    used: Mapping[str, int], mentioned: Collection[str], known: Registry, problems: tables.Problems
) -> dict[str, str]:
    """The names of speakers (`used`, with their counts) that go under another, the variants of one person's name under
    one; each is a row in `problems`, with its reason.

    Whoever is mentioned anywhere counts as another bearer of a surname; names of the registry are never changed.
    """
    named = {name for name in mentioned if " " in name} | set(used)
    joined = join_names({name: used.get(name, 0) for name in sorted(named)})
    under = {}
    for one in {j.name: j for j in joined if j.name in used and not known.about(j.name)}.values():
        under[one.name] = one.under
        message = f"{one.name} was counted as {one.under}: {one.reason}; a row in speakers.csv decides otherwise"
        problems.add("joined-names", message, severity="info")
    return under


def join_speakers(statements: pd.DataFrame, under: Mapping[str, str]) -> pd.DataFrame:
    """The same rows with each person in `under` called by the name that it says."""
    moved = (_of_people(statements) & statements["speaker"].isin(list(under))).tolist()
    names, bases = statements["speaker"].tolist(), statements["speaker_basis"].tolist()
    for place in (i for i, one in enumerate(moved) if one):
        names[place] = under[names[place]]
        bases[place] = "alias" if bases[place] == "named" else bases[place]
    return statements.assign(
        speaker=pd.array(names, dtype="str"),
        speaker_basis=pd.Categorical(bases, categories=list(tables.SPEAKER_BASES)),
    )


class _Article:
    """The speakers of one article while its statements are gone through in order."""

    def __init__(self, layout: Layout, day: dt.date | None, registry: Registry, problems: tables.Problems) -> None:
        self.layout, self.day, self.registry, self.problems = layout, day, registry, problems
        self.people = People([p for _, start, end in layout.prose for p in people(layout.copy, start, end)])
        self.last: Resolved | None = None  # the speaker of the statement before
        # By kind and gender the last speaker so far, with the paragraph and the number of the statement.
        self.latest: dict[tuple[str | None, str], tuple[int, int, Resolved]] = {}
        self.heard = 0
        self.told: set[str] = set()

    def resolve(self, row: dict[str, Any]) -> Resolved:
        mention = row["mention"]
        if not isinstance(mention, str):
            who = self._carried() if row["speaker_basis"] == "continued" else _UNKNOWN
        else:
            who = self._named(mention, int(row["mention_start"]), row["paragraph"])
            if row["speaker_basis"] == "transcript":
                who = self._labelled(mention, who)
        if who.name is not None:
            self.last = who
            self.heard += 1
            self.latest[who.kind, who.gender] = (self.heard, row["paragraph"], who)
        return who

    def _labelled(self, label: str, who: Resolved) -> Resolved:
        """A transcript's label; initials stand for the only person of the article who has them."""
        if label.isupper() and 2 <= len(label) <= 3:
            same = self.people.by_initials(label)
            if len(same) == 1:
                who = self._canonical(next(iter(same)), "person", "transcript")
        return who._replace(basis="transcript") if who.name is not None else who

    def relay(self, mention: Any) -> str | None:
        """The one who passes it on, under the speaker's name where that is known."""
        if not isinstance(mention, str):
            return None
        return self._named(mention, len(self.layout.text), -1).name or mention

    def _carried(self) -> Resolved:
        return self.last._replace(basis="continued") if self.last else _UNKNOWN

    def _named(self, words: str, position: int, paragraph: int) -> Resolved:
        entry = self.registry.find(words, self.day)
        if entry is not None:
            full = entry.form == entry.name or entry.name.lower() in reading_copy(words).lower()
            basis = "named" if full else "alias" if entry.is_name else "role"
            return Resolved(entry.name, entry.kind, basis, self.registry.about(entry.name).get("gender", ""))
        mention = parse_mention(words)
        if mention.kind == "pronoun":
            return self._pronoun(words, position, paragraph, mention)
        if mention.kind == "person" and mention.name:
            return _UNKNOWN if self._common_word(mention.name) else self._person(mention, position)
        if mention.kind == "person":
            holder = self.people.by_office(mention, position)
            return self._canonical(holder, "person", "role") if holder else Resolved(None, "person", "none")
        if mention.kind == "unknown":
            return _UNKNOWN
        return self._canonical(mention.name, mention.kind, "named")

    def _common_word(self, name: str) -> bool:
        """A single word with a capital that the article also writes without one: it opened a sentence."""
        low = name.lower()
        return " " not in name and low in self.layout.copy and low in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(WORD.findall(self.layout.copy))

    def _person(self, mention: Mention, position: int) -> Resolved:
        full, ambiguous = self.people.by_name(mention.name, position)
        if ambiguous and mention.name not in self.told:
            self.told.add(mention.name)
            message = f"more than one person here is called {mention.name}; {full} was taken, the one named last before"
            self.problems.add("ambiguous-name", message, article_id=self.layout.article_id, start=position)
        basis = "named" if full == mention.name else "alias"
        return self._canonical(full, "person", basis, mention.gender or self.people.gender_of(full))

    def _canonical(self, name: str, kind: str, basis: str, gender: str = "") -> Resolved:
        """Under the registry's name, if the registry knows the name that the article gives in full."""
        entry = self.registry.find(name, self.day)
        return Resolved(entry.name if entry else name, entry.kind if entry else kind, basis, gender)

    def _pronoun(self, words: str, position: int, paragraph: int, mention: Mention) -> Resolved:
        low = words.lower()
        if low == "who":
            name = self.people.before(position, position - 120)
            return self._canonical(name, "person", "pronoun") if name else _UNKNOWN
        kinds = {"he": {"person"}, "she": {"person"}, "it": {"organisation"}, "they": {"group", "organisation"}}.get(
            low, set()
        )
        fitting = [
            latest
            for (kind, gender), latest in self.latest.items()
            if kind in kinds and (not mention.gender or gender in {"", mention.gender})
        ]
        if fitting:
            _, said_in, who = max(fitting)
            if paragraph - said_in <= _PRONOUN_REACH:
                return who._replace(basis="pronoun")
        if "person" in kinds and (name := self.people.before(position, self._reach(paragraph))):
            return self._canonical(name, "person", "pronoun")
        return Resolved(None, "person" if "person" in kinds else None, "none")

    def _reach(self, paragraph: int) -> int:
        first = max(0, paragraph - _PRONOUN_REACH)
        return self.layout.paragraphs[first][0] if self.layout.paragraphs else 0


def count_speakers(
    statements: pd.DataFrame, *, registry: str | Path | pd.DataFrame | Registry | None = None
) -> pd.DataFrame:
    """The table `speakers`: one row per speaker, by number of statements (speech and writing), then by name."""
    tables.require(statements, ["speaker", "speaker_kind", "mode", "mention", "article_id"], "count_speakers")
    return speakers_table(tally_speakers(statements), load_registry(registry))


@dataclass
class Tally:
    """What is counted of one speaker: statements, articles, forms of the name, kinds."""

    statements: int = 0
    articles: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Count what was counted on other articles."""
        self.statements += other.statements
        self.articles += other.articles
        self.forms += other.forms
        self.kinds += other.kinds


def tally_speakers(statements: pd.DataFrame) -> dict[str, Tally]:
    """Each speaker's counts of statements in speech and writing."""
    counted = ["speaker", "mention", "speaker_kind", "article_id"]
    said = tables.said(statements[[*counted, "mode"]])
    said = said[said["speaker"].notna()]
    found: dict[str, Tally] = {}
    articles: dict[str, set[Any]] = {}
    columns = (said[c].astype(object).tolist() for c in counted)
    for name, mention, kind, article in zip(*columns, strict=True):
        one = found.setdefault(name, Tally())
        one.statements += 1
        if isinstance(mention, str):
            one.forms[mention] += 1
        if isinstance(kind, str):
            one.kinds[kind] += 1
        articles.setdefault(name, set()).add(article)
    for name, one in found.items():
        one.articles = len(articles[name])
        one.forms = Counter({form: n for form, n in one.forms.items() if parse_mention(form).kind != "pronoun"})
    return found


def speakers_table(tallies: Mapping[str, Tally], known: Registry) -> pd.DataFrame:
    """The table `speakers` from the counts of each."""
    rows = [_speaker(name, one, known.about(name)) for name, one in tallies.items()]
    rows.sort(key=lambda row: (-row["statements"], row["speaker"]))
    return tables.make("speakers", rows)


def _speaker(name: str, one: Tally, about: Mapping[str, str]) -> dict[str, Any]:
    kinds = one.kinds
    return {
        "speaker": name,
        "speaker_kind": about.get("kind") or (max(tables.SPEAKER_KINDS, key=lambda k: kinds[k]) if kinds else None),
        "role": about.get("role"),
        "affiliation": about.get("affiliation"),
        "forms": [form for form, _ in sorted(one.forms.items(), key=lambda item: (-item[1], item[0]))],
        "statements": one.statements,
        "articles": one.articles,
    }


def suggest_speakers(
    statements: pd.DataFrame, *, registry: str | Path | pd.DataFrame | Registry | None = None
) -> pd.DataFrame:
    """Drafts rows of `speakers.csv`, one per speaker and form that the registry does not know, for a person to accept.

    The most frequent speakers first; role, affiliation, gender and days are left for the person to fill in.
    """
    known = load_registry(registry)
    rows = []
    for row in count_speakers(statements, registry=known).to_dict("records"):
        for form in dict.fromkeys([row["speaker"], *row["forms"]]):
            covered = form != row["speaker"] and form.endswith(row["speaker"])  # the full name's own row finds it
            if not covered and known.find(form, None) is None:
                note = f"suggested: {row['statements']} statements in {row['articles']} articles"
                rows.append({"name": row["speaker"], "form": bare(form), "kind": row["speaker_kind"], "note": note})
    columns = ["name", "form", "kind", "role", "affiliation", "gender", "valid_from", "valid_to", "note"]
    return pd.DataFrame(rows, columns=columns).drop_duplicates(["name", "form"], ignore_index=True)
