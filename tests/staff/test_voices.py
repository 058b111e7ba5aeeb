"""The recording desk and the spoken answers: kept as sound alone, written down once, then gone."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.accounts import add_user
from diagnosis.instance import Instance
from diagnosis.languages import LARGEST_SOUND, Sentence, page_sentences, to_record, voice_key
from diagnosis.model import Campaign, Recording, Response, Sound
from tests.conftest import add_campaign
from tests.entering import PASSWORD
from tests.pages import check_page
from tests.staff.conftest import NAME, give_reason

Page = Callable[..., TestResponse]
KEY = voice_key("Vous êtes…")
SOUND = b"\x1a\x45\xdf\xa3 a voice"
DESK = "/staff/voices?language=snk"
SENTENCE = f"/staff/voices/snk/{KEY}"
JSON = {"Accept": "application/json"}


@pytest.fixture
def recorded(instance: Instance, campaign: Campaign) -> Recording:
    recording = Recording("snk", KEY, "audio/webm", SOUND)
    instance.store.save_recording(recording)
    return recording


@pytest.fixture
def mother_spoke(member: FlaskClient, instance: Instance, campaign: Campaign) -> Callable[..., str]:
    """A mother's spoken answer waits in the store."""

    give_reason(member, campaign.name)

    def speak(language: str = "ar", question: str = "E2") -> str:
        id = str(uuid.uuid4())
        fields = (id, campaign.name, campaign.version, language, "phone", False, "2026-W47")
        voices = {question: Sound("audio/webm", SOUND)}
        instance.store.add_response(Response(*fields, {"A1": "maman"}, voices=voices))
        return id

    return speak


def waiting(instance: Instance, campaign: Campaign) -> list[Sentence]:
    """What the desk asks to record in Soninke: the questionnaire, then what pages say around it."""
    around = page_sentences(instance.languages)
    return to_record(instance.questionnaire(campaign), instance.languages["snk"], around)


def answers(instance: Instance, id: str) -> dict:
    return dict(next(r for r in instance.store.responses("stains") if r.id == id).answers)


# The desk.


def test_the_desk_begins_with_an_oral_language(member: FlaskClient, page: Page, campaign) -> None:
    source = page("/staff/voices").text
    assert "Sooninkanxanne" in source
    assert source.index("Sooninkanxanne") < source.index("English")
    assert "aucune phrase enregistrée sur" in source
    assert "Commencer" in source


def test_two_who_record_a_sentence_hear_each_other(
    member: FlaskClient, page: Page, instance: Instance, campaign
) -> None:
    shown = re.search(r'action="(/staff/voices/snk/[^"]+)"', page(SENTENCE).text)
    assert shown is not None
    address = shown[1].replace("&amp;", "&")
    headers = {**JSON, "Content-Type": "audio/webm"}
    assert member.post(address, data=SOUND, headers=headers).status_code == 200
    late = member.post(address, data=SOUND + b"!", headers=headers)
    assert late.status_code == 409
    assert "Quelqu’un d’autre" in late.json["message"]
    kept = instance.store.recording("snk", KEY)
    assert kept is not None
    assert kept.content == SOUND


def test_the_desk_counts_what_is_recorded(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign, recorded: Recording
) -> None:
    total = len(waiting(instance, campaign))
    source = page(DESK).text
    assert f"1 phrase sur {total} enregistrée." in source
    assert f"/voices/snk/{KEY}?v=" in source
    assert "aucune phrase" in page("/staff/voices?language=bm").text


def test_the_desk_shows_the_translation_beside_the_french(
    member: FlaskClient, page: Page, campaign: Campaign
) -> None:
    source = page(f"/staff/voices/ar/{KEY}").text
    assert 'lang="ar" dir="rtl"' in source
    assert "Vous êtes…" in source
    oral = page(SENTENCE).text
    assert '<h1 class="words" tabindex="-1" lang="fr" dir="ltr">Vous êtes…</h1>' in oral


