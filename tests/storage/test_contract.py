"""The contract of a store: one suite, every engine."""

import json
import threading
import uuid
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnosis.config import SHIPPED
from diagnosis.model import (
    ALIKE,
    BURST,
    Campaign,
    Coding,
    Kiosk,
    Outcome,
    Recording,
    Response,
    Revision,
    Session,
    Sound,
    Trial,
    Voice,
    Vote,
    Workshop,
)
from diagnosis.model.giving import Given, Step
from diagnosis.model.workshops import DayTally, Stop
from diagnosis.questionnaire import load_library
from diagnosis.storage import (
    StaleError,
    StorageError,
    TakenError,
    Tally,
    has_store,
    open_store,
    store_url,
    version_of,
)
from tests.conftest import VERSION


def response(**changes) -> Response:
    values = dict(
        id=str(uuid.uuid4()),
        campaign="c",
        version="1",
        language="fr",
        channel="phone",
        assisted=False,
        week="2026-W47",
        answers={"A1": "maman", "B1": ["moral"]},
    )
    return Response(**{**values, **changes})


def test_response_is_created_then_the_same_then_a_conflict(store):
    first = response()
    assert store.add_response(first) is Outcome.CREATED
    assert store.add_response(first) is Outcome.SAME
    assert store.add_response(replace(first, week="2027-W01")) is Outcome.SAME
    assert store.add_response(replace(first, answers={})) is Outcome.CONFLICT
    assert store.add_response(replace(first, language="ar")) is Outcome.CONFLICT
    assert list(store.responses("c")) == [first]
    assert store.count_responses("c") == 1


def test_response_is_there_for_another_process_once_acknowledged(store, again):
    kept = response(shown={"B1": ["moral", "liens"]})
    store.add_response(kept)
    assert list(again().responses("c")) == [kept]


