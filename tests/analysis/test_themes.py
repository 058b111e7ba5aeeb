"""Themes by hand: needed, wished, decided, and the order they make."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import AnalysisError, Audience, Codebook, Evidence, SessionVotes, Theme
from analysis.catalogue import WorkshopOutcome
from analysis.disclosure import publish
from analysis.survey import make_survey
from analysis.table import encode
from analysis.themes import demand, proofs, section

K = 11
NEAR = 4  # A told count is at most so far from the true one.
BOOK = Codebook.from_yaml("""
variables:
  - {name: who, type: select_one, role: profile, categories: [mum, dad, other]}
  - {name: need, type: select_multiple, role: need, categories: [a, b, c, d]}
  - {name: pick, type: select_multiple, role: preference, shown: seen, categories: [t1, t2, t3]}
""")
THEMES = [
    Theme("t1", "Un", "a", ("b",)),
    Theme("t2", "Deux", "b", audiences=("D",)),
    Theme("t3", "Trois", "c"),
]
AUDIENCES = {
    "D": Audience("D", "Pères", {"who": ["dad"]}),
    "O": Audience("O", "Autres", {"who": ["other"]}),
    "X": Audience("X", "Tous", {"unknown": ["x"]}),
}
TABLE = pd.DataFrame(
    {
        "who": ["mum"] * 60 + ["dad"] * 55 + ["other"] * 5,
        "need": ["a"] * 40 + ["a b"] * 9 + ["b"] * 41 + ["c"] * 30,
        "pick": ["t1"] * 20 + [""] * 70 + ["t3"] * 15 + ["t2"] * 15,
        "seen": ["t1 t2 t3"] * 20 + [""] * 70 + ["t2 t3"] * 30,
    }
)


def survey_of(table=TABLE, book=BOOK, seed=0):
    return make_survey(encode(table, book, K), book, b"secret", K, seed)


def made(table=TABLE, themes=THEMES, evidence=None, book=BOOK):
    survey = survey_of(table, book)
    return section(survey, demand(survey, themes, AUDIENCES), evidence, AUDIENCES)


def items(*args, **options):
    return {item["name"]: item for item in made(*args, **options)["items"]}


def close(share, n, of):
    return abs(share.yes.n - n) <= NEAR and abs(share.of - of) <= NEAR


def test_needed_also_and_wished_by_hand__ok():
    found = items()
    one = found["t1"]
    assert (one["main"], one["further"], one["domains"]) == ("a", ["b"], ["a", "b"])
    assert close(one["needed"], 49, 120)
    # Who names b and not a.
    assert close(one["also"], 41, 120)
    # t1 was shown to the first 20 only, of those who chose workshops.
    assert close(one["wished"], 20, 20)
    assert close(found["t3"]["wished"], 15, 50)
    assert (one["public"], found["t3"]["also"]) == (None, None)
    # Fathers that name b: rows 60 to 89.
    assert close(found["t2"]["needed"], 30, 55)
    assert close(found["t2"]["public"], 55, 120)


def test_a_theme_for_everybody_counts_the_need_itself__ok():
    survey = survey_of()
    wants = demand(survey, [Theme("t", main="c", audiences=("X",))], AUDIENCES).wants
    assert wants[0].needed is survey.need(survey.domains[2])


def test_one_meaning_has_one_count_with_groups_of_the_same_answers__ok():
    survey = survey_of(TABLE.replace({"who": {"other": "mum"}}))
    wants = demand(survey, THEMES, AUDIENCES).wants
    block = survey.data.blocks["who"]
    assert wants[1].public.share.yes == survey.share_of(block, "dad").yes
    group = next(g for g in survey.groups_of(block) if g.name == "dad")
    told = survey.need_in(survey.domains[1], group)
    assert (wants[1].needed.yes, wants[1].needed.base) == (told.yes, told.base)


def test_a_public_too_small_to_be_described_is_counted_among_all__ok():
    item = items(themes=[*THEMES, Theme("t4", "Quatre", "c", audiences=("O",))])["t4"]
    assert item["public"] is None
    assert close(item["needed"], 30, 120)
    assert "public trop peu nombreux pour être décrit" in item["why"]
    assert "compté parmi toutes les familles" in item["why"]


def test_a_card_few_families_saw_is_not_told_wished__ok():
    table = TABLE.assign(seen=["t1 t3"] + ["t2 t3"] * 119)
    found = items(table)
    assert found["t1"]["wished"].of >= 15  # Who ticked it saw it.
    table["pick"] = ["t3"] + ["t2"] * 119
    found = items(table)
    assert found["t1"]["wished"] is None
    assert "souhaitent" not in found["t1"]["why"]


def test_without_the_cards_who_answered_is_the_base_and_it_is_said__ok():
    found = items(TABLE.drop(columns="seen"))
    assert close(found["t1"]["wished"], 20, 50)
    assert "qui ont choisi des ateliers" in found["t1"]["why"]
    assert "à qui la carte a été montrée" in items()["t1"]["why"]


def test_a_need_that_nobody_was_asked_about__ok():
    item = items(themes=[*THEMES, Theme("t4", main="z")])["t4"]
    assert item["needed"] is None
    assert "ucune question ne demande" in item["why"]


def test_why_is_one_sentence_of_told_numbers__ok():
    item = items()["t2"]
    n, of = item["needed"].yes.n, item["needed"].of
    assert f"nviron {n} des quelque {of} familles de son public" in item["why"]
    assert item["why"].count(". ") == 0
    assert item["why"].endswith(".")


# Order


def test_votes_reorder_only_what_was_put_to_the_vote__ok():
    many = [Theme(f"t{at}", main=need) for at, need in enumerate("abcd")]
    before = [item["name"] for item in made(themes=many)["items"]]
    second, last = before[1], before[3]
    votes = Evidence((SessionVotes(20, {last: 18, second: 1}, (last, second)),))
    found = made(themes=many, evidence=votes)["items"]
    assert [item["name"] for item in found] == [before[0], last, before[2], second]
    assert [item["move"] for item in found] == [0, 2, 0, -2]
    assert found[1]["rank_survey"] == 4
    assert found[1]["decided"]["votes"] == 18
    assert found[1]["decided"]["sentence"].startswith("18 voix pour 20 personnes")
    assert found[1]["decided"]["weight"] == 0.5
    assert found[0]["decided"]["sentence"] == "Pas soumis au vote."
    assert "avancer" in found[1]["why"]


def test_votes_of_few_people_are_neither_told_nor_counted__ok():
    before = [item["name"] for item in made()["items"]]
    votes = Evidence((SessionVotes(10, {before[2]: 10, before[0]: 0}, before),))
    found = made(evidence=votes)["items"]
    assert [item["name"] for item in found] == before
    decided = found[2]["decided"]
    assert (decided["put"], decided["votes"], decided["participants"]) == (True, None, None)
    assert "moins de 11 personnes" in decided["sentence"]


def test_totals_of_rooms_of_k_voters_are_exact__ok():
    votes = Evidence((SessionVotes(7, {"t3": 1}, ("t3",)), SessionVotes(6, {"t3": 2}, ("t3",))))
    decided = items(evidence=votes)["t3"]["decided"]
    assert (decided["votes"], decided["participants"]) == (3, 13)


def test_what_test_workshops_said__ok():
    held = Evidence((), (WorkshopOutcome("t1", 20, 0, 4, 16), WorkshopOutcome("t2", 8, 8, 0, 0)))
    found = items(evidence=held)
    one, two = found["t1"]["decided"], found["t2"]["decided"]
    assert (one["workshops_held"], one["attended"], one["feedback"]) == (1, 20, 20)
    assert one["usefulness"] == pytest.approx((10 * 0.7 + 2) / 30)
    assert (two["workshops_held"], two["attended"], two["usefulness"]) == (1, None, None)
    # It is told beside the order, which it does not change.
    assert [found[t]["rank"] for t in found] == [items()[t]["rank"] for t in found]


def test_places_have_an_interval_and_the_first_five_a_chance__ok():
    for item in made()["items"]:
        assert item["rank_low"] <= item["rank"] <= item["rank_high"]
        assert item["low"] <= item["score"] <= item["high"]
        assert item["top_share"] == 1
        assert "Dans les 5 premiers" in item["steadiness"]


def test_the_same_twice_and_plain_once_published__ok():
    assert publish(made()) == publish(made())


LETTERS = "abcdef"
WIDE = Codebook.from_yaml(f"""
variables:
  - {{name: who, type: select_one, role: profile, categories: [mum, dad]}}
  - {{name: need, type: select_multiple, role: need, categories: [{", ".join(LETTERS)}]}}
