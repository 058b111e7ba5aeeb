"""Sending answers: stored once, durably, or a kind word and nothing lost."""

import base64
import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnosis.answers import current_key, rotate, seal
from diagnosis.model import Sound
from tests.conftest import LANGUAGES, VERSION, add_campaign
from tests.pages import XHTML, check_page

ANSWERS = {"A1": "maman", "A2": ["a1"], "B1": ["sommeil", "moral"], "B2": "moral", "E2": "Merci"}


def test_json_is_stored_then_recognised_then_refused(parent_sends, instance):
    id = str(uuid.uuid4())
    first = parent_sends(ANSWERS, id=id, language="ar", assisted=True)
    assert (first.status_code, first.json) == (201, {"id": id, "status": "created"})
    assert parent_sends(ANSWERS, id=id, language="ar", assisted=True).status_code == 200
    assert parent_sends({"A1": "papa"}, id=id).status_code == 409
    (kept,) = instance.store.responses("stains")
    assert (kept.language, kept.channel, kept.assisted) == ("ar", "phone", True)
    assert kept.answers == ANSWERS
    assert kept.week == instance.week()


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "application/json"),
        ({"Accept": "*/*"}, "application/json"),
        ({"Accept": "application/json, text/html;q=0.5"}, "application/json"),
        ({"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, "text/html"),
    ],
)
def test_json_is_answered_as_asked(client, campaign, headers, kind):
    for id, status in ((str(uuid.uuid4()), 201), ("wrong", 400)):
        content = {"id": id, "language": "fr", "answers": {"A1": "maman"}}
        answer = client.post("/q/stains/responses", json=content, headers=headers)
        assert (answer.status_code, answer.mimetype) == (status, kind)


