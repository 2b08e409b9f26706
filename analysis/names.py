"""How news name people: full names, offices and pronouns, read off the words and the lexicons.

Nothing here knows a person: a name is a run of capitals, an office a word in `lexicons/roles.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from . import lexicon
from .text import WORD, reading_copy

PRONOUNS = {
    "he": "male",
    "him": "male",
    "she": "female",
    "her": "female",
    "who": "",
    "they": "",
    "it": "",
    "i": "",
    "we": "",
}
_RELATIVE = re.compile(r" (?:who|which|as) ?")  # “Anna Lind who”: the mention runs into its clause
_PARTICLES = "de|da|di|du|del|della|van|von|der|den|ter|bin|ibn|al|el|la|le|dos|e|y"
_CAPITAL = r"(?<!\w)(?:(?:al|el|as|ad|ar|ash|an)-)?[A-ZÀ-ÖØ-ÞĀ-Ž]\w*(?:['.-][^\W_]+)*"
_DOTTED = r"(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Rev|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|St|Jr|Sr)\."
# The look at the first character alone halves the time: most begin no name.
_RUN = re.compile(
    rf"(?=[A-ZÀ-ÖØ-ÞĀ-Žae])(?:{_DOTTED}|{_CAPITAL})(?: (?:(?:{_PARTICLES}) ){{0,2}}(?:{_DOTTED}|{_CAPITAL})){{0,7}}"
)
_PREFIXED = re.compile(r"(?:co|ex|vice|then|pro|anti|non|self|mid)-", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z]{2,6}\Z")
_DOMAIN = re.compile(r"\w\.(?:com|org|net|info|ru|uk|de|eu|ua)\Z")
_POSSESSIVE = re.compile(r"'s?\Z")
_DETERMINER = re.compile(r"^(?:the|a|an|his|her|its|their|our|my) ", re.IGNORECASE)


class Person(NamedTuple):
    """A full name as it stands in an article, and the office that stands with it."""

    name: str
    start: int
    groups: frozenset[str]
    qualifiers: frozenset[str]
    gender: str


@dataclass(frozen=True)
class Mention:
    """What the words of a mention say by themselves: its kind, the name in it, the office and whose."""

    kind: str  # person, organisation, group, unnamed, pronoun or unknown
    name: str = ""
    groups: frozenset[str] = frozenset()
    qualifiers: frozenset[str] = frozenset()
    gender: str = ""


@cache
def _roles() -> dict[str, tuple[frozenset[str], str]]:
    found: dict[str, tuple[frozenset[str], str]] = {}
    for row in lexicon.load("roles"):
        groups, gender = found.get(row["role"], (frozenset(), ""))
        found[row["role"]] = (groups | {row["group"]}, gender or row["gender"])
    return found


@cache
def _places() -> dict[str, str]:
    """Country, adjective or seat of government, in lower case, to the country."""
    found: dict[str, str] = {}
    for row in lexicon.load("countries"):
        for form in [row["country"], *row["adjectives"].split("|"), *row["seats"].split("|")]:
            if form:
                found.setdefault(form.lower(), row["country"])
    return found


@cache
def countries() -> frozenset[str]:
    """The names of countries, each in one form."""
    return frozenset(_places().values())


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(form.lower() for row in lexicon.load("countries") for form in row["adjectives"].split("|"))


@cache
def _not_names() -> frozenset[str]:
    """Capitals that open a sentence or a clause rather than a name."""
    starters = {word.lower() for word in lexicon.column("sentence_starters", "word")}
    return frozenset(starters | lexicon.function_words("time", "preposition", "conjunction", "subordinator", "pronoun"))


def bare(words: str) -> str:
    """The words without an opening article, possessive or closing 's: “the Kremlin’s” is Kremlin."""
    plain = " ".join(reading_copy(words).split())
    plain = _DETERMINER.sub("", plain)
    return _POSSESSIVE.sub("", plain).strip(" ,.;:-\"'")


def people(copy: str, start: int, end: int) -> Iterator[Person]:
    """The full names (two words or more) in a stretch of a reading copy, with the office before or after them."""
    taken = start  # where the name before ends: its office is not the next one's
    for match in _RUN.finditer(copy, start, end):
        run = match.group()
        own = _full_name(run) if " " in run else None
        if own is None:
            continue
        at = match.start() + run.rindex(own)
        before = copy[max(taken, at - 60) : at]
        after = copy[match.end() : min(end, match.end() + 60)]
        yield Person(own, at, *_office(before, after))
        taken = match.end()


@lru_cache(maxsize=10_000)
def _full_name(run: str) -> str | None:
    """The name of two words or more at the end of a run of capitals, without what opened a sentence before it."""
    words = run.split()
    while words and words[0].lower() in _not_names():
        words.pop(0)
    own = _name_in(" ".join(words))
    return own if own and " " in own else None


