"""Fictitious families that answer any codebook."""

from __future__ import annotations

import pandas as pd
from sklearn.metrics import adjusted_rand_score

from analysis import Codebook, assign_profiles, diagnose, neighbourhood


def test_planted_profiles_come_back__ok(book):
    population = neighbourhood(book, 400, 0)
    found = assign_profiles(population.table, book)
    known = found["profile"] != ""
    assert adjusted_rand_score(population.profiles[known], found["profile"][known]) > 0.6


def test_nothing_planted_nothing_found__ok(book):
    table = neighbourhood(book, 300, 0, contrast=0.0).table
    report = diagnose(table, book).to_dict()
    assert report["profiles"]["clear"] is False
    assert report["profiles"]["items"] == []
    assert "Aucune structure nette" in report["profiles"]["message"]


def test_same_seed_same_families__ok(book):
    one, two = neighbourhood(book, 50, 7), neighbourhood(book, 50, 7)
    pd.testing.assert_frame_equal(one.table, two.table)


def test_needs_spread_plausibly__ok(book):
    domains = diagnose(neighbourhood(book, 400, 0).table, book).to_dict()["needs"]["domains"]
    shares = [d["cell"]["share"] for d in domains if not d["cell"]["hidden"]]
    assert max(shares) < 0.75
    assert min(shares) < 0.2
    assert len(shares) >= 12


def test_limits_exclusives_and_routes_are_kept__ok():
    book = Codebook.from_yaml("""
variables:
  - {name: goes, type: select_one, role: barrier, categories: [oui, non]}
  - {name: why, type: select_multiple, role: barrier, categories: [loin, cher, rien],
     max_selected: 1, exclusive: [rien]}
  - {name: need, type: select_multiple, role: need, categories: [a, b, c, d, e], max_selected: 2}
  - {name: first, type: select_one, role: priority, categories: [a, b, c, d, e]}
  - {name: age, type: integer, role: profile}
  - {name: order, type: rank, role: preference, categories: [x, y, z]}
""")
    table = neighbourhood(
        book, 200, 1, relevant=lambda name, said: name != "why" or said.get("goes") == "non"
    ).table
    assert (table["why"][table["goes"] != "non"] == "").all()
    assert table["why"].str.split().str.len().max() == 1
    assert table["need"].str.split().str.len().max() == 2
    named = table[table["first"] != ""]
    assert all(
        first in need.split() for first, need in zip(named["first"], named["need"], strict=True)
    )
    assert 0.02 < (table["order"] == "").mean() < 0.4
    assert diagnose(table, book).to_dict()["needs"]["domains"]
