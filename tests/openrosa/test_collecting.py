"""ODK Collect's documented requests against a campaign."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from diagnosis.answers import make_collector, make_kiosk, purge
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from tests.conftest import add_campaign
from tests.openrosa.collect import DEVICE, Collect, message

ANSWERS = {"langue_parlee": "ar", "A1": "maman", "A2": "a1 a2", "B1": "sommeil sante", "C1": "y_va"}


@pytest.fixture
def campaign(instance: Instance) -> Campaign:
    # A form of six questions in three languages is written in a tenth of the time.
    return add_campaign(instance, questionnaire="express", languages=("fr", "ar", "en"))


@pytest.fixture
def device(client: FlaskClient, instance: Instance, campaign: Campaign) -> Collect:
    _, code = make_collector(instance.store, campaign.name, "Téléphone d’Amina")
    return Collect(client, f"http://localhost/openrosa/{campaign.name}/{code}")


def stored(instance: Instance, campaign: Campaign):
    return list(instance.store.responses(campaign.name))


def test_a_device_lists_downloads_and_sends__ok(device, instance, campaign) -> None:
    (form,) = device.forms()
    assert (form["formID"], form["version"]) == (campaign.name, campaign.version)
    assert form["hash"].startswith("md5:")
    answer = device.send(device.fill(form, ANSWERS))
    assert answer.status_code == 201
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert int(answer.headers["X-OpenRosa-Accept-Content-Length"]) > 100_000
    assert answer.headers["Date"].endswith("GMT")
    (response,) = stored(instance, campaign)
    assert response.answers == {
        "A1": "maman", "A2": ["a1", "a2"], "B1": ["sommeil", "sante"], "C1": "y_va",
    }  # fmt: skip
    assert (response.language, response.channel, response.assisted) == ("ar", "street", True)


def test_every_picture_of_the_form_comes_with_it__ok(device) -> None:
    (form,) = device.forms()
    files = device.files(form)
    text = device.get(form["downloadUrl"]).text
    assert len(files) > 10
    assert all(content.startswith(b"<svg") for content in files.values())
    assert all(f"jr://images/{name}" in text for name in files)


def test_nothing_of_the_device_is_kept__ok(device, instance, campaign) -> None:
    (form,) = device.forms()
    extra = (
        "<start>2026-11-30T10:00:00</start><deviceid>357</deviceid><phonenumber>06</phonenumber>"
    )
    sent = device.fill(form, ANSWERS).replace("</data>", f"{extra}</data>")
    assert extra in sent
    assert device.send(sent).status_code == 201
    (response,) = stored(instance, campaign)
    kept = json.dumps(response.__dict__, default=str)
    assert not [word for word in ("357", "2026-11-30", '"06"', DEVICE) if word in kept]
    assert response.week == instance.week()


def test_the_same_answer_sent_again_counts_once__ok(device, instance, campaign) -> None:
    (form,) = device.forms()
    sent = device.fill(form, ANSWERS)
    assert [device.send(sent).status_code for _ in range(3)] == [201, 202, 202]
    assert len(stored(instance, campaign)) == 1


def test_a_correction_counts_no_second_time__told(device, instance, campaign) -> None:
    (form,) = device.forms()
    first, second, third = (str(uuid.uuid4()) for _ in range(3))
    assert device.send(device.fill(form, ANSWERS, first)).status_code == 201
    other = {**ANSWERS, "A1": "papa"}
    corrected = device.send(device.fill(form, other, second, corrects=first))
    assert corrected.status_code == 409
    assert "correction" in message(corrected)
    # A correction of the correction is no other family.
    again = device.send(device.fill(form, other, third, corrects=second))
    assert again.status_code == 422
    assert "correction" in message(again)
    (response,) = stored(instance, campaign)
    assert response.answers["A1"] == "maman"


def test_a_mark_of_a_correction_leads_back_to_no_answer__ok(
    device, instance, campaign, settings
) -> None:
    (form,) = device.forms()
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    device.send(device.fill(form, ANSWERS, first))
    device.send(device.fill(form, ANSWERS, second, corrects=first))

    def written() -> bytes:
        return b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())

    mark = hashlib.sha256(second.encode()).hexdigest().encode()
    assert first.encode() in written()
    assert mark in written()
    ended = replace(campaign, closes=date(2026, 3, 31))
    instance.store.save_campaign(ended)
    purge(instance.store, instance.secrets, date(2099, 1, 1), sure=True)
    # What the store still writes ahead goes when it is closed.
    instance.store.close()
    assert first.encode() not in written()
    assert second.encode() not in written()
    assert mark not in written()


def test_what_is_empty_or_refused_is_thanked_and_not_kept__ok(device, instance, campaign) -> None:
    (form,) = device.forms()
    assert device.send(device.fill(form, {"langue_parlee": "fr"})).status_code == 202
    assert stored(instance, campaign) == []


def test_an_answer_that_does_not_fit__says_which_question_in_the_language_asked(device) -> None:
    (form,) = device.forms()
    device.language = "en"
    refused = device.send(device.fill(form, {**ANSWERS, "A1": "tante"}))
    assert refused.status_code == 422
    assert "choose from the answers" in message(refused)
    assert "You are" in message(refused)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 400),
        (b"not xml", 400),
        (b"<data id='stains' version='2'/>", 400),
        (
            b"<data id='stains' version='99'><meta><instanceID>uuid:x</instanceID></meta></data>",
            422,
        ),
        (b"<data id='other' version='2'><meta><instanceID>uuid:x</instanceID></meta></data>", 422),
        (
            b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
            b"<data id='stains' version='2'><A1>&b;</A1></data>",
            400,
        ),
        (b"<!DOCTYPE d SYSTEM 'file:///etc/passwd'><data id='stains' version='2'/>", 400),
        (b"<a>" * 50_000, 400),
    ],
    ids=["empty", "text", "no id", "version", "form", "entities", "external", "deep"],
)
def test_what_is_no_answer__is_refused(device, instance, campaign, sent, status) -> None:
    answer = device.send(sent)
    assert answer.status_code == status
    assert message(answer)
    assert stored(instance, campaign) == []


def test_an_answer_too_large__says_so(device) -> None:
    (form,) = device.forms()
    answer = device.send(device.fill(form, {**ANSWERS, "A1": "x" * 600_000}))
    assert answer.status_code == 413
    assert message(answer).startswith("C’est trop long")


def test_a_former_version_is_still_taken__ok(device, instance, campaign) -> None:
    (form,) = device.forms()
    sent = device.fill(form, ANSWERS)
    asked = instance.questionnaire(campaign)
    newer = instance.store.save_questionnaire(asked.model_copy(update={"version": "3"}))
    instance.store.save_campaign(replace(campaign, version=newer.version))
    assert device.send(sent).status_code == 201
    assert [response.version for response in stored(instance, campaign)] == [campaign.version]
    assert device.forms()[0]["version"] == "3"


def test_a_campaign_that_is_over_lists_nothing_and_takes_nothing__told(
    device, instance, campaign
) -> None:
    (form,) = device.forms()
    sent = device.fill(form, ANSWERS)
    yesterday = instance.today() - timedelta(days=1)
    within = replace(campaign, closes=yesterday)
    instance.store.save_campaign(within)
    assert device.forms() == []
    assert device.send(sent).status_code == 201
    instance.store.save_campaign(replace(within, grace_days=0))
    over = device.send(device.fill(form, ANSWERS))
    assert (over.status_code, message(over)[:28]) == (410, "Ce questionnaire est terminé")


def test_an_address_of_another_device__opens_nothing(device, instance, campaign) -> None:
    _, kiosk = make_kiosk(instance.store, campaign.name, "PMI", "1234")
    right = device.server
    own = right.rpartition("/")[2]
    for code in ("x", "x.y", kiosk, own + "z", own[:-1], own + "é"):
        device.server = f"http://localhost/openrosa/{campaign.name}/{code}"
        answer = device.get(f"{device.server}/formList")
        assert answer.status_code == 403
        assert "Ajoutez l’appareil" in message(answer)
    device.server = right
    instance.store.remove_kiosk(right.rpartition("/")[2].partition(".")[0])
    assert device.send("<data/>").status_code == 403


def test_a_collecting_device_prepares_no_tablet__refused(device, client, campaign) -> None:
    id, _, secret = device.server.rpartition("/")[2].partition(".")
    answer = client.post(f"/kiosk/{campaign.name}/prepare", json={"id": id, "secret": secret})
    assert answer.status_code == 403


def test_a_post_without_the_file__is_refused(device, client) -> None:
    answer = client.post(device.server + "/submission", data={"other": "x"})
    assert answer.status_code == 400
    assert message(answer)
