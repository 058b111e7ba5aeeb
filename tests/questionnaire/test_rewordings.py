"""Words that changed so that answers may move: who is told, and of what."""

import pytest
import yaml

from diagnosis.config import SHIPPED
from diagnosis.languages import Languages
from diagnosis.model import ProblemsError
from diagnosis.questionnaire import dividing, load_library
from diagnosis.questionnaire.rewordings import order_of

LIBRARY = load_library(SHIPPED / "questionnaires", Languages(SHIPPED / "translations").own_names)


def test_versions_have_an_order__ok():
    versions = ["10", "2-1", "1", "9", "1-2", "2", "1-10", "2026.1"]
    assert sorted(versions, key=order_of) == [
        "1", "1-2", "1-10", "2", "2-1", "9", "10", "2026.1",
    ]  # fmt: skip
    assert order_of("b") != order_of("2")


@pytest.mark.parametrize(
    ("versions", "count"),
    [
        (["1"] * 20, 0),
        (["2"] * 20, 0),
        (["1"] * 11 + ["2"] * 11, 1),
        (["1-2"] * 11 + ["3"] * 10, 0),
    ],
)
def test_a_rewording_is_told_where_it_divides_families__ok(versions, count):
    found = dividing(LIBRARY.questionnaires["clos-saint-lazare"], versions, 11)
    assert len(found) == count
    assert all({"B1", "C1", "D4"} <= found[0].questions.keys() for _ in found)


def test_both_questionnaires_say_what_they_share__ok():
    long, short = (LIBRARY.questionnaires[name] for name in ("clos-saint-lazare", "express"))
    told = {rewording.version: rewording for rewording in long.rewordings}
    for rewording in short.rewordings:
        assert rewording.day == told[rewording.version].day
        for name, change in rewording.questions.items():
            assert change in told[rewording.version].questions[name]


@pytest.mark.parametrize(
    ("rewording", "cause"),
    [
        ({"version": "3", "day": "2026-11-29", "questions": {"B1": "x"}}, "vient après"),
        ({"version": "1", "day": "2026-11-29", "questions": {"Z9": "x"}}, "« Z9 » n’est pas"),
        ({"version": "1", "day": "2026-11-29", "questions": {}}, "il en faut 1"),
    ],
)
def test_a_wrong_rewording_is_told__error(tmp_path, rewording, cause):
    for path in (SHIPPED / "questionnaires").glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "clos-saint-lazare.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**content, "rewordings": [rewording]}), "utf-8")
    with pytest.raises(ProblemsError, match=cause):
        load_library(tmp_path, LIBRARY.languages)
