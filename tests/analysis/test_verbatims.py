"""Free texts: what is counted, what is suggested, and that no text ever leaves."""

from __future__ import annotations

import json
import random
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import AnalysisError, Codebook, Coded, Decision, suggest, suggestion_quality
from analysis.disclosure import publish
from analysis.survey import make_survey
from analysis.table import encode
from analysis.texts import check_coded, fold, lexicon, matches, platt
from analysis.texts import section as verbatims

K = 11
BOOK = Codebook.from_dict(
    {
        "variables": [
            {"name": "language", "type": "select_one", "role": "profile"},
            {"name": "E2", "type": "text", "role": "text", "label": "Une idée ?"},
        ]
    }
)


def section(texts, languages=None, coded=None, secret=b"secret"):
    table = pd.DataFrame({"language": languages or ["fr"] * len(texts), "E2": texts})
    survey = make_survey(encode(table, BOOK, K), BOOK, secret, K, 0)
    check_coded(coded, survey.data, BOOK)
    told = publish(verbatims(survey, coded))
    return told["variables"][0], json.dumps(told, ensure_ascii=False)


def coded_of(variable: str, codes: dict, extra: dict | None = None) -> Coded:
    """What staff decided of one text variable, by line of the table."""
    decisions = tuple(Decision(row, variable, frozenset(kept)) for row, kept in codes.items())
    return Coded(decisions, extra or {})


def near(told: int, count: int) -> bool:
    """True when a count may be told so."""
    return told % 5 == 0 and abs(told - count) < 5


def terms(found):
    return {t["term"]: t["cell"]["n"] for group in found["topics"] for t in group["terms"]}


def test_codes_by_hand__ok():
    texts = [f"texte {'abcdefghij'[i % 10]}" for i in range(60)] + [""] * 5
    codes = {
        i: {"sommeil", "moral"} if i < 15 else {"moral"} if i < 30 else set() for i in range(45)
    }
    found, _ = section(texts, coded=coded_of("E2", codes))
    assert near(found["read"], 45)
    assert near(found["count"], 60)
    cells = {c["name"]: c["cell"] for c in found["codes"]}
    assert list(cells) == ["moral", "sommeil"]
    assert near(cells["moral"]["n"], 30)
    assert near(cells["sommeil"]["n"], 15)
    for cell, share in ((cells["moral"], 30 / 45), (cells["sommeil"], 15 / 45)):
        assert cell["N"] == found["read"]
        assert cell["low"] < share < cell["high"]


def test_all_texts_read_are_those_that_are_written__ok():
    # One set of families has one name, so that two roundings never tell its size apart.
    for at in range(20):
        coded = coded_of("E2", {i: {"moral"} for i in range(43)})
        found, _ = section(["x"] * 43 + [""] * 20, coded=coded, secret=b"%d" % at)
        assert found["read"] == found["count"]


def test_own_codes_have_their_label__ok():
    codes = {i: {"piscine"} if i < 20 else set() for i in range(40)}
    found, _ = section(["x"] * 60, coded=coded_of("E2", codes, {"piscine": "Une piscine"}))
    assert [(c["name"], c["label"]) for c in found["codes"]] == [("piscine", "Une piscine")]


def test_suggestions_are_never_counted__ok():
    found, _ = section(["mon bébé ne dort pas"] * 60)
    assert found["codes"] == []
    assert found["read"] == 0


def test_a_code_of_nobody_or_few_looks_the_same__ok():
    known = {i: {"sommeil"} for i in range(20)}
    without, _ = section(
        ["x"] * 60, coded=coded_of("E2", known | {i: set() for i in range(20, 60)})
    )
    seen = set()
    for at in range(20):
        codes = known | {i: {"moral"} if i < 22 else set() for i in range(20, 60)}
        found, _ = section(["x"] * 60, coded=coded_of("E2", codes), secret=b"%d" % at)
        seen.add(len(found["codes"]))
    assert seen == {1, 2}
    assert len(without["codes"]) == 1


def test_codes_of_fewer_than_k_texts_are_not_told__ok():
    found, everything = section(["x"] * 60, coded=coded_of("E2", {i: {"moral"} for i in range(10)}))
    assert found["codes"] == []
    assert "moral" not in everything


