"""Articles made of sentences of our own, with everything in them that crosses articles: see `made`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

PEOPLE = ("Anna Lind", "Tom Berger", "Maria Keller", "Jan Holm", "Grant Miller", "Omar Haddad", "Ines Duarte")
PLACES = ("harbour", "market", "school", "bridge", "museum", "station", "library", "mill", "ferry", "tower", "chapel")
WORDS = ("painted", "sold", "closed", "opened", "measured", "insured", "flooded", "cleaned", "praised", "ruined")


def text(number: int) -> str:
    """An article of four paragraphs; no two share many runs of words."""
    who, other = PEOPLE[number % 7], PEOPLE[(number // 7) % 7]
    place, done = PLACES[number % 11], WORDS[(number // 3) % 10]
    surname = who.split()[-1]
    return (
        f"“The {place} will be {done} before day {number},” {who} said on Friday.\n\n"
        f"{other} told reporters that the {place} had cost {number * 17} crowns and that nobody was to blame.\n\n"
        f"“Nothing is {done}, and number {number} is a great success,” {surname} added. He denied all {number}.\n\n"
        f"According to {who[0]}. {surname}, {PLACES[(number + 4) % 11]} {number * 31} was “a terrible mistake” again."
    )


def made(count: int) -> pd.DataFrame:
    """So many articles, one row each: among them copies, clashing ids, dates that only another row decides, a letter
    before a surname, a foreign text, a quotation that is never closed, and columns of odd types."""
    rows = []
    for n in range(count):
        body = text(n)
        if n % 13 == 5:
            body = text(n - 5).replace("added", "said")  # nearly a copy
        elif n % 17 == 3:
            body = text(max(0, n - 3))
        elif n % 19 == 4:
            body = (
                "Der Bürgermeister sagte am Freitag, die Brücke werde im Sommer geöffnet, und niemand sei schuld daran."
            )
        elif n % 23 == 6:
            body += "\n\n“It was never closed, said Ines Duarte."
        rows.append(
            {
                "id": f"a{n}" if n % 29 else "same",
                "date": f"0{1 + n % 9}/{1 + n % 12:02}/2024" if n != count - 2 else "25/04/2024",
                "title": f"Report number {n}",
                "outlet": "Harbour Post",
                "text": body,
                "page": n if n % 2 else None,
                "note": {"by": "desk"} if n > count // 2 else None,
            }
        )
    return pd.DataFrame(rows)


def write_lines(articles: pd.DataFrame, path: Path) -> Path:
    """The articles as JSON lines."""
    path.write_text(articles.to_json(orient="records", lines=True, force_ascii=False), encoding="utf-8")
    return path