def test_form_is_answered_in_json_when_asked(client, campaign):
    data = {"id": str(uuid.uuid4()), "A1": "maman"}
    answer = client.post("/q/stains/responses", data=data, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (201, "application/json")


def test_form_without_javascript(client, campaign, instance):
    id = str(uuid.uuid4())
    form = {
        "id": id,
        "version": VERSION,
        "language": "ta",
        "channel": "street",
        "assisted": "1",
        "A1": "papa",
        "A2": ["a1", "a2"],
        "B1": ["liens"],
        "E2": "",
    }
    answer = client.post("/q/stains/responses?lang=ta", data=form)
    assert answer.status_code == 201
    html = check_page(answer)
    assert html.get("lang") == "ta"
    assert "3919" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    (kept,) = instance.store.responses("stains")
    assert kept.answers == {"A1": "papa", "A2": ["a1", "a2"], "B1": ["liens"]}
    assert (kept.language, kept.channel, kept.assisted) == ("ta", "street", True)
    assert client.post("/q/stains/responses?lang=ta", data=form).status_code == 200


def test_form_without_id_comes_back_to_look_over_and_counts_once(client, campaign, instance):
    form = {
        "version": VERSION,
        "language": "ta",
        "channel": "street",
        "A1": "papa",
        "B1": ["liens"],
    }
    ids = set()
    for _ in range(2):
        back = client.post("/q/stains/responses?lang=ta", data=form)
        assert back.status_code == 200
        html = check_page(back)
        fields = list(html.iter(f"{XHTML}input"))
        assert {i.get("value") for i in fields if "checked" in i.attrib} == {"papa", "liens"}
        hidden = {i.get("name"): i.get("value") for i in fields if i.get("type") == "hidden"}
        assert (hidden["language"], hidden["channel"]) == ("ta", "street")
        ids.add(hidden["id"])
    assert len(ids) == 2
    assert instance.store.count_responses("stains") == 0
    sent = [client.post("/q/stains/responses", data={**form, **hidden}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 200]
    (kept,) = instance.store.responses("stains")
    assert (kept.id, kept.answers) == (hidden["id"], {"A1": "papa", "B1": ["liens"]})


def test_form_without_id_is_refused_where_json_is_asked_for(client, campaign):
    answer = client.post(
        "/q/stains/responses", data={"A1": "papa"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400


def test_thanks_show_every_service_to_everyone(client, campaign):
    for needs in (["droits"], ["sommeil"], []):
        data = {"id": str(uuid.uuid4()), "language": "fr", "channel": "phone", "B1": needs}
        data["A1"] = "maman"
        thanks = client.post("/q/stains/responses", data=data).text
        assert "La Caf" in thanks
        assert "Le centre de santé sexuelle" in thanks


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_needs_in_every_language_lose_nothing(client, campaign, instance, language):
    needs = ["sommeil", "moral", "liens", "couple", "limites", "garde"]
    id = str(uuid.uuid4())
    data = {
        "id": id,
        "version": VERSION,
        "language": language,
        "B1": needs,
        "A1": "maman",
        "E2": "mot",
    }
    answer = client.post(f"/q/stains/responses?lang={language}", data=data)
    assert answer.status_code == 422
    html = check_page(answer)
    assert html.get("lang") == instance.languages[language].written
    ticked = {i.get("value") for i in html.iter(f"{XHTML}input") if "checked" in i.attrib}
    assert ticked == {*needs, "maman"}
    assert "mot" in "".join(next(html.iter(f"{XHTML}textarea")).itertext())
    assert id in answer.text
    assert 'href="#B1"' in answer.text
    assert instance.store.count_responses("stains") == 0


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"A1": "forged"}, "A1"),
        ({"B1": ["sommeil", "moral", "liens", "couple", "limites", "garde"]}, "B1"),
        ({"E2": "x" * 301}, "E2"),
        ({"A4": ["personne", "famille"]}, "A4"),
    ],
)
def test_refused_answers_422_with_a_message_in_the_persons_language(
    parent_sends, instance, answers, wrong
):
    messages = set()
    for language in ("fr", "ar", "en"):
        answer = parent_sends(answers, language=language)
        assert answer.status_code == 422
        assert list(answer.json["errors"]) == [wrong]
        messages.add(answer.json["errors"][wrong])
    assert len(messages) == 3
    assert instance.store.count_responses("stains") == 0


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"id": "not-a-uuid"}, 400),
        ({"id": None}, 400),
        ({"id": "{8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11}"}, 400),
        ({"id": ["8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"]}, 400),
        ({"version": "99"}, 422),
        ({"version": "\ud800"}, 422),
        ({"receipt": "a" * 63}, 422),
        ({"receipt": "g" * 64}, 422),
        ({"receipt": ["a" * 64]}, 422),
        ({"receipt": 5}, 422),
        ({"voices": []}, 422),
        ({"voices": "E2"}, 422),
        ({"language": "zz"}, 422),
        ({"language": "FR"}, 422),
        ({"channel": "post"}, 422),
        ({"assisted": "maybe"}, 422),
        ({"answers": ["A1"]}, 400),
        ({"answers": None}, 400),
    ],
)
def test_refused_fields(parent_sends, instance, fields, status):
    answer = parent_sends({"A1": "maman"}, **fields)
    assert answer.status_code == status
    assert answer.json["message"]
    assert instance.store.count_responses("stains") == 0