def test_a_topic_comes_back__ok():
    texts = ["Je voudrais une piscine"] * 15 + ["la PISCINE svp"] * 5 + ["mon bébé dort mal"] * 30
    found, _ = section(texts)
    assert list(terms(found)) == ["piscine"]
    assert near(terms(found)["piscine"], 20)
    assert near(found["topics"][0]["count"], 50)


def test_coded_texts_give_no_topic__ok():
    texts = ["une piscine"] * 40 + ["plus de bancs"] * 40
    codes = {i: {"eveil"} for i in range(40)}
    found, _ = section([*texts, *["autre idee"] * 20], coded=coded_of("E2", codes))
    assert "piscine" not in terms(found)
    assert near(terms(found)["bancs"], 40)


def test_rare_terms_never_leave__ok():
    texts = ["des trampolines"] * 10 + ["des balançoires"] * 11 + ["mon idee"] * 30
    found, everything = section(texts)
    assert list(terms(found)) == ["balançoires"]
    assert "trampoline" not in everything


def test_a_term_of_all_is_told_of_nearly_all__ok():
    found, _ = section(["des trampolines"] * 40)
    assert near(terms(found)["trampolines"], 40)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Je m'appelle zorblata et merci", "zorblat"),
        ("Il faut voir Zorblata pour un jardin", "zorblat"),
        ("Zorblata pour un jardin", "zorblat"),
        ("contact 06 12 34 56 78", "12"),
        ("habite 12 rue des Zorblates", "zorblat"),
        ("mail zorblata@exemple.fr", "zorblat"),
        ("اسمي زربلاطة وأريد حديقة", "زربلاط"),
    ],
)
def test_names_numbers_and_addresses_never_leave__ok(text, secret):
    found, everything = section([text] * 25 + ["un jardin partage"] * 25)
    assert not any(secret in term.lower() for term in terms(found))
    assert "zorblat" not in everything.lower()


def test_a_name_seen_once_is_barred_everywhere__ok():
    texts = ["je m'appelle zorblata"] + ["voir zorblata au jardin"] * 25 + ["des bancs"] * 25
    _, everything = section(texts)
    assert "zorblat" not in everything


def test_of_a_term_and_its_words_one_is_told__ok():
    texts = ["un jardin partagé"] * 20 + ["un jardin"] * 6 + ["des bancs"] * 30
    assert list(terms(section(texts)[0])) == ["bancs", "jardin partagé"]


def test_topics_by_language__ok():
    texts = ["jardin"] * 20 + ["mon idee"] * 15 + ["游泳课很好"] * 15 + ["我们想要花园"] * 15
    found, _ = section(texts, ["fr"] * 35 + ["zh-Hans"] * 30)
    told = {group["language"]: [t["term"] for t in group["terms"]] for group in found["topics"]}
    assert told["fr"] == ["jardin"]
    assert "游泳课" in told["zh-Hans"]


def test_a_small_language_is_silent__ok():
    texts = ["jardin"] * 30 + ["bancs"] * 30 + ["oyun parkı"] * 10 + ["花园"] * 15
    found, everything = section(texts, ["fr"] * 60 + ["tr"] * 10 + ["zh-Hans"] * 15)
    assert {group["language"] for group in found["topics"]} == {"fr", "zh-Hans"}
    assert "oyun" not in everything


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_no_rare_word_leaves_whatever_the_texts__ok(seed):
    rng = random.Random(seed)
    pool = [f"m{''.join(rng.choices('abcdefghij', k=6))}" for _ in range(12)]
    odds = [rng.random() for _ in pool]
    tags = [rng.choice(["fr", "en", "tr"]) for _ in range(120)]
    texts = [" ".join(w for w, p in zip(pool, odds, strict=True) if rng.random() < p) for _ in tags]
    coded = coded_of("E2", {i: {"moral"} for i in range(rng.randrange(60)) if texts[i]})
    found, _ = section(texts, tags, coded)
    for group in found["topics"]:
        for entry in group["terms"]:
            cell, words = entry["cell"], entry["term"].split()
            own = [t for t, tag in zip(texts, tags, strict=True) if tag == group["language"]]
            assert sum(all(w in t.split() for w in words) for t in own) >= K
            assert cell["N"] == group["count"] >= cell["n"]