def test_another_questionnaire_has_its_own_sentences(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    page(f"{DESK}&questionnaire=express+2")
    only_long = voice_key("Une idée, un besoin, un souhait\u202f?")
    page(f"/staff/voices/snk/{only_long}")
    page(f"/staff/voices/snk/{only_long}?questionnaire=express+2", status=404)


def test_a_campaign_keeps_the_words_it_asked(
    member: FlaskClient, page: Page, instance: Instance
) -> None:
    former = instance.library.questionnaires["express"].model_copy(
        update={"version": "0", "title": "Votre avis d’hier"}
    )
    instance.store.save_questionnaire(former)
    add_campaign(instance, "former", questionnaire="express", version="0")
    assert "Votre avis d’hier" in page(f"{DESK}&questionnaire=express+0").text


@pytest.mark.parametrize(
    "address",
    [
        "/staff/voices?language=zz",
        "/staff/voices?questionnaire=nothing",
        f"/staff/voices/zz/{KEY}",
        "/staff/voices/snk/000000000000",
    ],
)
def test_what_is_not_said_cannot_be_recorded__error(
    member: FlaskClient, campaign: Campaign, address: str
) -> None:
    assert member.get(address).status_code == 404
    if address.count("/") == 4:
        assert member.post(address, data=SOUND, content_type="audio/webm").status_code == 404
        assert member.post(f"{address}/remove").status_code == 404


def test_a_sentence_is_recorded_from_the_browser(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    answer = member.post(SENTENCE, data=SOUND, content_type="audio/webm", headers=JSON)
    assert (answer.status_code, answer.json) == (200, {"message": "C’est enregistré."})
    assert instance.store.recording("snk", KEY) == Recording("snk", KEY, "audio/webm", SOUND)
    assert "data-play" in page(SENTENCE).text


def test_a_sentence_comes_as_a_file_without_javascript(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    content = b"\x00\x00\x00\x1cftypM4A " + bytes(200_000)
    answer = member.post(SENTENCE, data={"sound": (io.BytesIO(content), "phrase.m4a")})
    assert answer.status_code == 302
    assert "C’est enregistré." in page(answer.headers["Location"]).text
    kept = instance.store.recording("snk", KEY)
    assert kept is not None
    assert (kept.kind, kept.content) == ("audio/mp4", content)


def test_recording_again_replaces_and_removing_erases(
    member: FlaskClient, instance: Instance, recorded: Recording
) -> None:
    member.post(SENTENCE, data=b"OggS better", content_type="audio/ogg", headers=JSON)
    assert instance.store.recording("snk", KEY) == Recording(
        "snk", KEY, "audio/ogg", b"OggS better"
    )
    answer = member.post(f"{SENTENCE}/remove")
    assert answer.status_code == 302
    assert instance.store.recording("snk", KEY) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Il n’y a pas de son."),
        (b"ID3 a song", "WebM, Ogg ou MP4"),
        (b"<svg onload=alert(1)>", "WebM, Ogg ou MP4"),
        (SOUND + bytes(LARGEST_SOUND), "trop lourd (256\u00a0Ko au plus)"),
    ],
)
def test_what_is_no_sound_is_refused_kindly__error(
    member: FlaskClient, page: Page, instance: Instance, recorded: Recording, content, message
) -> None:
    answer = member.post(SENTENCE, data=content, content_type="audio/webm", headers=JSON)
    assert answer.status_code == 422
    assert message in answer.json["message"]
    sent = member.post(SENTENCE, data={"sound": (io.BytesIO(content), "phrase.mp3")})
    assert message in page(sent.headers["Location"]).text
    assert instance.store.recording("snk", KEY) == recorded


def test_a_recording_needs_the_token_of_our_pages(
    closed_app: Flask, client: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    closed_app.config["WTF_CSRF_ENABLED"] = False
    add_user(instance.store, NAME, PASSWORD)
    client.post("/staff/login", data={"name": NAME, "password": PASSWORD})
    closed_app.config["WTF_CSRF_ENABLED"] = True
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get(SENTENCE).text)[-1]
    sound = {"data": SOUND, "content_type": "audio/webm"}
    assert client.post(SENTENCE, **sound, headers=JSON).status_code == 400
    assert instance.store.recording("snk", KEY) is None
    assert client.post(SENTENCE, **sound, headers={**JSON, "X-CSRFToken": token}).status_code == 200


def test_after_the_last_sentence_comes_the_first_that_is_missing(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    lines = waiting(instance, campaign)
    for sentence in lines[:1] + lines[2:]:
        instance.store.save_recording(Recording("snk", sentence.key, "audio/webm", SOUND))
    last = page(f"/staff/voices/snk/{lines[-1].key}").text
    assert re.search(rf'rel="next" data-step href="/staff/voices/snk/{lines[1].key}', last)
    instance.store.save_recording(Recording("snk", lines[1].key, "audio/webm", SOUND))
    assert "Tout est enregistré" in page(f"/staff/voices/snk/{lines[-1].key}").text
    assert "Tout est enregistré. Merci" in page(DESK).text


# Spoken answers.


def test_nothing_waits(member: FlaskClient, page: Page, campaign: Campaign) -> None:
    give_reason(member, campaign.name)
    assert "Aucun son n’est gardé" in page("/staff/campaigns/stains/voices").text
    assert "à écrire" not in page("/staff/campaigns/stains").text


def test_what_waits_is_shown_by_language(
    member: FlaskClient, page: Page, campaign: Campaign, mother_spoke: Callable[..., str]
) -> None:
    for language in ("ta", "ar", "ta"):
        mother_spoke(language)
    assert "3 réponses parlées à écrire" in page("/staff/campaigns/stains").text
    source = page("/staff/campaigns/stains/voices").text
    assert re.findall(r'<h2><bdi lang="(\w+)">', source) == ["ar", "ta", "ta"]
    assert "Une idée, un besoin, un souhait" in source
    assert "maladie" in source


def test_the_team_listens_and_nothing_keeps_the_sound(
    member: FlaskClient, campaign: Campaign, mother_spoke: Callable[..., str]
) -> None:
    address = f"/staff/campaigns/stains/voices/{mother_spoke()}/E2"
    answer = member.get(address)
    assert (answer.data, answer.mimetype) == (SOUND, "audio/webm")
    assert answer.headers["Cache-Control"] == "no-store"
    assert member.get(address, headers={"Range": "bytes=0-3"}).data == SOUND[:4]
    for other in (address.replace("E2", "E1"), f"/staff/campaigns/stains/voices/{uuid.uuid4()}/E2"):
        assert member.get(other).status_code == 404


def test_only_the_team_listens(
    app: Flask, campaign: Campaign, mother_spoke: Callable[..., str]
) -> None:
    address = f"/staff/campaigns/stains/voices/{mother_spoke()}/E2"
    assert app.test_client().get(address).status_code == 302


def test_an_answer_is_written_down_and_its_sound_is_gone(
    member: FlaskClient, page: Page, instance: Instance, campaign, mother_spoke
) -> None:
    id = mother_spoke()
    address = f"/staff/campaigns/stains/voices/{id}/E2"
    said = member.post(address, data={"text": " Un café\r\npour les parents "})
    assert "C’est écrit, le son est effacé." in page(said.headers["Location"]).text
    assert answers(instance, id)["E2"] == "Un café pour les parents"
    assert member.get(address).status_code == 404
    assert instance.store.voices("stains") == []


def test_nothing_to_keep_erases_the_sound_alone(
    member: FlaskClient, page: Page, instance: Instance, campaign, mother_spoke
) -> None:
    id = mother_spoke()
    address = f"/staff/campaigns/stains/voices/{id}/E2"
    said = member.post(address, data={"text": "un nom", "keep": "nothing"})
    assert "Rien n’est gardé" in page(said.headers["Location"]).text
    assert "E2" not in answers(instance, id)
    assert instance.store.voices("stains") == []


@pytest.mark.parametrize(
    ("text", "message"), [("  ", "Rien à garder"), ("x" * 301, "300 signes au plus")]
)
def test_what_cannot_be_kept_is_said_at_its_field__error(
    member: FlaskClient, instance: Instance, campaign, mother_spoke, text, message
) -> None:
    mother_spoke()
    address = f"/staff/campaigns/stains/voices/{mother_spoke()}/E2"
    answer = member.post(address, data={"text": text})
    assert answer.status_code == 422
    check_page(answer)
    (error,) = re.findall(r'role="alert">([^<]*)<', answer.text)
    assert message in error
    assert text.strip() in answer.text
    assert len(instance.store.voices("stains")) == 2


def test_two_members_write_the_same_answer(
    member: FlaskClient, instance: Instance, campaign, mother_spoke
) -> None:
    id = mother_spoke()
    address = f"/staff/campaigns/stains/voices/{id}/E2"
    member.post(address, data={"text": "la première"})
    said = member.post(address, data={"text": "la seconde"})
    assert said.status_code == 409
    assert "déjà écrit" in said.text
    assert "la première" in said.text
    assert "la seconde" in said.text
    assert answers(instance, id)["E2"] == "la première"
