"""Keys of the API: made, shown once and taken back by who may, each at their site."""

from __future__ import annotations

import re

from diagnosis.accounts import COORDINATOR, add_user, api_keys, grants_of
from tests.entering import PASSWORD, enter_as, log_in
from tests.pages import check_page

KEY = {"label": "Tableau de bord", "site": "stains"}


def test_a_key_is_shown_once_reads_and_is_taken_back(client, app, instance, campaign):
    member = enter_as(client, instance.store, "amina", COORDINATOR)
    made = member.post("/staff/keys", data=KEY)
    check_page(made)
    found = re.search(r"Bearer ([\w-]+)", made.text)
    assert found
    secret = found[1]
    assert secret not in member.get("/staff/keys").text
    program, asked = app.test_client(), {"Authorization": f"Bearer {secret}"}
    named = program.get("/api/v1/campaigns", headers=asked).json["campaigns"]
    assert [one["name"] for one in named] == [campaign.name]
    (kept,) = api_keys(instance.store)
    assert member.post(f"/staff/keys/{kept.id}/remove").status_code == 302
    assert program.get("/api/v1/campaigns", headers=asked).status_code == 401
    noted = [(entry.what, entry.about, entry.detail) for entry in instance.store.entries()]
    for what in ("key of the API made", "key of the API removed"):
        assert (what, "stains", "Tableau de bord") in noted
    assert member.post(f"/staff/keys/{kept.id}/remove").status_code == 404


def test_a_key_without_a_use_or_elsewhere_is_refused(client, instance):
    member = enter_as(client, instance.store, "amina", COORDINATOR)
    for sent in ({**KEY, "label": " "}, {**KEY, "label": "x" * 61}, {**KEY, "site": "nowhere"}):
        answer = member.post("/staff/keys", data=sent)
        assert answer.status_code == 422
        check_page(answer)
    assert api_keys(instance.store) == []


def test_who_has_one_site_makes_and_takes_back_keys_there_alone(app, instance):
    everywhere = enter_as(app.test_client(), instance.store, "amina", COORDINATOR)
    everywhere.post("/staff/keys", data=KEY)
    (kept,) = api_keys(instance.store)
    grants = grants_of(COORDINATOR, sites=["les-lilas"])
    add_user(instance.store, "zoe", PASSWORD, grants)
    there = app.test_client()
    log_in(there, "zoe")
    assert "Tableau de bord" not in there.get("/staff/keys").text
    assert there.post("/staff/keys", data=KEY).status_code == 422
    assert there.post(f"/staff/keys/{kept.id}/remove").status_code == 404
    assert there.post("/staff/keys", data={**KEY, "site": "les-lilas"}).status_code == 200
    planner = enter_as(app.test_client(), instance.store, "po", "planner")
    assert planner.get("/staff/keys").status_code == 403