def test_broken_version_is_answered_by_a_page_too(client, campaign):
    content = {"id": str(uuid.uuid4()), "language": "fr", "version": "\ud800", "answers": {}}
    answer = client.post("/q/stains/responses", json=content, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    check_page(answer)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"x"', b"\xff\xfe", b"[" * 20000, b"nul"])
def test_broken_json_400(client, campaign, instance, body):
    answer = client.post("/q/stains/responses?lang=en", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["message"] != ""
    assert instance.store.count_responses("stains") == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", ""])
def test_wrong_content_type_415(client, campaign, kind):
    answer = client.post("/q/stains/responses?lang=ar", data=b"A1=maman", content_type=kind)
    assert answer.status_code == 415
    assert check_page(answer).get("lang") == "ar"


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_ten_megabytes_413(client, campaign, instance, kind):
    answer = client.post("/q/stains/responses", data=b"E2=" + b"x" * 10_000_000, content_type=kind)
    assert answer.status_code == 413
    assert instance.store.count_responses("stains") == 0


def test_another_site_cannot_send_for_a_visitor_403(client, campaign, instance):
    answer = client.post(
        "/q/stains/responses",
        json={"id": str(uuid.uuid4()), "answers": {}},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert instance.store.count_responses("stains") == 0


def test_campaign_without_that_language_422(client, instance, campaign):
    instance.store.save_campaign(replace(campaign, languages=("fr", "ar")))
    answer = client.post(
        "/q/stains/responses", json={"id": str(uuid.uuid4()), "language": "ta", "answers": {}}
    )
    assert answer.status_code == 422


def test_older_version_is_checked_by_its_own_rules(parent_sends, client, instance, campaign):
    old = instance.questionnaire(campaign)
    (first,) = [q for q in old.questions if q.name == "A1"]
    kept = tuple(choice for choice in first.choices if choice.name != "papa")
    changed = first.model_copy(update={"choices": kept})
    questions = tuple(changed if q.name == "A1" else q for q in old.questions if q.name != "B1")
    newer = old.model_copy(update={"version": "9", "questions": questions})
    instance.store.save_questionnaire(newer)
    instance.store.save_campaign(replace(campaign, version="9"))
    assert parent_sends({"A1": "papa", "B1": ["moral"]}, version=VERSION).status_code == 201
    assert parent_sends({"A1": "papa"}, version="9").status_code == 422
    # A form of the old version comes back with its own questions to correct, and thanks for them.
    needs = ["sommeil", "moral", "liens", "couple", "limites", "garde"]
    form = {"id": str(uuid.uuid4()), "version": VERSION, "language": "fr", "B1": needs}
    refused = client.post("/q/stains/responses", data=form)
    assert refused.status_code == 422
    assert 'href="#B1"' in refused.text
    html = check_page(refused)
    fields = {i.get("name"): i.get("value") for i in html.iter(f"{XHTML}input")}
    assert fields["version"] == VERSION
    thanks = client.post("/q/stains/responses", data={**form, "B1": ["droits"]})
    assert thanks.status_code == 201
    assert "La Caf" in thanks.text


def test_older_version_is_still_taken(client, instance, campaign):
    newer = instance.questionnaire(campaign).model_copy(update={"version": "9"})
    instance.store.save_questionnaire(newer)
    instance.store.save_campaign(replace(campaign, version="9"))
    answer = client.post(
        "/q/stains/responses",
        json={
            "id": str(uuid.uuid4()),
            "version": VERSION,
            "language": "fr",
            "answers": {"A1": "maman"},
        },
    )
    assert answer.status_code == 201


def test_cards_shown_are_stored(parent_sends, instance):
    parent_sends({"E1": ["coleres"]}, shown={"E1": ["coleres", "dents"], "B1": ["forged"]})
    (kept,) = instance.store.responses("stains")
    assert kept.shown == {"E1": ["coleres", "dents"]}


def test_nothing_of_the_family_is_stored_or_logged(parent_sends, settings, caplog):
    parent_sends({"A1": "forged"})
    parent_sends({"A1": "maman"})
    stored = b"".join(path.read_bytes() for path in settings.data.iterdir())
    assert b"127.0.0.1" not in stored
    assert b"werkzeug" not in stored.lower()
    assert caplog.text == ""


def test_server_trouble_500_is_kind(parent_sends, instance, monkeypatch):
    def broken(response):
        raise RuntimeError("disk")

    monkeypatch.setattr(instance.store, "add_response", broken)
    answer = parent_sends({"A1": "maman"})
    assert answer.status_code == 500
    assert "disk" not in answer.text


NAMES = ["id", "version", "language", "channel", "assisted", "answers", "shown", "receipt"]
NAMES += ["voices", "key", "sealed"]
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
)
@given(
    body=st.dictionaries(
        st.sampled_from(NAMES),
        JSONS,
    )
)
def test_whatever_json_comes_is_never_a_server_error(client, campaign, body):
    answer = client.post(
        "/q/stains/responses", data=json.dumps(body), content_type="application/json"
    )
    assert answer.status_code in (200, 201, 400, 409, 422)


# After the end, some days of grace.


@pytest.mark.parametrize("short_way", [True, False])
@pytest.mark.parametrize(("late", "status"), [(0, 201), (1, 201), (5, 201), (6, 410)])
def test_answers_that_waited_arrive_for_some_days_after_the_end(
    client, instance, late, status, short_way
):
    ends = instance.today() - timedelta(days=late)
    add_campaign(instance, "late", closes=ends, grace_days=5)
    content = {
        "id": str(uuid.uuid4()),
        "version": VERSION,
        "language": "fr",
        "answers": {"A1": "papa"},
    }
    headers = {"Accept": "application/json" if short_way else "*/*"}
    answer = client.post("/q/late/responses", json=content, headers=headers)
    assert answer.status_code == status
    assert client.get("/q/late").status_code == (200 if late == 0 else 410)
    assert instance.store.count_responses("late") == (status == 201)


def test_the_last_day_of_all_does_not_overflow(client, instance):
    add_campaign(instance, "long", closes=type(instance.today()).max)
    content = {"id": str(uuid.uuid4()), "language": "fr", "answers": {"A1": "papa"}}
    assert client.post("/q/long/responses", json=content).status_code == 201


# Sealed.


@pytest.fixture
def sealed(client, campaign, instance):
    """A device sends what it has sealed."""

    def send(inner, id, key=None, headers=None, outer=()):
        key = key or current_key(instance.secrets, "stains")
        content = inner if isinstance(inner, bytes) else json.dumps(inner).encode()
        closed = base64.b64encode(seal(key, "stains", id, content)).decode()
        body = {"id": id, "key": key.number, "sealed": closed, **dict(outer)}
        accept = {"Accept": "application/json"} if headers is None else headers
        return client.post("/q/stains/responses", json=body, headers=accept)

    return send


def inner_of(id, **fields):
    body = {"id": id, "version": VERSION, "language": "ar", "channel": "phone", "assisted": False}
    return {**body, "answers": ANSWERS, **fields}


@pytest.mark.parametrize("headers", [None, {"Accept": "*/*"}])
def test_sealed_is_stored_as_any_other(sealed, instance, headers):
    id = str(uuid.uuid4())
    first = sealed(inner_of(id), id, headers=headers)
    assert (first.status_code, first.json) == (201, {"id": id, "status": "created"})
    assert sealed(inner_of(id), id, headers=headers).status_code == 200
    assert sealed(inner_of(id, answers={"A1": "papa"}), id, headers=headers).status_code == 409
    (kept,) = instance.store.responses("stains")
    assert (kept.answers, kept.language) == (ANSWERS, "ar")


def test_sealed_before_the_key_changed_opens(sealed, instance, campaign):
    first = current_key(instance.secrets, "stains")
    rotate(instance.secrets, "stains")
    one, two = str(uuid.uuid4()), str(uuid.uuid4())
    assert sealed(inner_of(one), one, key=first).status_code == 201
    assert sealed(inner_of(two), two).status_code == 201


def test_capital_letters_of_an_id_are_the_same_id(sealed, instance):
    id = str(uuid.uuid4()).upper()
    assert sealed(inner_of(id.lower()), id).status_code == 201
    (kept,) = instance.store.responses("stains")
    assert kept.id == id.lower()


@pytest.mark.parametrize(
    "outer",
    [
        {"key": 2},
        {"key": 0},
        {"key": True},
        {"key": "1"},
        {"key": 1.0},
        {"key": None},
        {"key": 10**40},
        {"sealed": "AAAA"},
        {"sealed": "no base64 é"},
        {"sealed": ""},
        {"sealed": None},
        {"sealed": ["AAAA"]},
        {"sealed": {"a": 1}},
        {"sealed": "A" * 400_000},
    ],
)
def test_sealed_that_cannot_be_opened_422(sealed, instance, outer):
    id = str(uuid.uuid4())
    answer = sealed(inner_of(id), id, outer=outer)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["sealed"]
    assert answer.json["message"]
    assert instance.store.count_responses("stains") == 0


@pytest.mark.parametrize("id", [None, "", "x", "\ud800", ["a"], {"a": 1}, 5])
def test_sealed_without_a_real_id_400(sealed, id):
    assert sealed(inner_of("x"), str(uuid.uuid4()), outer={"id": id}).status_code == 400


def test_sealed_for_another_response_422(sealed):
    id = str(uuid.uuid4())
    assert sealed(inner_of(id), id, outer={"id": str(uuid.uuid4())}).status_code == 422


def test_inner_id_must_be_the_outer_one(sealed, instance):
    id, other = str(uuid.uuid4()), str(uuid.uuid4())
    assert sealed(inner_of(other), id).status_code == 400
    assert sealed({"answers": {}}, id).status_code == 400
    assert instance.store.count_responses("stains") == 0


@pytest.mark.parametrize("inner", [b"", b"{", b"[1]", b"\xff", b"[" * 20000, b'{"answers": []}'])
def test_broken_content_in_a_sound_envelope_400(sealed, inner):
    assert sealed(inner, str(uuid.uuid4())).status_code == 400


def test_refused_answers_in_an_envelope_are_told_in_the_persons_language(sealed):
    id = str(uuid.uuid4())
    answer = sealed(inner_of(id, answers={"A1": "forged"}, language="en"), id)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["A1"])
    french = sealed(inner_of(id, answers={"A1": "forged"}, language="fr"), id)
    assert answer.json["errors"] != french.json["errors"]


def test_private_keys_are_on_no_page(client, campaign, instance):
    current_key(instance.secrets, "stains")
    (private,) = instance.secrets.get("sealing:stains")
    for address in ("/q/stains", "/kiosk/stains", "/q/stains/withdraw", "/"):
        assert private not in client.get(address).text


# Receipts and voices.

RECEIPT = "0aF" * 21 + "9"


def test_receipt_is_stored(parent_sends, instance):
    for empty in (None, ""):
        assert parent_sends({"A1": "papa"}, receipt=empty).status_code == 201
    assert parent_sends({"A1": "maman"}, receipt=RECEIPT).status_code == 201
    kept = {response.receipt for response in instance.store.responses("stains")}
    assert kept == {"", RECEIPT.lower()}


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({"A1": "papa"}, {"channel": "kiosk"}),
        ({"A1": "papa"}, {"channel": "street"}),
        ({"A1": "papa"}, {"assisted": True}),
        ({"A5": "hebergement"}, {}),
    ],
)
def test_receipt_is_dropped_where_a_code_could_harm(parent_sends, instance, answers, fields):
    assert parent_sends(answers, receipt=RECEIPT, **fields).status_code == 201
    (kept,) = instance.store.responses("stains")
    assert kept.receipt == ""