def test_many_threads_and_two_writers_lose_and_double_nothing(store, again):
    other = again()
    sent = [response() for _ in range(60)]
    outcomes = []

    def send(engine, mine):
        outcomes.extend(engine.add_response(item) for item in mine)

    threads = [
        threading.Thread(target=send, args=(engine, sent[start::3]))
        for start in range(3)
        for engine in (store, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(Outcome.CREATED) == 60
    assert outcomes.count(Outcome.SAME) == 60
    assert {item.id for item in store.responses("c")} == {item.id for item in sent}


def test_many_at_once_are_stored_together(store):
    first = response()
    store.add_response(first)
    outcomes = store.add_responses([first, response(), replace(first, answers={})])
    assert outcomes == [Outcome.SAME, Outcome.CREATED, Outcome.CONFLICT]


def test_one_bad_job_fails_alone(store):
    with pytest.raises(Exception, match="type"):
        store.add_response(response(week=object()))
    assert store.add_response(response()) is Outcome.CREATED


def test_order_tells_nothing_of_arrival(store):
    sent = [response(id=f"{9 - n}0000000-0000-4000-8000-000000000000") for n in range(9)]
    for item in sent:
        store.add_response(item)
    assert [item.id for item in store.responses("c")] == sorted(item.id for item in sent)


def test_tally(store):
    for item in (
        response(),
        response(),
        response(assisted=True),
        response(language="ar", channel="street"),
        response(campaign="d"),
    ):
        store.add_response(item)
    assert store.tally("c") == [
        Tally("2026-W47", "phone", "fr", 2),
        Tally("2026-W47", "phone", "fr", 1, assisted=True),
        Tally("2026-W47", "street", "ar", 1),
    ]


def test_campaigns(store):
    campaign = Campaign(
        "c", "Titre", "Stains", "q", "1", ("fr", "ar"), ("phone",), date(2026, 1, 2)
    )
    store.add_campaign(campaign)
    with pytest.raises(TakenError):
        store.add_campaign(campaign)
    later = replace(campaign, name="d", opens=date(2026, 3, 1), closes=date(2026, 4, 1))
    store.add_campaign(later)
    assert store.campaigns() == [later, campaign]
    store.save_campaign(replace(campaign, title="Autre"))
    assert store.campaign("c").title == "Autre"
    assert store.campaign("nobody") is None


def test_questionnaire_version_is_kept_for_good(store):
    shipped = load_library(SHIPPED / "questionnaires", {"fr": "Français"}).questionnaires["express"]
    assert store.save_questionnaire(shipped) == shipped
    assert store.save_questionnaire(shipped) == shipped
    assert store.questionnaire("express", shipped.version) == shipped
    assert store.questionnaire("express", "99") is None
    other = shipped.model_copy(update={"title": "Autre"})
    kept = [store.save_questionnaire(wording).version for wording in (other, shipped, other)]
    assert kept == [f"{VERSION}-2", VERSION, f"{VERSION}-2"]
    assert store.questionnaire("express", f"{VERSION}-2").title == "Autre"


def test_what_a_list_said_is_kept_for_good(store):
    assert store.list_numbers() == {}
    first = Revision("places", 1, date(2026, 11, 29), "amina", {"places": ["é"]})
    second = replace(first, number=2, content={"places": []})
    store.add_revision(first)
    store.add_revision(second)
    with pytest.raises(StaleError):
        store.add_revision(replace(second, member="bo"))
    assert store.list_numbers() == {"places": 2}
    assert store.revisions("places") == [second, first]
    assert store.revision("places", 1) == first
    assert store.revision("places", 3) is None
    assert store.revisions("sites") == []


def test_a_recording_replaces_the_one_that_was_heard(store):
    first, second, third = (Recording("fr", "k", "audio/webm", bytes([n])) for n in range(3))
    store.save_recording(first, "")
    heard = store.recordings("fr")["k"]
    store.save_recording(second, heard)
    store.save_recording(second, heard)
    with pytest.raises(StaleError):
        store.save_recording(third, heard)
    with pytest.raises(StaleError):
        store.save_recording(third, "")
    assert store.recording("fr", "k") == second
    store.save_recording(third)
    assert store.recording("fr", "k") == third


@pytest.mark.parametrize("kind", ["campaign", "workshop", "session"])
def test_what_somebody_else_has_changed_is_not_replaced__error(store, kind):
    things = {
        "campaign": Campaign("c", "T", "S", "q", "1", ("fr",), ("phone",), date(2026, 1, 1)),
        "workshop": Workshop(1, "c", "t", date(2026, 1, 1), "p", "fr"),
        "session": Session("ABCD", "c", ("t1",)),
    }
    add, save = (getattr(store, f"{verb}_{kind}") for verb in ("add", "save"))
    read = things[kind]
    add(read)
    change = {"campaign": {"title": "X"}, "workshop": {"place": "x"}, "session": {"people": 3}}[
        kind
    ]
    save(replace(read, **change), version_of(read))
    with pytest.raises(StaleError):
        save(replace(read), version_of(read))
    save(read, version_of(replace(read, **change)))
    save(read)


def test_workshops(store):
    planned = store.add_workshop(Workshop(0, "c", "t", date(2026, 12, 1), "pmi", "fr"))
    sooner = store.add_workshop(Workshop(0, "c", "u", date(2026, 11, 1), "cabane", "ar", True))
    assert store.workshops("c") == [sooner, planned]
    held = replace(planned, held=True, attended=9, happy=7, neutral=1, unhappy=1)
    store.save_workshop(held)
    assert store.workshop(planned.id) == held
    assert store.workshop(99) is None


def test_a_workshop_changes_with_no_other_write_between_and_comes_back_when_removed(store):
    tally = DayTally(3, {"families": 2})
    kept = store.add_workshop(
        Workshop(
            0,
            "c",
            "t",
            date(2026, 12, 1),
            "p",
            "fr",
            begins=time(14),
            stops=(Stop("a", "b", "c"), Stop("d")),
        )
    )
    earlier = store.add_workshop(replace(kept, begins=time(9, 30)))
    assert store.workshops("c") == [earlier, kept]
    changed = store.change_workshop(kept.id, lambda found: replace(found, tallies={"a": tally}))
    assert changed == store.workshop(kept.id) == replace(kept, tallies={"a": tally})
    assert store.change_workshop(99, lambda found: found) is None
    assert store.change_workshop(10**30, lambda found: found) is None
    store.change_workshop(kept.id, lambda found: replace(found, removed=True))
    assert store.workshops("c") == [earlier]
    [removed] = store.workshops("c", removed=True)
    assert removed.tallies == {"a": tally}


def test_what_is_given_back_keeps_its_order(store):
    assert store.given("c") == []
    line = Given(1, "sommeil", "done", "é", date(2026, 12, 1), words={"ar": "ع"})
    other = replace(line, number=2, follow=(Step(date(2027, 1, 2), "x"),), published=line.day)
    assert store.change_given("c", lambda found: [*found, other, line]) == [other, line]
    assert store.given("c") == [other, line]
    assert store.given("d") == []


def test_values_of_the_instance(store):
    assert store.get("x") is None
    store.put("x", {"a": [1, "é"]})
    store.put("x", {"a": [2]})
    assert store.get("x") == {"a": [2]}


def test_a_value_that_is_removed_is_none(store):
    store.put("x", "secret")
    store.remove("x")
    store.remove("nothing")
    assert store.get("x") is None


def test_value_put_once_is_the_first_one(store, again):
    other = again()
    assert store.put_once("key", "first") == "first"
    assert other.put_once("key", "second") == "first"
    assert store.put_once("key", "third") == "first"


def test_value_changed_by_many_at_once_loses_no_change(store, again):
    def add(engine):
        for _ in range(20):
            engine.change("count", lambda count: (count or 0) + 1)

    threads = [threading.Thread(target=add, args=(engine,)) for engine in (store, again())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.change("count", lambda count: count + 1) == 41
    assert store.get("count") == 41


def test_campaign_of_before_the_grace_has_the_default(store):
    campaign = Campaign("c", "Titre", "Stains", "q", "1", ("fr",), ("phone",), date(2026, 1, 2))
    store.add_campaign(replace(campaign, grace_days=3))
    assert store.campaign("c").grace_days == 3
    # As an older version wrote it.
    [[kept]] = store._read("SELECT definition FROM campaigns")
    older = {name: value for name, value in json.loads(kept).items() if name != "grace_days"}
    store._run("UPDATE campaigns SET definition = ?", json.dumps(older))
    assert store.campaign("c") == campaign
    assert campaign.grace_days == 14


# Withdrawing, and voices.

ID = "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"
RECEIPT = "a" * 64
SOUND = Sound("audio/webm", b"\x1a\x45\xdf\xa3 hello, a voice")


def test_withdrawn_response_is_gone_and_its_late_copy_does_not_come_back(store, tmp_path):
    kept, gone = response(), response(receipt=RECEIPT, answers={"E2": "a very private sentence"})
    store.add_responses([kept, gone])
    assert next(r for r in store.responses("c") if r.id == gone.id).receipt == RECEIPT
    assert store.withdraw("c", RECEIPT)
    assert list(store.responses("c")) == [kept]
    assert store.count_responses("c") == 1
    assert sum(tally.count for tally in store.tally("c")) == 1
    for late in (gone, replace(gone, answers={"A1": "papa"}), replace(gone, receipt="")):
        assert store.add_response(late) is Outcome.SAME
        assert store.add_responses([late]) == [Outcome.SAME]
    assert list(store.responses("c")) == [kept]
    assert not store.withdraw("c", RECEIPT), "once withdrawn, its code means nothing"


def test_only_the_right_receipt_of_the_right_campaign_withdraws(store):
    store.add_responses([response(receipt=RECEIPT), response()])
    assert not store.withdraw("d", RECEIPT)
    assert not store.withdraw("c", "b" * 64)
    assert not store.withdraw("c", ""), "most responses have no receipt: it is no code of theirs"
    assert store.count_responses("c") == 2


def test_a_decision_of_a_text_is_kept_changed_and_seen_by_the_stamp(store):
    store.add_response(response(id=ID, answers={"E2": "dormir"}))
    before = store.stamp("c")
    assert store.save_coding(Coding("c", ID, "E2", ("sommeil",)))
    assert store.codings("c") == [Coding("c", ID, "E2", ("sommeil",))]
    decided = store.stamp("c")
    assert decided != before
    assert store.save_coding(Coding("c", ID, "E2"))
    assert store.codings("c") == [Coding("c", ID, "E2", ())]
    assert store.stamp("c") != decided
    assert store.codings("d") == []


def test_a_decision_needs_its_response(store):
    assert not store.save_coding(Coding("c", ID, "E2", ("sommeil",)))
    assert store.codings("c") == []


def test_responses_that_are_alike_count_once_the_team_says_so__ok(store):
    plain, alike, burst = response(), response(apart=ALIKE), response(apart=BURST)
    store.add_responses([plain, alike, burst])
    assert {r.id for r in store.responses("c")} == {plain.id, burst.id}
    assert list(store.responses("c", apart=True)) == [alike]
    assert {r.id for r in store.responses("c", apart=None)} == {plain.id, alike.id, burst.id}
    stamps = [store.stamp("c")]
    for counted, count in ((True, 3), (False, 1), (True, 3)):
        store.set_apart("c", [alike.id, burst.id], BURST, counted)
        assert store.count_responses("c") == len(list(store.responses("c"))) == count
        assert store.count_responses("c", apart=True) == 3 - count
        assert store.count_responses("c", apart=None) == 3
        assert sum(tally.count for tally in store.tally("c")) == count
        stamps.append(store.stamp("c"))
    assert len(set(stamps)) == 3
    assert stamps[1] == stamps[3]


def test_a_sign_seen_later_leaves_what_the_team_said__ok(store):
    first = response()
    store.add_response(first)
    before = store.stamp("c")
    store.set_apart("c", [first.id], ALIKE)
    assert list(store.responses("c", apart=True)) == [replace(first, apart=ALIKE)]
    assert store.stamp("c") != before
    store.set_apart("c", [first.id], ALIKE, counted=True)
    store.set_apart("c", [first.id], ALIKE)
    assert list(store.responses("c")) == [replace(first, apart=ALIKE, counted=True)]
    store.set_apart("d", [first.id], BURST, counted=False)
    assert store.count_responses("c") == 1


def test_whoever_is_apart_is_known_withdrawn_and_heard_as_ever__ok(store):
    kept = response(apart=ALIKE, receipt=RECEIPT, voices={"E1": SOUND})
    store.add_response(kept)
    again = replace(kept, apart="", voices={})
    assert store.add_response(again) is Outcome.SAME
    assert store.add_response(replace(again, answers={})) is Outcome.CONFLICT
    assert store.voices("c") == []
    assert store.voices("c", apart=True) == [Voice(kept.id, "E1", "fr")]
    assert store.withdraw("c", RECEIPT)
    assert store.count_responses("c", apart=None) == 0
    store.set_apart("c", [kept.id], ALIKE, counted=True)
    assert store.count_responses("c", apart=None) == 0
    assert store.voices("c", apart=None) == []


def test_trials_of_pictures_are_kept_by_picture_and_day(store):
    first = Trial("droits", date(2026, 12, 5), 10, 5, 7)
    store.save_trials([first, Trial("stop", date(2026, 12, 5), 3, 3, 3, 0, 1)])
    store.save_trials([Trial("droits", date(2026, 12, 6), 5, 5, 5)])
    again = Trial("droits", date(2026, 12, 5), 10, 6, 8, 1)
    store.save_trials([again])
    assert [(trial.picture, trial.day.day) for trial in store.trials()] == [
        ("droits", 5), ("droits", 6), ("stop", 5),
    ]  # fmt: skip
    assert store.trials()[0] == again


@pytest.mark.parametrize(
    "erase",
    [
        lambda store: store.withdraw("c", RECEIPT),
        lambda store: store.erase_texts("c", {"E2"}),
        lambda store: store.erase_responses("c"),
    ],
)
def test_decisions_go_with_what_they_are_about(store, erase):
    for campaign in ("c", "d"):
        store.add_response(response(id=ID, campaign=campaign, receipt=RECEIPT))
        store.save_coding(Coding(campaign, ID, "E2", ("sommeil",)))
    erase(store)
    assert store.codings("c") == []
    assert len(store.codings("d")) == 1
    assert not store.save_coding(Coding("c", str(uuid.uuid4()), "E2"))


def test_withdrawing_takes_the_voice_too(store):
    gone = response(receipt=RECEIPT, voices={"E2": SOUND})
    store.add_response(gone)
    store.withdraw("c", RECEIPT)
    assert store.voices("c") == []
    assert store.voice("c", gone.id, "E2") is None
    store.add_response(gone)
    assert store.voices("c") == []


def test_voice_waits_until_it_is_written_down(store):
    spoken = response(language="ta", voices={"E2": SOUND})
    assert store.add_response(spoken) is Outcome.CREATED
    assert store.add_response(spoken) is Outcome.SAME
    assert store.voices("c") == [Voice(spoken.id, "E2", "ta")]
    assert store.voice("c", spoken.id, "E2") == SOUND
    assert store.voice("c", spoken.id, "E1") is None
    assert store.transcribe("c", spoken.id, "E2", "Un square")
    assert store.voices("c") == []
    assert store.voice("c", spoken.id, "E2") is None
    assert not store.transcribe("c", spoken.id, "E2", "Autre chose")
    (kept,) = store.responses("c")
    assert kept.answers["E2"] == "Un square"


def test_what_was_typed_stands_before_what_was_said(store):
    both = response(answers={"E2": "écrit"}, voices={"E2": SOUND})
    store.add_response(both)
    store.transcribe("c", both.id, "E2", "dit")
    (kept,) = store.responses("c")
    assert kept.answers == {"E2": "écrit"}


def test_voice_with_nothing_to_keep_leaves_no_answer(store):
    spoken = response(voices={"E2": SOUND}, answers={})
    store.add_response(spoken)
    assert store.transcribe("c", spoken.id, "E2", "")
    (kept,) = store.responses("c")
    assert kept.answers == {}


def test_erasing_the_texts_of_a_campaign(store):
    typed = response(answers={"A1": "maman", "E2": "un mot"})
    spoken = response(answers={"A1": "papa"}, voices={"E2": SOUND})
    said = response(answers={}, voices={"E2": SOUND})
    other = response(campaign="d", answers={"E2": "un autre"}, voices={"E3": SOUND})
    store.add_responses([typed, spoken, said, other])
    store.transcribe("c", said.id, "E2", "transcrit")
    stamp = store.stamp("c")
    store.erase_texts("c", {"E2"})
    assert sorted(str(r.answers) for r in store.responses("c")) == [
        "{'A1': 'maman'}", "{'A1': 'papa'}", "{}",
    ]  # fmt: skip
    assert store.voices("c") == []
    assert store.stamp("c") != stamp
    assert [r.answers for r in store.responses("d")] == [{"E2": "un autre"}]
    assert len(store.voices("d")) == 1


def test_erasing_the_responses_of_a_campaign(store):
    spoken = response(voices={"E2": SOUND})
    store.add_responses([spoken, response(), response(campaign="d", voices={"E2": SOUND})])
    store.erase_responses("c")
    assert store.count_responses("c") == 0
    assert store.voice("c", spoken.id, "E2") is None
    assert store.count_responses("d") == len(store.voices("d")) == 1


# Tablets, recorded sentences, copies.


def test_kiosks(store):
    kiosk = Kiosk("3f7k2m", "c", "PMI", "hash", "pin")
    store.save_kiosk(replace(kiosk, id="a", name="Square"))
    store.save_kiosk(kiosk)
    store.save_kiosk(replace(kiosk, id="b", campaign="d"))
    news = replace(kiosk, prepared=True, contact="2026-11-21T10:04Z", waiting=2, sent=5)
    store.save_kiosk(news)
    assert store.kiosk(kiosk.id) == news
    assert [item.name for item in store.kiosks("c")] == ["PMI", "Square"]
    store.remove_kiosk(kiosk.id)
    assert store.kiosk(kiosk.id) is None
    assert [item.id for item in store.kiosks("c")] == ["a"]


def test_recordings(store):
    first = Recording("ar", "k1", "audio/webm", b"first")
    store.save_recording(first)
    store.save_recording(replace(first, language="fr"))
    before = store.recordings("ar")
    assert list(before) == ["k1"]
    assert store.recording("ar", "k1") == first
    store.save_recording(replace(first, content=b"second"))
    assert store.recording("ar", "k1").content == b"second"
    assert store.recordings("ar")["k1"] != before["k1"]
    store.remove_recording("ar", "k1")
    assert store.recording("ar", "k1") is None
    assert store.recordings("ar") == {}
    assert list(store.recordings("fr")) == ["k1"]


def test_copy_is_whole_and_its_own(store, tmp_path):
    kept = response(receipt=RECEIPT, voices={"E2": SOUND})
    store.add_response(kept)
    store.put("keys:c", ["k"])
    store.save_recording(Recording("ar", "k1", "audio/webm", b"first"))
    store.copy_to(tmp_path / "copy.sqlite")
    store.add_response(response())
    copy = open_store(f"sqlite://{tmp_path}/copy.sqlite")
    try:
        assert [item.id for item in copy.responses("c")] == [kept.id]
        assert copy.voice("c", kept.id, "E2") == SOUND
        assert copy.get("keys:c") == ["k"]
        assert copy.recording("ar", "k1").content == b"first"
    finally:
        copy.close()


def test_stamp_changes_with_everything_the_diagnosis_reads(store):
    stamps = {store.stamp("c")}
    store.add_response(response())
    stamps.add(store.stamp("c"))
    store.add_session(Session("ABCD", "c", ("t1",)))
    store.save_vote(Vote("v", "ABCD", "fr", ("t1",)))
    stamps.add(store.stamp("c"))
    planned = store.add_workshop(Workshop(0, "c", "t1", date(2026, 12, 1), "pmi", "fr"))
    stamps.add(store.stamp("c"))
    store.save_workshop(replace(planned, held=True, attended=3))
    stamps.add(store.stamp("c"))
    assert len(stamps) == 5


def test_a_write_of_another_process_is_seen_and_nothing_else(store, again):
    other = again()
    store.check()
    for write in (
        lambda: other.add_response(response()),
        lambda: other.put("x", 1),
        lambda: other.change("x", lambda value: value + 1),
    ):
        before = store.changes()
        assert store.changes() == before
        write()
        assert store.changes() != before
    before = store.changes()
    other.count_responses("c")
    other.get("x")
    assert store.changes() == before


def test_check_writes_and_changes_nothing_that_is_read(store):
    before = store.stamp("c")
    store.check()
    assert store.stamp("c") == before


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80), names=st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_answers_come_back_as_they_went(store, text, names):
    clean = text.encode("utf-8", "ignore").decode()
    tidy = [name.encode("utf-8", "ignore").decode() for name in names]
    kept = response(answers={"E2": clean, "B1": tidy}, campaign=str(uuid.uuid4()))
    store.add_response(kept)
    assert list(store.responses(kept.campaign)) == [kept]


@pytest.mark.parametrize("name", ["", "\0", "a\0b", "é" * 3000])
def test_what_nobody_has_kept_is_not_there__ok(store, name):
    assert store.user(name) is store.session(name) is store.kiosk(name) is store.get(name) is None
    assert store.count_responses(name) == 0
    assert store.workshop(2**70) is None
    assert not store.withdraw("c", name)


@pytest.mark.parametrize("url", ["", "sqlite:", "mysql://there/base", "/srv/diagnosis.sqlite"])
def test_an_address_of_no_engine__error(url):
    with pytest.raises(StorageError, match="sqlite:///"):
        open_store(url)


@pytest.mark.parametrize("name", ["plain", "mes réponses", "50 % ?#", "a:b"])
def test_a_folder_of_any_name_has_its_store__ok(tmp_path, name):
    (tmp_path / name).mkdir()
    assert not has_store(tmp_path / name)
    open_store(store_url(tmp_path / name)).close()
    assert has_store(tmp_path / name)
