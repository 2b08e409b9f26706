"""The forms in which news prose reports speech, one sentence each: who said it, in which kind, and which words.

American, British, translated and agency prose; names of many languages. A known miss is a strict xfail with its reason.
"""

from __future__ import annotations

import pytest

from analysis import tables

CASES = {
    # marks
    "low and high marks": ("„We will not wait“, the minister said.", [(None, "direct", "We will not wait")]),
    "low and high marks, name": (
        "„The ice is thin“, said Karl Brandt.",
        [("Karl Brandt", "direct", "The ice is thin")],
    ),
    "guillemets": (
        "«The strike goes on», union leader Marc Petit said.",
        [("Marc Petit", "direct", "The strike goes on")],
    ),
    "guillemets with spaces": ("« We are tired », said Claire Moreau.", [("Claire Moreau", "direct", "We are tired")]),
    "single marks": ("'We've had enough,' Tom Reed said.", [("Tom Reed", "direct", "We've had enough")]),
    "single marks, plural possessive": (
        "'The miners' wages are a scandal,' said Gwen Price.",
        [("Gwen Price", "direct", "The miners' wages are a scandal")],
    ),
    "typewriter marks": ('"It was dark," Ann Lee recalled.', [("Ann Lee", "direct", "It was dark")]),
    "two single characters": ("``We lost,'' Dan Cole said.", [("Dan Cole", "direct", "We lost")]),
    "two apostrophes on both sides": ("''We lost,'' Dan Cole said.", [("Dan Cole", "direct", "We lost")]),
    "wrong closer": ("Lukas Meyer said the deal was “dead“.", [("Lukas Meyer", "mixed", "the deal was “dead“")]),
    "quotation inside a quotation": (
        "“She told me ‘never again’ and left,” Rosa Diaz said.",
        [("Rosa Diaz", "direct", "She told me ‘never again’ and left")],
    ),
    # order
    "inverted with office": (
        "“The vote stands,” said election commissioner Ruth Osei.",
        [("Ruth Osei", "direct", "The vote stands")],
    ),
    "inverted with apposition": (
        "“The vote stands,” said Ruth Osei, head of the commission.",
        [("Ruth Osei", "direct", "The vote stands")],
    ),
    "split": (
        "“The vote,” Ruth Osei said, “stands.”",
        [("Ruth Osei", "direct", "“The vote,” “stands.”")],
    ),
    "follow-on in the same paragraph": (
        "“The vote stands,” Ruth Osei said. “Nobody will change it.”",
        [("Ruth Osei", "direct", "“The vote stands,” “Nobody will change it.”")],
    ),
    "colon": ("Ruth Osei said: “The vote stands.”", [("Ruth Osei", "direct", "The vote stands")]),
    "question": ("“Where is the money?” asked Paul Henry.", [("Paul Henry", "direct", "Where is the money?")]),
    "exclamation": ("“Get out!” shouted Paul Henry.", [("Paul Henry", "direct", "Get out!")]),
    "claim, name said": (
        "The dam will hold, engineer Sofia Rossi said.",
        [("Sofia Rossi", "indirect", "The dam will hold")],
    ),
    "claim, said name": (
        "The dam will hold, said engineer Sofia Rossi on Monday.",
        [("Sofia Rossi", "indirect", "The dam will hold")],
    ),
    "according to, in front": (
        "According to engineer Sofia Rossi, the dam will hold.",
        [("Sofia Rossi", "indirect", "the dam will hold")],
    ),
    "according to, behind": (
        "The dam will hold, according to engineer Sofia Rossi.",
        [("Sofia Rossi", "indirect", "The dam will hold")],
    ),
    # several in one sentence
    "coordinated": (
        "Sofia Rossi said that the dam was safe and added that it was checked daily.",
        [
            ("Sofia Rossi", "indirect", "that the dam was safe"),
            ("Sofia Rossi", "indirect", "that it was checked daily"),
        ],
    ),
    "participle": (
        "Sofia Rossi visited the builders, stressing that the dam was safe.",
        [("Sofia Rossi", "indirect", "that the dam was safe")],
    ),
    "said, adding": (
        "Sofia Rossi said that the dam was safe, adding that she lived below it.",
        [("Sofia Rossi", "indirect", "that the dam was safe"), ("Sofia Rossi", "indirect", "that she lived below it")],
    ),
    "two speakers": (
        "Sofia Rossi said the dam was safe, while Paul Henry warned that it leaked.",
        [("Sofia Rossi", "indirect", "the dam was safe"), ("Paul Henry", "indirect", "that it leaked")],
    ),
    "nested": (
        "According to the palace, Queen Ingrid confirmed that she would step down.",
        [("Ingrid", "indirect", "that she would step down")],
    ),
    # who
    "surname after the full name": (
        "Anna Lind opened the school. Lind said the roof was new.",
        [("Anna Lind", "indirect", "the roof was new")],
    ),
    "title and surname": (
        "Anna Lind opened the school. Ms. Lind said the roof was new.",
        [("Anna Lind", "indirect", "the roof was new")],
    ),
    "office for a name": (
        "Mayor Anna Lind opened the school. The mayor said the roof was new.",
        [("Anna Lind", "indirect", "the roof was new")],
    ),
    "she": (
        "“The roof is new,” Anna Lind said. She added that the old one had leaked.",
        [("Anna Lind", "direct", "The roof is new"), ("Anna Lind", "indirect", "that the old one had leaked")],
    ),
    "who": (
        "The school was opened by Anna Lind, who said the roof was new.",
        [("Anna Lind", "indirect", "the roof was new")],
    ),
    "apposition": (
        "Anna Lind, the deputy governor, said the roof was new.",
        [("Anna Lind", "indirect", "the roof was new")],
    ),
    "apposition in front": (
        "The deputy governor, Anna Lind, said the roof was new.",
        [("Anna Lind", "indirect", "the roof was new")],
    ),
    "a possessive and an office": (
        "Lind's spokeswoman Eva Strand said the roof was new.",
        [("Eva Strand", "indirect", "the roof was new")],
    ),
    "the office of a country": (
        "French President Louis Garnier arrived. The French president said the talks were hard.",
        [("Louis Garnier", "indirect", "the talks were hard")],
    ),
    "the other country's office": (
        "French President Louis Garnier met German Chancellor Heike Vogt. The German chancellor said it was hard.",
        [("Heike Vogt", "indirect", "it was hard")],
    ),
    "brothers of one surname": (
        "Pavel Novak and Jan Novak own the mill. Jan Novak said it would close.",
        [("Jan Novak", "indirect", "it would close")],
    ),
    "collective": ("Two officials said the roof was new.", [("two officials", "indirect", "the roof was new")]),
    "police": ("Police said the road was open.", [("police", "indirect", "the road was open")]),
    "unnamed source": (
        "A person familiar with the talks said they had failed.",
        [("person familiar with the talks", "indirect", "they had failed")],
    ),
    # metonyms and organisations
    "a house for its people": (
        "The White House said the visit was off.",
        [("White House", "indirect", "the visit was off")],
    ),
    "a capital for its government": ("Beijing said the visit was off.", [("Beijing", "indirect", "the visit was off")]),
    "ministry": (
        "The Ministry of Health announced that masks were no longer needed.",
        [("Ministry of Health", "indirect", "that masks were no longer needed")],
    ),
    "acronym": ("NATO said the exercise was over.", [("NATO", "indirect", "the exercise was over")]),
    "company": (
        "Nordbank Corporation said profits had fallen.",
        [("Nordbank Corporation", "indirect", "profits had fallen")],
    ),
    # names of many languages
    "Chinese name": ("Wang Xiuying said the river had risen.", [("Wang Xiuying", "indirect", "the river had risen")]),
    "Arabic name with particle": (
        "Minister Khalid al-Harbi said the pipeline was safe.",
        [("Khalid al-Harbi", "indirect", "the pipeline was safe")],
    ),
    "Slavic name with diacritics": (
        "Zdeněk Dvořák said the bridge was closed.",
        [("Zdeněk Dvořák", "indirect", "the bridge was closed")],
    ),
    "Spanish name of three parts": (
        "José Luis Fernández said the harvest was poor.",
        [("José Luis Fernández", "indirect", "the harvest was poor")],
    ),
    "Dutch particle": (
        "Jan van der Meer said the dike was safe.",
        [("Jan van der Meer", "indirect", "the dike was safe")],
    ),
    "initials": ("J. B. Holm said the dike was safe.", [("J. B. Holm", "indirect", "the dike was safe")]),
    "hyphen": (
        "Marie-Claire Dubois said the dike was safe.",
        [("Marie-Claire Dubois", "indirect", "the dike was safe")],
    ),
    "Irish apostrophe": ("Sean O’Brien said the dike was safe.", [("Sean O'Brien", "indirect", "the dike was safe")]),
    # media and documents
    "Telegram": (
        "“The city is calm,” governor Ivan Bondar wrote on Telegram.",
        [("Ivan Bondar", "direct", "The city is calm")],
    ),
    "a tweet": ("Eva Strand tweeted: “See you in court.”", [("Eva Strand", "direct", "See you in court")]),
    "a letter": (
        "In a letter to the board, Eva Strand wrote that she would resign.",
        [("Eva Strand", "indirect", "that she would resign")],
    ),
    "a report": ("The report said the wiring was old.", [("report", "indirect", "the wiring was old")]),
    "a court filing": (
        "The complaint alleges that the company hid the tests.",
        [("complaint", "indirect", "that the company hid the tests")],
    ),
    "told a newspaper": (
        "Eva Strand told the Daily Harbour that she would resign.",
        [("Eva Strand", "indirect", "that she would resign")],
    ),
    "in an interview": (
        "“I am tired,” Eva Strand said in an interview with the Daily Harbour.",
        [("Eva Strand", "direct", "I am tired")],
    ),
    # acts
    "promise": ("Eva Strand promised to lower the fees.", [("Eva Strand", "indirect", "to lower the fees")]),
    "demand": (
        "The teachers demanded that the school be repaired.",
        [("teachers", "indirect", "that the school be repaired")],
    ),
    "denial": ("Eva Strand denied that she had been paid.", [("Eva Strand", "indirect", "that she had been paid")]),
    "warning": ("Eva Strand warned that the ice was thin.", [("Eva Strand", "indirect", "that the ice was thin")]),
    "question without marks": (
        "Eva Strand asked whether the ice was thin.",
        [("Eva Strand", "indirect", "whether the ice was thin")],
    ),
    "passive is nobody's": ("The man is believed to be abroad.", []),
    # several paragraphs, no marks, nobody introduces it
    "quotation over two paragraphs": (
        "“The water came at night,” Eva Strand said. “We ran.\n\n“Nobody had warned us.”",
        [("Eva Strand", "direct", "Nobody had warned us")],
    ),
    "goes on in the next paragraph": (
        "“The water came at night,” Eva Strand said.\n\n“The fire brigade came at dawn, and the boats were gone.”",
        [("Eva Strand", "direct", "The water came at night"), ("Eva Strand", "direct", "The fire brigade came")],
    ),
    "no marks at all": (
        "We will explain it. We have time, and we will listen to everybody, Eva Strand said.",
        [("Eva Strand", "direct", "We will explain it. We have time")],
    ),
    # headlines, transcripts, live lines
    "headline with a colon": (
        "Strand: The fees will fall next year\n\nThe mayor, Eva Strand, opened the budget debate on Monday.",
        [("Eva Strand", "indirect", "The fees will fall next year")],
    ),
    "headline, claim, says name": (
        "Fees will fall next year, says Strand\n\nThe mayor, Eva Strand, opened the budget debate on Monday.",
        [("Eva Strand", "indirect", "Fees will fall next year")],
    ),
    # what is none
    "scare quotes": ("The “reform” cost the town millions.", []),
    "title of a film": ("Her favourite film is “The Third Man”.", []),
    "declined": ("Eva Strand declined to comment.", []),
    "did not say": ("Eva Strand did not say how much it would cost.", []),
    "would not say": ("She would not say whether the ice was thin.", []),
    "refused": ("Eva Strand refused to say who had paid.", []),
    "hypothetical": ("If Eva Strand says that the ice is thin, nobody will skate.", []),
    "no speech verb": ("The ice was thin, and nobody skated.", []),
    "future": ("Eva Strand will say on Monday whether she runs.", []),
}

KNOWN_MISSES: dict[str, str] = {}


def _cases():
    cases = []
    for name, (text, expected) in CASES.items():
        marks = [pytest.mark.xfail(strict=True, reason=KNOWN_MISSES[name])] if name in KNOWN_MISSES else []
        cases.append(pytest.param(text, expected, id=name.replace(" ", "-"), marks=marks))
    return cases


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_form(attribute, text, expected):
    found = attribute(text)
    found = tables.said(found)
    got = list(zip(found["speaker"].tolist(), found["kind"].astype(str).tolist(), found["text"].tolist(), strict=True))
    assert len(got) == len(expected), got
    for (speaker, kind, words), (who, how, said) in zip(expected, got, strict=True):
        assert words in said
        assert how == kind
        assert who == speaker or (speaker is None and who != who)


def test_known_misses_are_few():
    assert len(KNOWN_MISSES) <= 10
    assert set(KNOWN_MISSES) <= set(CASES)