def test_wrong_receipt_is_told_at_its_field(parent_sends):
    answer = parent_sends({"A1": "papa"}, receipt="zz")
    assert list(answer.json["errors"]) == ["receipt"]


@pytest.mark.parametrize("answers", [{}, {"A1": ""}, {"A2": []}])
def test_who_passes_everything_is_thanked_and_is_no_family(parent_sends, instance, answers):
    answer = parent_sends(answers)
    assert (answer.status_code, answer.json["status"]) == (200, "empty")
    assert instance.store.count_responses("stains") == 0


WEBM, OGG, MP4 = b"\x1a\x45\xdf\xa3sound", b"OggSsound", b"\x00\x00\x00\x20ftypM4A sound"


def sound(content=WEBM, kind="audio/webm"):
    return {"kind": kind, "content": base64.b64encode(content).decode()}


@pytest.mark.parametrize(
    ("content", "kind", "kept_as"),
    [
        (WEBM, "audio/webm;codecs=opus", "audio/webm"),
        (OGG, "audio/ogg", "audio/ogg"),
        (MP4, "Audio/MP4", "audio/mp4"),
        (WEBM + b"x" * (256 * 1024 - len(WEBM)), "audio/webm", "audio/webm"),
    ],
)
def test_voice_is_stored(parent_sends, instance, content, kind, kept_as):
    id = str(uuid.uuid4())
    answer = parent_sends({"E2": "écrit"}, id=id, voices={"E2": sound(content, kind)})
    assert answer.status_code == 201
    assert instance.store.voice("stains", id, "E2") == Sound(kept_as, content)
    (kept,) = instance.store.responses("stains")
    assert kept.answers == {"E2": "écrit"}