""")
OWN = [Theme(f"own_{need}", main=need) for need in LETTERS]


def families(n, seed):
    rng = np.random.default_rng(seed)
    ticked = rng.random((n, 6)) < rng.uniform(0.05, 0.8, 6)
    said = [" ".join(np.array(list(LETTERS))[line]) for line in ticked]
    return pd.DataFrame({"who": rng.choice(["mum", "dad"], n), "need": said})


CATALOGUES = st.lists(
    st.tuples(
        st.sampled_from(LETTERS),
        st.sets(st.sampled_from(LETTERS), max_size=3),
        st.sampled_from([(), ("D",), ("M",)]),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@example([("b", {"a", "c", "d"}, ("M",)), ("f", {"b"}, ("M",))], 268, 188)
@given(CATALOGUES, st.integers(20, 300), st.integers(0, 10_000))
def test_a_need_s_own_theme_is_never_behind_one_that_only_borrows_it__ok(drawn, n, seed):
    """Unless the other's own main need is named more: it then owes its place to no borrowing."""
    publics = {**AUDIENCES, "M": Audience("M", "Mères", {"who": ["mum"]})}
    more = [
        Theme(f"more_{at}", "", main, tuple(sorted(further - {main})), audiences=whom)
        for at, (main, further, whom) in enumerate(drawn)
    ]
    survey = survey_of(families(n, seed), WIDE)
    wanted = demand(survey, [*more, *OWN], publics)
    found = section(survey, wanted, None, publics)["items"]
    rank = {item["name"]: item["rank"] for item in found}
    needed = {item["name"]: item["needed"].value for item in found}
    among = {want.theme.name: want.among for want in wanted.wants}
    for other in more:
        for own in [*more, *OWN]:
            if own.main not in other.further or among[own.name] != among[other.name]:
                continue
            more_named = needed[own.name] > needed[other.name]
            if more_named or (needed[own.name] == needed[other.name] and not own.further):
                assert rank[own.name] < rank[other.name]
    # The first need has its own theme ahead of those for everybody that borrow it.
    first = max(LETTERS, key=lambda need: needed[f"own_{need}"])
    borrowers = [t.name for t in more if first in t.further and not among[t.name]]
    assert all(rank[f"own_{first}"] < rank[name] for name in borrowers)