def test_no_text_leaves__ok():
    texts = [
        f"phrase entiere numero {'abcdefghijklmnopqrstuvwxyz'[i % 26]} secrete" for i in range(60)
    ]
    _, everything = section(texts, coded=coded_of("E2", {i: {"moral"} for i in range(30)}))
    assert "phrase entiere numero" not in everything


@pytest.mark.parametrize(
    ("coded", "words"),
    [
        (coded_of("E2", {99: {"moral"}}), ("ligne 99", "ligne 0")),
        (coded_of("E2", {-1: {"moral"}}), ("ligne -1", "ligne 0")),
        (coded_of("E9", {0: {"moral"}}), ("texte libre", "E2")),
        (coded_of("E2", {0: {"zzz"}}), ("zzz", "extra")),
        (coded_of("E2", {29: {"moral"}}), ("pas de texte", "Retirer")),
        (Coded([Decision(0, "E2"), Decision(0, "E2", {"moral"})]), ("deux fois", "Garder")),
    ],
)
def test_decisions_that_do_not_fit__error(coded, words):
    with pytest.raises(AnalysisError) as caught:
        section(["secret"] * 29 + [""], coded=coded)
    for word in words:
        assert word in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_lexicon_is_whole__ok():
    domains = set(lexicon()["fr"].domains)
    written = yaml.safe_load(files("analysis.texts").joinpath("lexicon.yaml").read_text("utf-8"))
    assert len(domains) == 16
    for tag, known in lexicon().items():
        assert set(known.domains) == domains, tag
        assert (written[tag]["status"] == "reviewed") == (tag == "fr")
        assert known.stop


@pytest.mark.parametrize(
    ("text", "tag", "code"),
    [
        ("Les SAGES-FEMMES m'ont aidée", "fr", "grossesse"),
        ("je suis epuisee", "fr", "moral"),
        ("my baby does not sleep", "en", "sommeil"),
        ("أريد حضانة لطفلي", "ar", "garde"),
        ("وبالحضانة", "ar", "garde"),
        ("பிள்ளைக்கு காய்ச்சலில்", "ta", "sante"),
        ("বাচ্চার জ্বর", "bn", "sante"),
        ("não dorme nada", "pt", "sommeil"),
        ("çocuğum uyumuyor", "tr", "sommeil"),
        ("copilul nu doarme", "ro", "sommeil"),
        ("他不肯睡觉", "zh-Hans", "sommeil"),
        ("بچے کو بخار ہے", "ur", "sante"),
        ("pitit mwen pa dòmi", "ht", "sommeil"),
        ("mon bébé ne dort pas", "ta", "sommeil"),
    ],
)
def test_the_lexicon_reads_every_language__ok(text, tag, code):
    assert code in matches(fold(text), tag)


@pytest.mark.parametrize("text", ["La Seine-Saint-Denis", "Merci à tous", "un lien", "12 34", ""])
def test_the_lexicon_leaves_other_words__ok(text):
    assert matches(fold(text), "fr") == {}


def test_suggestions_without_decisions__ok():
    found = suggest(["Il ne dort pas", "Merci"], ["fr", "fr"])
    assert [s.row for s in found] == [0, 1]
    [one] = found[0].codes
    assert (one.code, one.source, one.words, one.probability) == (
        "sommeil",
        "lexique",
        ("dort",),
        0.7,
    )
    assert found[1].codes == ()


def test_the_lexicon_is_trusted_as_staff_keep_it__ok():
    texts = ["Il ne dort pas"] * 21
    refused = suggest(texts, ["fr"] * 21, {i: set() for i in range(20)})
    # Beta(7, 3), then twenty texts refused: 7 / 30.
    assert refused[20].codes[0].probability == pytest.approx(7 / 30, abs=1e-3)
    kept = suggest(texts, ["fr"] * 21, {i: {"sommeil"} for i in range(20)})
    assert kept[20].codes[0].probability == pytest.approx(27 / 30, abs=1e-3)
    assert kept[0].codes == ()


SAID = {
    "piscine": ["une piscine pour nager", "aller nager à la piscine", "des maillots et la piscine"],
    "jardin": ["un jardin avec des fleurs", "planter des fleurs au jardin", "un potager partagé"],
    "autre": ["merci pour tout", "rien de plus", "bonne idée", "continuez comme ça"],
}