@lru_cache(maxsize=10_000)
def _name_in(run: str) -> str | None:
    """The person's name at the end of a run of capitals: after the last office, place or possessive."""
    words = run.split()
    cut = 0
    for i, word in enumerate(words):
        low = word.lower().rstrip(".")
        office = low in _roles() or low in _parts_of_roles() or _PREFIXED.match(low)
        # “Sofia Rossi” is a person, “Sofia mayor Rossi” is not: a seat of government alone may be a given name
        place = low in _places() and (low in _adjectives() or i == len(words) - 1 or len(words) - i > 2)
        if office or place or low.endswith(("'s", "s'")):
            cut = i + 1
    own = [_POSSESSIVE.sub("", w) if i == len(words) - 1 else w for i, w in enumerate(words)][cut:]
    if len(own) > 2 and _ACRONYM.match(own[-1]):
        own = own[:-1]  # letters after a name: Anna Lind MP
    text = " ".join(_without_place(own)).rstrip(".")
    if not text or _is_organisation(text) or _ACRONYM.match(text):
        return None
    return text


def _without_place(words: list[str]) -> list[str]:
    """Drop a place of two words in front of a name: “New Zealand Anna Lind”."""
    return words[2:] if " ".join(words[:2]).lower() in _places() else words


@cache
def _parts_of_roles() -> frozenset[str]:
    offices = {word for role in _roles() if " " in role for word in role.split()}
    return frozenset(
        offices | {"deputy", "vice", "former", "acting", "chief", "senior", "interior", "defense", "defence"}
    )


@cache
def _organisation_heads() -> frozenset[str]:
    return lexicon.column("organisations", "word", match="head")


def _is_organisation(words: str) -> bool:
    low = words.lower()
    head = low.split()[-1]
    known = low in lexicon.column("organisations", "word", match="whole") or head in _organisation_heads()
    return known or head.removesuffix("s") in _organisation_heads() or _DOMAIN.search(head) is not None


def _is_body(words: str) -> bool:
    """An organisation that is named after its field: “Ministry of Trade and Industry”, “Bank of Norland”."""
    lead, _, field = words.partition(" of ")
    parts = field.removeprefix("the ").split(" and ")
    return _is_organisation(lead) and "'s " not in field and all(_RUN.fullmatch(part) for part in parts)


def _office(before: str, after: str) -> tuple[frozenset[str], frozenset[str], str]:
    """Groups, qualifiers and gender of the office in “Belarusian dictator, NAME”, “NAME, the Belarusian dictator,”."""
    close = before.removesuffix(", ")
    words = close[max(map(close.rfind, '.,;:()"')) + 1 :]
    if not _roles_of(words):
        behind = _BEHIND.match(after)
        words = behind.group(1) if behind else ""
    groups, gender = _groups_of(words)
    return groups, _qualifiers(words) if groups or gender else frozenset(), gender


_BEHIND = re.compile(r", (?:the |a |an |his |her )?([^,.;:()\"]+)")


@lru_cache(maxsize=10_000)
def _roles_of(words: str) -> tuple[str, ...]:
    tokens, known = [w.rstrip(".") for w in WORD.findall(words.lower())], _roles()
    if "'" not in words and _words_of_roles().isdisjoint(tokens):
        return ()
    pairs = map(" ".join, pairwise(tokens))
    return tuple(t for t in (*pairs, *(_POSSESSIVE.sub("", w) if "'" in w else w for w in tokens)) if t in known)


@cache
def _words_of_roles() -> frozenset[str]:
    return frozenset(word for role in _roles() for word in role.split())


def _groups_of(words: str) -> tuple[frozenset[str], str]:
    groups: frozenset[str] = frozenset()
    gender = ""
    for role in _roles_of(words)[:1]:
        groups, gender = _roles()[role][0] - {"title"}, _roles()[role][1]
    return groups, gender


def _qualifiers(words: str) -> frozenset[str]:
    """Whose office: the country, or the other capitalised words; “Putin's” and “the Kremlin” are such."""
    plain = [_POSSESSIVE.sub("", w) for w in WORD.findall(words)]
    low = [w.lower() for w in plain]
    places, roles = _places(), _roles()
    found = {places[w] for w in (*low, *map(" ".join, pairwise(low))) if w in places}
    for word, small in zip(plain, low, strict=True):
        if word[0].isupper() and not (small in places or small in roles or small in _not_names()):
            found.add(word)
    return frozenset(found)


