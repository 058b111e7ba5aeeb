"""Another questionnaire than ours, with every type of question, on a real phone."""

from __future__ import annotations

import shutil

import pytest

from diagnosis.app import open_instance
from diagnosis.config import SHIPPED, read_settings
from tests.browser.answering import post
from tests.conftest import add_campaign

FORM = """
name: autre
version: "7"
title: Un autre avis
welcome: [{label: Bonjour}]
questions:
  - {name: intro, type: note, label: Voici trois questions}
  - name: age
    type: integer
    label: Votre âge
    required: true
    constraint: ". > 17 and . < 120"
    constraint_message: Dix-huit ans ou plus
  - name: envies
    type: rank
    label: Du plus au moins important
    max_selected: 2
    choices: [{name: lire, label: Lire}, {name: jouer, label: Jouer}, {name: sortir, label: Sortir}]
  - name: pourquoi
    type: text
    label: Pourquoi sortir
    relevant: "selected(${envies}, 'sortir') and ${age} >= 30"
  - {name: faim, type: scale, label: Faim, choices: [{name: a, label: oui}, {name: b, label: non}]}
  - {name: mot, type: text, label: Un mot, default: merci}
"""


@pytest.fixture(scope="module")
def server(make_server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("questionnaires")
    shutil.copytree(SHIPPED / "questionnaires", folder, dirs_exist_ok=True)
    (folder / "autre.yaml").write_text(FORM, "utf-8")
    running = make_server()
    with (running.folder / "settings.yaml").open("a") as settings:
        settings.write(f"questionnaires: {folder}\n")
    instance = open_instance(read_settings(running.folder))
    add_campaign(instance, "autre", questionnaire="autre", languages=("fr", "ar"))
    instance.store.close()
    return running


def kept(server):
    instance = server.open()
    try:
        return [response.answers for response in instance.store.responses("autre", apart=None)]
    finally:
        instance.store.close()


def test_every_type_of_question(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/autre?lang=fr")
    page.click("#start")
    page.click("#next")
    page.click("#next")
    assert page.inner_text("#age-error") == "Cette question attend une réponse."
    page.fill("#age input", "12")
    page.click("#next")
    assert page.inner_text("#age-error") == "Dix-huit ans ou plus"
    page.fill("#age input", "34")
    page.click("#next")
    page.check("#envies input[value=sortir]")
    page.check("#envies input[value=lire]")
    page.locator("#envies input[value=jouer]").click()
    assert page.inner_text("#envies-error") == "Gardez 2 choix, pas plus."
    page.click("#next")
    page.fill("#pourquoi textarea", "L’air")
    page.click("#next")
    # The touch of an only answer leads on by itself.
    page.check("#faim input[value=a]")
    # What is proposed counts once it was seen.
    assert page.input_value("#mot textarea") == "merci"
    page.click("#next")
    page.click("#send")
    page.wait_for_selector("#thanks.here")
    wanted = {"age": 34, "envies": ["sortir", "lire"], "pourquoi": "L’air", "faim": "a"}
    wanted["mot"] = "merci"
    assert wanted in kept(server)


def test_every_type_of_question_without_javascript(phone, server):
    page = phone(javascript=False)
    page.goto(f"{server.address}/q/autre?lang=ar")
    page.check("#envies input[value=lire]")
    page.fill("#pourquoi textarea", "rien")
    post(page, "p.plain button")
    assert page.locator("[role=alert] a[href='#age']").count() == 1
    page.fill("#age input", "51")
    post(page, "p.plain button")
    assert {"age": 51, "envies": ["lire"]} in kept(server)