def test_longest_voice_fits_in_an_envelope(sealed, instance):
    id = str(uuid.uuid4())
    content = WEBM + b"x" * (256 * 1024 - len(WEBM))
    answer = sealed(inner_of(id, voices={"E2": sound(content)}), id)
    assert answer.status_code == 201
    assert len(instance.store.voice("stains", id, "E2").content) == 256 * 1024


@pytest.mark.parametrize(
    ("name", "voice"),
    [
        ("E2", sound(WEBM, "audio/ogg")),
        ("E2", sound(b"RIFFsound", "audio/wav")),
        ("E2", sound(b"", "audio/webm")),
        ("E2", sound(WEBM, "text/html")),
        ("E2", {"kind": "audio/webm", "content": "no base64"}),
        ("E2", {"kind": "audio/webm", "content": "é"}),
        ("E2", {"kind": "audio/webm", "content": [1]}),
        ("E2", {"kind": ["audio/webm"], "content": sound()["content"]}),
        ("E2", {"content": sound()["content"]}),
        ("E2", {"kind": "audio/webm"}),
        ("E2", "sound"),
        ("E2", None),
        ("E2", [sound()]),
        ("E2", sound(WEBM + b"x" * 256 * 1024)),
        ("A1", sound()),
    ],
)
def test_voice_that_cannot_be_kept_422(parent_sends, instance, name, voice):
    answer = parent_sends({"A1": "maman"}, voices={name: voice})
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [name]
    assert answer.json["errors"][name]
    assert instance.store.count_responses("stains") == 0


