"""Whatever a table calls its columns: ours are found, the others carried, none lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.columns import chosen, fold, known_names, name_columns
from analysis.errors import Rejected, SourceError


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ("Title,Publish Date,Full-Text,Link,Authors,Source", "headline,published,text,url,byline,outlet"),
        ("Überschrift,Datum,Volltext,Quelle,Autor,Sprache", "headline,published,text,outlet,byline,language"),
        ("título,FECHA,cuerpo,enlace,autora,medio", "headline,published,text,url,byline,outlet"),
        ("Titre,Date de parution,Texte intégral,Lien,Auteur,Média", "headline,published,text,url,byline,outlet"),
        ("doc_id,datePublished,dateModified,articleBody,keywords", "article_id,published,updated,text,tags"),
        ("ID,TEXT,UEBERSCHRIFT,Aktualisiert", "article_id,text,headline,updated"),
    ],
)
def test_usual_names_are_known_in_any_case_and_in_four_languages(header, ours):
    names = header.split(",")
    out, was = name_columns({name: name for name in names}, {})
    assert out == dict(zip(ours.split(","), names, strict=True))
    assert was == out


def test_names_are_compared_without_case_accents_and_joints():
    assert fold(" Fecha_de-Publicación ") == fold("fecha de publicacion")


def test_the_caller_may_name_any_column():
    row = {"Meldung": "Lind left.", "Tag": "2022-03-04", "text": "a note"}
    out, _ = name_columns(row, {"text": "Meldung", "published": "Tag"})
    assert out == {"text": "Lind left.", "published": "2022-03-04", "input_text": "a note"}


def test_a_name_of_ours_that_there_is_not_is_answered_with_those_that_there_are():
    with pytest.raises(SourceError, match="there is no column titel to fill; there are article_id, text, published"):
        chosen({"titel": "Titel"}, None)


def test_the_text_column_may_be_named_either_way():
    assert chosen({"published": "Tag"}, "Meldung") == {"published": "Tag", "text": "Meldung"}


def test_without_a_text_the_columns_are_named():
    with pytest.raises(Rejected, match=r"among who, what; name the column that holds the text \(--text-column"):
        name_columns({"who": "Lind", "what": "nothing"}, {})


def test_the_preferred_name_wins_and_the_other_is_carried():
    assert name_columns({"publisher": "Post AG", "source": "The Post", "text": "x"}, {})[0] == {
        "outlet": "The Post",
        "publisher": "Post AG",
        "text": "x",
    }


def test_a_further_column_never_takes_the_place_of_another():
    row = {"text": "x", "file": "a", "input_file": "b", "input_file_2": "c"}
    out, _ = name_columns(row, {})
    assert sorted(out.values()) == ["a", "b", "c", "x"]
    assert "file" not in out


@given(
    st.dictionaries(st.one_of(st.sampled_from(["file", "Text", "input_file", "id", "ID"]), st.text()), st.integers())
)
def test_no_cell_is_ever_lost(row):
    out, _ = name_columns({**row, "text": -1}, {})
    assert sorted(out.values()) == sorted({**row, "text": -1}.values())


def test_every_column_of_ours_has_our_own_name_first():
    assert all(names[0] == fold(ours) for ours, names in known_names().items())
