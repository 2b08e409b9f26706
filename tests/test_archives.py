"""Archives from colleagues and from strangers: what is inside is read, what means harm is told and costs nothing."""

import gzip
import io
import stat
import zipfile

import pytest

from analysis import archives, tables
from analysis.errors import Rejected
from analysis.sources import read_documents

TEXT = "Mayor Anna Lind said the bridge would open."


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def read(tmp_path):
    """read(name, bytes): the texts by file, and the problems as (file, code)."""

    def make(name, raw):
        (tmp_path / name).write_bytes(raw)
        problems = tables.Problems()
        found = {d.file: d.text for d in read_documents(tmp_path, problems=problems)}
        return found, [(p["file"], p["code"]) for p in problems.rows]

    return make


def test_the_files_of_a_zip_are_read_in_the_order_of_their_names(read):
    raw = zipped({"b/2.txt": TEXT, "a.csv": f"id,text\n1,{TEXT}\n", "b/1.md": TEXT})
    found, problems = read("x.zip", raw)
    assert list(found) == ["x.zip/a.csv, row 2", "x.zip/b/1.md", "x.zip/b/2.txt"]
    assert (set(found.values()), problems) == ({TEXT}, [])


def test_hidden_files_of_a_zip_are_left_out(read):
    assert read("x.zip", zipped({"__MACOSX/._a.txt": "x", ".DS_Store": "x", "a.txt": TEXT})) == (
        {"x.zip/a.txt": TEXT},
        [],
    )


@pytest.mark.parametrize(("name", "raw"), [("a.txt.gz", TEXT), ("a.jsonl.gz", f'{{"text": "{TEXT}"}}')])
def test_a_gz_is_read_as_the_file_in_it(read, name, raw):
    found, problems = read(name, gzip.compress(raw.encode()))
    assert (list(found.values()), problems) == ([TEXT], [])
    assert next(iter(found)).startswith(name)


def test_a_zip_in_a_zip_is_read(read):
    assert read("x.zip", zipped({"in.zip": zipped({"a.txt": TEXT})}))[0] == {"x.zip/in.zip/a.txt": TEXT}


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "..\\a.txt", "C:/a.txt"])
def test_a_name_that_leads_out_is_rejected_and_its_neighbours_are_read(read, name):
    found, problems = read("x.zip", zipped({name: TEXT, "good.txt": TEXT}))
    assert found == {"x.zip/good.txt": TEXT}
    assert [code for _, code in problems] == ["archive-path"]


def test_a_link_in_a_zip_is_rejected(read):
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert read("x.zip", buffer.getvalue()) == ({}, [("x.zip/link.txt", "archive-link")])


def test_a_kind_that_is_not_read_is_named_and_not_even_unpacked(read):
    assert read("x.zip", zipped({"a.pdf": b"%PDF"})) == ({}, [("x.zip/a.pdf", "unsupported")])


@pytest.mark.parametrize("name", ["bomb.csv", "bomb.jsonl"])
def test_a_file_that_unpacks_to_hundreds_of_times_its_size_is_a_bomb(read, name):
    raw = zipped({name: bytes(30_000_000), "good.txt": TEXT})
    assert read("x.zip", raw) == ({"x.zip/good.txt": TEXT}, [(f"x.zip/{name}", "archive-bomb")])


def test_a_gz_may_be_a_bomb_too(read):
    assert read("a.csv.gz", gzip.compress(bytes(30_000_000))) == ({}, [("a.csv.gz", "archive-bomb")])


def test_a_spreadsheet_may_be_a_bomb_too(read):
    assert read("a.xlsx", zipped({"xl/sharedStrings.xml": bytes(30_000_000)})) == ({}, [("a.xlsx", "archive-bomb")])


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04 no archive",
        zipped({"a.txt": TEXT})[:-9],
        zipped({"a.txt": TEXT}).replace(b"PK\x01\x02", b"XX\x01\x02"),
    ],
)
def test_a_broken_zip_is_rejected(read, raw):
    assert [code for _, code in read("x.zip", raw)[1]] == ["broken-archive"]


def test_a_damaged_file_in_a_zip_costs_itself(read):
    raw = zipped({"a.txt": TEXT, "b.txt": TEXT[::-1]}, zipfile.ZIP_STORED)
    found, problems = read("x.zip", raw.replace(TEXT.encode(), TEXT.upper().encode(), 1))
    assert (list(found), problems) == (["x.zip/b.txt"], [("x.zip/a.txt", "broken-archive")])


def test_a_broken_gz_is_rejected(read):
    assert read("a.txt.gz", gzip.compress(TEXT.encode())[:-12]) == ({}, [("a.txt.gz", "broken-archive")])


def test_too_many_files_are_not_read_and_told(monkeypatch):
    budget = archives.Budget(files=2)
    found = archives.members(zipped({f"{n}.txt": TEXT for n in range(3)}), "x.zip", lambda name: 99, budget)
    assert next(found) == ("0.txt", TEXT.encode())
    assert next(found) == ("1.txt", TEXT.encode())
    with pytest.raises(Rejected, match=r"from 2\.txt on they were not read; split it"):
        next(found)


def test_the_whole_archive_has_a_limit_and_so_has_each_file():
    raw = zipped({"a.txt": TEXT, "b.txt": TEXT})
    (_, one), (_, two) = archives.members(raw, "x.zip", lambda name: 99, archives.Budget(size=len(TEXT)))
    assert one == TEXT.encode()
    assert isinstance(two, Rejected)
    assert two.code == "archive-limit"
    codes = [f.code for _, f in archives.members(raw, "x.zip", lambda name: 9, archives.Budget())]
    assert codes == ["too-large", "too-large"]