def test_voices_of_questions_that_do_not_exist_or_concern_are_dropped(
    parent_sends, client, instance, campaign
):
    assert parent_sends({"A1": "papa"}, voices={"Z9": sound(), "": "x"}).status_code == 201
    old = instance.questionnaire(campaign)
    changed = tuple(
        q.model_copy(update={"relevant": "${A1} = 'papa'"}) if q.name == "E2" else q
        for q in old.questions
    )
    newer = old.model_copy(update={"version": "9", "questions": changed})
    instance.store.save_questionnaire(newer)
    for parent in ("maman", "papa"):
        sent = parent_sends({"A1": parent}, version="9", voices={"E2": sound()})
        assert sent.status_code == 201
    (kept,) = instance.store.voices("stains")
    heard = {response.id: response for response in instance.store.responses("stains")}
    assert heard[kept.response].answers == {"A1": "papa"}


def test_voices_are_no_field_of_the_form(client, campaign, instance):
    form = {"id": str(uuid.uuid4()), "language": "fr", "voices": "x"}
    assert client.post("/q/stains/responses", data=form).status_code == 422
    assert instance.store.count_responses("stains") == 0


def test_a_family_that_sent_early_is_told_apart(parent_sends, instance):
    assert parent_sends({"A1": "maman"}, until="A5").status_code == 201
    assert parent_sends({"A1": "papa"}).status_code == 201
    # A later answer says that its question was asked; the last question is the whole.
    assert parent_sends({"A1": "autre", "A3": "2"}, until="A5").status_code == 201
    assert parent_sends({"A1": "enceinte"}, until="E3").status_code == 201
    kept = {r.answers["A1"]: r.until for r in instance.store.responses("stains")}
    assert kept == {"maman": "A5", "papa": "", "autre": "A3", "enceinte": ""}


@pytest.mark.parametrize("until", ["zz", 3, ["A5"], {"A5": 1}, "A5\0"])
def test_an_unknown_last_question_is_refused(parent_sends, instance, until):
    assert parent_sends({"A1": "maman"}, until=until).status_code == 422
    assert instance.store.count_responses("stains") == 0


def test_the_same_answers_sent_early_or_whole_are_not_the_same(parent_sends):
    id = str(uuid.uuid4())
    assert parent_sends({"A1": "maman"}, id=id, until="A5").status_code == 201
    assert parent_sends({"A1": "maman"}, id=id, until="A5").status_code == 200
    assert parent_sends({"A1": "maman"}, id=id).status_code == 409


def test_nothing_is_required_after_what_was_asked(parent_sends, instance, campaign):
    asked = instance.questionnaire(campaign)
    last = asked.question("E3").model_copy(update={"required": True})
    questions = (*asked.questions[:-1], last)
    newer = asked.model_copy(update={"version": "later", "questions": questions})
    instance.store.save_questionnaire(newer)
    instance.store.save_campaign(replace(campaign, version="later"))
    sent = {"version": "later", "until": "A5"}
    assert parent_sends({"A1": "maman"}, version="later").status_code == 422
    assert parent_sends({"A1": "maman"}, **sent).status_code == 201


def test_the_middle_of_the_plain_form_sends_the_core(client, campaign, instance):
    form = {"version": VERSION, "language": "fr", "channel": "phone", "A1": "maman", "until": "A5"}
    again = check_page(client.post("/q/stains/responses", data=form))
    hidden = {i.get("name"): i.get("value") for i in again.iter(f"{XHTML}input")}
    assert hidden["until"] == "A5"
    assert client.post("/q/stains/responses", data={**form, "id": hidden["id"]}).status_code == 201
    (kept,) = instance.store.responses("stains")
    assert (kept.answers, kept.until) == ({"A1": "maman"}, "A5")
