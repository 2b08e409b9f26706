"""Bytes of every origin to text, and mojibake undone: told, and nothing else touched."""

from contextlib import suppress

import pytest
from ftfy.badness import is_bad
from hypothesis import given
from hypothesis import strategies as st

from analysis.encodings import _MAYBE_WRONG, decode, undo_mojibake
from analysis.errors import Rejected

FRENCH = "La maire a déclaré que le pont ouvrirait dès l’été, à la fin du mois : « Enfin ! »"
GERMAN = "Die Bürgermeisterin sagte, die Brücke über den Fluss werde für Lastwagen früher geöffnet."
SPANISH = "La alcaldesa dijo: «El puente abrirá mañana»; ¿quién lo pagó?"
RUSSIAN = "Мэр Анна Линд заявила, что город выстоит, и попросила жителей сохранять спокойствие."
POLISH = "Burmistrz powiedziała, że miasto przetrwa. Władze źle oceniły ryzyko i wciąż naprawiają błąd."
ENGLISH = "“We will go,” Señora Lind said at the café; the façade is new – and São Paulo knows."


def told(raw: bytes) -> tuple[str, list[str]]:
    codes: list[str] = []
    return decode(raw, lambda code, message: codes.append(code)), codes


@pytest.mark.parametrize("text", [FRENCH, GERMAN, SPANISH, ENGLISH])
def test_western_papers_in_the_windows_encoding_are_read_and_told(text):
    assert told(text.encode("cp1252")) == (text, ["encoding"])


@pytest.mark.parametrize("text", [GERMAN, SPANISH])
def test_latin_1_is_read(text):
    assert decode(text.encode("latin-1")) == text


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "koi8-r"), (RUSSIAN, "cp1251"), (POLISH, "cp1250")])
def test_eastern_papers_are_read(text, encoding):
    assert told(text.encode(encoding)) == (text, ["encoding"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, "a", "🙂"])
def test_unicode_is_read_without_a_word(text, encoding):
    assert told(text.encode(encoding)) == (text, [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_plain_utf_16_is_read_without_its_mark(encoding):
    assert told(("The bridge will open.\n" * 3).encode(encoding)) == ("The bridge will open.\n" * 3, [])


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_that_breaks_off_in_a_character_is_read_and_told(cut):
    text = "“Soon,” she added…"
    assert told(text.encode()[:-cut]) == (text[:-1] + "\ufffd", ["damaged-text"])


def test_a_damaged_byte_in_utf_8_costs_one_character_not_the_file():
    raw = ("“The café,” said Lind. " * 5).encode()
    damaged = raw[:60] + b"\xff" + raw[60:]
    text, codes = told(damaged)
    assert text.replace("\ufffd", "") == raw.decode()
    assert codes == ["damaged-text"]


def test_what_the_page_states_is_believed_where_it_is_no_utf_8():
    assert decode(RUSSIAN.encode("koi8-r"), stated="koi8-r") == RUSSIAN
    assert decode(RUSSIAN.encode(), stated="koi8-r") == RUSSIAN
    assert decode(GERMAN.encode("cp1252"), stated="no-such-encoding") == GERMAN


def test_nul_and_control_characters_stay_where_they_are():
    text = "A NUL\0 here, a bell\x07 there, and\x0b so\x0c on\x85 to\u2028 the end. " * 3
    assert decode(text.encode()) == text


@pytest.mark.parametrize("raw", [bytes(range(256)) * 9, b"PK\x03\x04" + bytes(90), b"\x00\x01\x02\x03" * 30])
def test_binary_data_is_rejected_with_the_mend(raw):
    with pytest.raises(Rejected, match="save it as UTF-8 text"):
        decode(raw)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("â€œGo,â€\x9d she said.", "“Go,” she said."),
        ("Lindâ€™s cafÃ©", "Lind’s café"),
        ("Die BÃ¼rgermeisterin", "Die Bürgermeisterin"),
    ],
)
def test_mojibake_is_undone_and_counted_by_line(broken, whole):
    assert undo_mojibake(broken) == (whole, 1)
    assert undo_mojibake(f"fine\r\n{broken}\n{broken}\rfine") == (f"fine\r\n{whole}\n{whole}\rfine", 2)


@pytest.mark.parametrize("text", [FRENCH, GERMAN, RUSSIAN, "“Curly” ‘quotes’ – and … dots", "&amp; ﬁne ① Ａ", "plain"])
def test_what_is_no_mojibake_is_left_as_it_is(text):
    assert undo_mojibake(text) == (text, 0)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_in_utf_8_with_its_mark_comes_back_or_is_called_binary(text):
    with suppress(Rejected):
        assert decode(text.encode("utf-8-sig")) == text


@given(st.binary(max_size=300))
def test_no_bytes_stop_the_decoder(raw):
    with suppress(Rejected):
        assert isinstance(decode(raw), str)


BEYOND = [*map(chr, range(0x7E, 0x180)), *"“”‘’–—…•€™√∂†≠вЂГРСΒΓΞΟβ‚║■ azA.,"]


@given(st.text(st.sampled_from(BEYOND), max_size=12))
def test_nothing_that_may_be_mojibake_is_passed_over(line):
    assert _MAYBE_WRONG.search(line) or not is_bad(line)