@lru_cache(maxsize=10_000)
def parse_mention(words: str) -> Mention:
    """Read a mention by itself: pronoun, name with or without office, organisation, collective, unnamed or unknown."""
    low = " ".join(reading_copy(words).lower().split())
    if low in PRONOUNS:
        return Mention("pronoun", gender=PRONOUNS[low])
    stripped = bare(_RELATIVE.split(words)[0] if not _RELATIVE.match(words) else words)
    if "," in stripped and (named := _apposed(stripped)):
        return named
    if not low.startswith(("the ", "a ", "an ")):
        stripped = _uncapitalised(stripped)
    if not stripped:
        return Mention("unknown")
    if _is_pair(stripped):
        return Mention("group", stripped)
    if _is_organisation(stripped) or _ACRONYM.match(stripped) or stripped.lower() in _places():
        return Mention("organisation", _ABBREVIATED.get(stripped.rstrip("."), stripped))
    groups, gender = _groups_of(stripped)
    if not groups and _is_body(bare(words)):
        return Mention("organisation", bare(words))
    qualifiers = _qualifiers(stripped)
    if own := _own_name(stripped):
        the = low.startswith("the ") and not groups and "'s " not in stripped
        return Mention("organisation" if the else "person", own, groups, qualifiers - set(own.split()), gender)
    return _description(low, stripped, groups, qualifiers, gender)


def _apposed(words: str) -> Mention | None:
    """The name in “Anna Lind, the deputy mayor” and “the deputy mayor, Anna Lind”, with the other part's office."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
    read = [parse_mention(part) for part in parts]
    for one in read:
        if one.kind in {"person", "organisation"} and one.name:
            groups = one.groups.union(*(other.groups for other in read))
            return Mention(one.kind, one.name, groups, one.qualifiers, one.gender)
    return read[0] if read else None


_ABBREVIATED = {"US": "United States", "U.S": "United States", "UK": "United Kingdom", "EU": "European Union"}
_OF = re.compile(r" (?:of|for|from|in|at|with|on) (?:the )?")


def _is_pair(words: str) -> bool:
    """Two of a kind: “Lind and Berger”, “France and Germany”, two full names; not “Ministry of Trade and Industry”."""
    first, _, second = words.partition(" and ")
    if not second:
        return False
    if re.search(rf"{_CAPITAL} and (?:the )?{_CAPITAL}\Z", words):
        return " of " not in first
    return all(_RUN.fullmatch(part) and " " in (_name_in(part) or "") for part in (first, second))


def _uncapitalised(words: str) -> str:
    """A first word that is no name has its capital from the sentence: “Officials”, “Local police”."""
    first, _, rest = words.partition(" ")
    low = first.lower()
    if low in _places() or low in lexicon.column("organisations", "word", match="whole") or low.endswith("'s"):
        return words
    common = low in _not_names() or low in _roles() or low in _collectives() or low in _organisation_heads()
    phrase = bool(rest) and rest == rest.lower()
    return f"{low} {rest}".strip() if (common and not rest[:1].isupper()) or phrase else words


def _own_name(words: str) -> str | None:
    """The person's name in a mention: at its end, or before “of”, “from” and the like where these tell whose."""
    head, *rest = _OF.split(words, maxsplit=1)
    runs = [m.group() for m in _RUN.finditer(head)]
    own = _name_in(runs[-1]) if runs and head.endswith(runs[-1]) else None
    if own or not rest:
        return own
    tail = [m.group() for m in _RUN.finditer(rest[0])]
    if not tail or not rest[0].endswith(tail[-1]):
        return None
    name = _name_in(tail[-1])
    # “the mayor of New Orleans” ends in a place, “the mayor of Oslo Anna Lind” in a name
    return name if name and " " in name and name != tail[-1] else None


@cache
def _collectives() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in lexicon.load("collectives")}


def _description(low: str, words: str, groups: frozenset[str], qualifiers: frozenset[str], gender: str) -> Mention:
    """A mention without a name: an office, several people, a source, an organisation."""
    head = [w.lower() for w in WORD.findall(_OF.split(words)[0])]
    last = head[-1] if head else ""
    kind = _collectives().get(last) or _collectives().get(head[0] if head else "")
    if "familiar with" in low or "anonymity" in low:
        kind = "unnamed"
    if kind:
        return Mention(kind, words)
    if groups:
        # “a spokesman” is nobody whom the article has named before, “the spokesman” is
        indefinite = low.split()[0] in {"a", "an", "another", "one"}
        return Mention("unnamed", words) if indefinite else Mention("person", "", groups, qualifiers, gender)
    if last in _organisation_heads():
        return Mention("organisation", words)
    plural = last.endswith("s") and not last.endswith("ss") and len(last) > 3
    return Mention("group", words) if plural else Mention("unknown")
