"""Label Studio: out and back the same statements; annotations before predictions; what is broken is told."""

from __future__ import annotations

import copy
import json
from xml.etree import ElementTree

import pandas as pd
import pytest

import analysis as ma
from analysis.validation.labelstudio import CONFIGURATION, TASKS

TEXT = (
    "🙂 It rained.\n\n“It will close,” Anna Lind said, “and soon.”\n\n"
    "She said that it rains and stressed that it pours.\n"
)


@pytest.fixture(scope="module")
def study():
    return ma.analyse(pd.DataFrame([{"article_id": "a", "text": TEXT}, {"article_id": "b", "text": "Nobody spoke."}]))


@pytest.fixture
def tasks(study, tmp_path):
    ma.write_labelstudio(study.statements, study.articles, tmp_path)
    return json.loads((tmp_path / TASKS).read_text(encoding="utf-8"))


def read(tmp_path, tasks):
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    return ma.read_labelstudio(tmp_path / "export.json")


def test_out_and_back_they_are_the_same_statements(study, tasks, tmp_path):
    found, problems = read(tmp_path, tasks)
    assert problems.empty
    columns = ["article_id", "text", "kind", "mode", "spans", "cue", "cue_start", "mention", "mention_end", "speaker"]
    ours, theirs = (
        f[columns].astype(object).where(f[columns].notna(), None).to_numpy().tolist() for f in (study.statements, found)
    )
    assert ours == theirs
    assert len(ours) == 3
    assert found.attrs["articles"] == ["a", "b"]


def test_a_task_is_as_label_studio_takes_it(tasks):
    assert [sorted(task) for task in tasks] == [["data", "predictions"]] * 2
    regions = tasks[0]["predictions"][0]["result"]
    words = tasks[0]["data"]["text"]
    ids = set()
    for region in regions:
        if region["type"] == "labels":
            value = region["value"]
            assert words[value["start"] : value["end"]] == value["text"]
            ids.add(region["id"])
    assert all({r["from_id"], r["to_id"]} <= ids for r in regions if r["type"] == "relation")
    assert {r["from_name"] for r in regions if r["type"] != "relation"} == {"label", "kind", "mode", "speaker"}


def test_the_project_names_all_that_the_tasks_use(study, tasks, tmp_path):
    root = ElementTree.fromstring((tmp_path / CONFIGURATION).read_text(encoding="utf-8"))
    controls = {e.get("name") for e in root.iter() if e.get("toName")}
    assert controls == {"label", "kind", "mode", "speaker"}
    assert {e.get("value") for e in root.iter("Label")} == {"Statement", "Cue", "Speaker"}
    assert {e.get("value") for e in root.iter("Relation")} == {"cued_by", "said_by", "goes_on"}


def test_what_people_annotated_goes_before_predictions_and_each_is_kept(tasks, tmp_path):
    result = tasks[0]["predictions"][0]["result"]
    mine = [r for r in result if r.get("id") == "s1-0"]
    tasks[0]["annotations"] = [
        {"completed_by": 7, "result": mine},
        {"completed_by": {"email": "ann@example.org"}, "result": copy.deepcopy(result)},
        {"completed_by": 8, "was_cancelled": True, "result": result},
    ]
    found, _ = read(tmp_path, tasks)
    assert found["coder"].value_counts().to_dict() == {"ann@example.org": 3, "7": 1}


def test_offsets_that_javascript_counted_are_noticed_by_the_words(study, tasks, tmp_path):
    for region in tasks[0]["predictions"][0]["result"]:
        if "value" in region:
            region["value"]["start"] += 1  # 🙂 is two to JavaScript
            region["value"]["end"] += 1
    found, problems = read(tmp_path, tasks)
    assert problems.empty
    assert found["spans"].tolist() == study.statements["spans"].tolist()


def test_what_is_broken_is_told_and_the_rest_is_read(tasks, tmp_path):
    tasks[0]["predictions"][0]["result"][0]["value"]["text"] = "other words"
    tasks[1]["predictions"][0]["result"] = [{"type": "labels"}]
    found, problems = read(tmp_path, [*tasks, {"text": "no data"}, 7])
    assert len(found) == 3, "the second piece of the first statement still stands for it"
    assert problems["severity"].tolist() == ["warning", "error", "error", "error"]
    assert "do not stand there" in problems["message"][0]
    assert "export as JSON, not as JSON-MIN" in problems["message"][2]


def test_a_file_that_is_no_json_is_an_error(tmp_path):
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(ma.SourceError, match=r"a.json: cannot be read as JSON"):
        ma.read_labelstudio(tmp_path / "a.json")
