"""Codebooks: what is read, and what is refused with a remedy."""

from __future__ import annotations

import pytest

from analysis import AnalysisError, Codebook, Variable


def test_yes_no_and_numbers_stay_names__ok():
    book = Codebook.from_yaml(
        "variables:\n- {name: a, type: select_one, role: profile, categories: [yes, no, 1]}"
    )
    assert list(book.variables[0].categories) == ["yes", "no", "1"]


@pytest.mark.parametrize(
    "written",
    [
        "[{name: a, label: Un}, {name: b, label: Deux}]",
        "{a: Un, b: Deux}",
        "[a: Un, b: Deux]",
    ],
)
def test_categories_in_every_form__ok(written: str):
    text = f"variables: [{{name: q, type: select_one, role: need, categories: {written}}}]"
    assert dict(Codebook.from_yaml(text).variables[0].categories) == {"a": "Un", "b": "Deux"}


def test_every_problem_at_once__error():
    text = """
variables:
  - {type: select_one, role: need}
  - {name: a, type: choice, role: need}
  - {name: b, type: text, role: need}
  - {name: c, type: select_one, role: need, categories: [x], domains: {y: [z]}, colour: red}
  - {name: d, type: select_one, role: profile, active: maybe}
"""
    with pytest.raises(AnalysisError) as caught:
        Codebook.from_yaml(text)
    for word in ("variables[1]", "« choice »", "rôle need", "(y)", "colour", "maybe", "6 problème"):
        assert word in str(caught.value)


@pytest.mark.parametrize("text", ["", "variables:", "[1, 2]", "a: [", "variables: 3"])
def test_no_codebook__error(text: str, tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text(text)
    with pytest.raises(AnalysisError):
        Codebook.from_yaml(path)


def test_missing_file__error(tmp_path):
    with pytest.raises(AnalysisError, match="pas lisible"):
        Codebook.from_yaml(tmp_path / "none.yaml")


def test_path_as_text__ok(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text("variables: [{name: a, type: text, role: text}]")
    assert Codebook.from_yaml(str(path)).variables[0].name == "a"


def test_built_in_python__error():
    with pytest.raises(AnalysisError, match="plusieurs fois"):
        Codebook((Variable("a", "text", "text"), Variable("a", "text", "text")))


def test_audiences_and_domains__ok():
    book = Codebook.from_yaml(
        "variables: [{name: a, type: select_one, role: profile}]\n"
        "title: Enquête\ndomains: {d: Un domaine}\n"
        "audiences: {E: {label: Enceintes, any_of: {a: [oui]}}}"
    )
    assert book.title == "Enquête"
    assert book.domain_label("d") == "Un domaine"
    assert book.audiences["E"].any_of == {"a": ("oui",)}