def spoken(n, seed):
    rng = random.Random(seed)
    kinds = [rng.choice(list(SAID)) for _ in range(n)]
    ends = ["", " svp", " merci", " pour les petits", " le samedi", " bientôt"]
    texts = [rng.choice(SAID[kind]) + rng.choice(ends) for kind in kinds]
    return texts, [{kind} - {"autre"} for kind in kinds]


def test_staff_codes_are_learnt__ok():
    texts, truth = spoken(150, 1)
    found = suggest(texts, ["fr"] * 150, {i: truth[i] for i in range(100)})
    assert all(s.codes == () for s in found[:100])
    hits = [
        {c.code for c in found[i].codes if c.source == "appris"} == truth[i]
        for i in range(100, 150)
    ]
    assert np.mean(hits) > 0.9
    pool = [c for s in found for c in s.codes if c.code == "piscine" and c.source == "appris"]
    assert any("piscine" in c.words for c in pool)
    assert all(0 <= c.probability <= 1 for c in pool)


def test_learnt_quality_is_cross_validated__ok():
    texts, truth = spoken(120, 2)
    rng = random.Random(0)
    noise = [{"hasard"} if rng.random() < 0.4 else set() for _ in texts]
    decisions = {i: truth[i] | noise[i] for i in range(120)}
    by = {
        q.code: q
        for q in suggestion_quality(texts, ["fr"] * 120, decisions)
        if q.source == "appris"
    }
    assert by["piscine"].f1 > 0.9
    assert by["piscine"].positives == sum("piscine" in codes for codes in truth)
    # A code given at random cannot be learnt, and cross-validation says so.
    assert by["hasard"].f1 < 0.6
    assert by["hasard"].message == ""


def test_too_few_examples_are_told__ok():
    texts, truth = spoken(40, 3)
    few = suggestion_quality(texts, ["fr"] * 40, {i: truth[i] for i in range(20)})
    assert {q.message for q in few if q.source == "appris"} == {"pas assez d'exemples"}
    assert all(q.precision is None for q in few)
    learnt = [
        c for s in suggest(texts, ["fr"] * 40, {i: truth[i] for i in range(29)}) for c in s.codes
    ]
    assert all(c.source == "lexique" for c in learnt)


def test_lexicon_quality_by_hand__ok():
    texts = ["il dort mal"] * 20 + ["une sieste"] * 5 + ["merci"] * 15
    truth = {i: {"sommeil"} if i < 15 or i >= 37 else set() for i in range(40)}
    found = {(q.code, q.source): q for q in suggestion_quality(texts, ["fr"] * 40, truth)}
    quality = found["sommeil", "lexique"]
    assert (quality.n, quality.positives) == (40, 18)
    assert quality.precision == pytest.approx(15 / 25)
    assert quality.recall == pytest.approx(15 / 18)
    assert quality.f1 == pytest.approx(30 / 43)


def test_same_suggestions_twice__ok():
    texts, truth = spoken(80, 4)
    decisions = {i: truth[i] for i in range(60)}
    assert suggest(texts, ["fr"] * 80, decisions) == suggest(texts, ["fr"] * 80, decisions)


def test_texts_without_words_are_learnt_from_without_harm__ok():
    decisions = {i: {"moral"} if i % 2 else set() for i in range(40)}
    found = suggest(["12", "", "!!", "🙂"] * 12, ["fr"] * 48, decisions)
    assert all(s.codes == () for s in found)


def test_probabilities_are_calibrated_enough__ok():
    rng = np.random.default_rng(0)
    scores = rng.normal(size=2000)
    truth = rng.random(2000) < 1 / (1 + np.exp(-(2 * scores - 1)))
    slope, offset = platt(scores, truth)
    assert slope == pytest.approx(2, abs=0.3)
    assert offset == pytest.approx(-1, abs=0.3)


def test_lengths_that_differ__error():
    with pytest.raises(AnalysisError, match="une langue par texte"):
        suggest(["a"], [])


def test_decision_on_no_text__error():
    with pytest.raises(AnalysisError, match="n'existe pas"):
        suggest(["a"], ["fr"], {3: {"moral"}})