@settings(max_examples=15, deadline=None)
@given(CATALOGUES, st.integers(0, 1000))
def test_borrowing_never_lowers_a_theme__ok(drawn, seed):
    plain = [Theme(f"more_{at}", "", main) for at, (main, _, _) in enumerate(drawn)]
    wide = [
        Theme(t.name, "", t.main, tuple(sorted(further - {t.main})))
        for t, (_, further, _) in zip(plain, drawn, strict=True)
    ]
    table = families(80, seed)
    before, after = (items(table, [*more, *OWN], book=WIDE) for more in (plain, wide))
    assert all(after[t.name]["score"] >= before[t.name]["score"] for t in plain)


# What is missing


def test_unknown_audience__error():
    with pytest.raises(AnalysisError, match="public « Z »"):
        made(themes=[Theme("t", "T", "a", audiences=("Z",))])


def test_nothing_to_order__ok():
    assert "catalogue" in made(themes=[])["message"]
    few = made(TABLE.head(10))
    assert "Trop peu" in few["message"]
    assert few["items"] == []


def test_needs_without_a_theme_of_their_own_are_listed__ok():
    # t1 speaks of b too: it is no theme of b.
    left = made(themes=THEMES[:1])["unanswered"]
    assert [need["name"] for need in left] == ["b", "c", "d"]
    assert close(left[0]["cell"], 50, 120)
    assert made(themes=[])["unanswered"] == []


def test_an_answer_named_like_a_theme_is_no_tick__ok():
    book = Codebook.from_yaml("""
variables:
  - {name: need, type: select_multiple, role: need, categories: [a, b, c, d]}
  - {name: how, type: select_multiple, role: preference, categories: [t1, x, y, z, w]}
""")
    table = TABLE.assign(how=["t1"] * 120)[["need", "how"]]
    assert items(table, book=book)["t1"]["wished"] is None


def test_no_vote_at_all_is_not_called_a_theme_left_out__ok():
    assert items()["t1"]["decided"]["sentence"] == "Aucun vote pour l’instant."
    assert not any(proof.put for proof in proofs(THEMES, None, K))


def test_negative_votes__error():
    with pytest.raises(AnalysisError, match="négatif"):
        SessionVotes(-1, {}, ())


def test_a_survey_that_weighs_nothing__error():
    with pytest.raises(AnalysisError, match="survey_people"):
        Evidence(survey_people=0)
