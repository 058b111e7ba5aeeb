"""What families will read before they do, and on a wall: each language, withdrawn, unpublished."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest

from diagnosis.languages import voice_key
from diagnosis.model import Recording
from diagnosis.model.giving import Given, preview_name
from diagnosis.voices import make_sounds, say_statements, sound_name, text_said_back
from tests.entering import enter_as
from tests.pages import check_page

BASE = "/staff/campaigns/stains/given"
PREVIEW = "/q/stains/after/secret"
DAY = date(2026, 11, 20)
SLEEP = Given(
    1, "sommeil", "planned", "Un atelier sommeil ouvre en janvier.", DAY,
    words={"ar": "تفتح ورشة النوم في يناير.", "en": "A sleep workshop opens in January."},
    published=DAY,
)  # fmt: skip
WORDS = {"ar": "نلتقي كل أسبوع."}
LINKS = Given(2, "liens", "done", "On se retrouve chaque mardi.", DAY, words=WORDS)


@pytest.fixture
def member(client, instance, campaign):
    instance.store.save_campaign(replace(campaign, languages=tuple(instance.languages.tags)))
    instance.store.change_given("stains", lambda _: [LINKS, SLEEP])
    instance.store.put(preview_name("stains"), "secret")
    return enter_as(client, instance.store, "amina")


def sheet(member, tag):
    answer = member.get(f"{BASE}/poster?tongue={tag}")
    check_page(answer)
    return answer.text, answer.text.partition("<article")[2].partition("</article>")[0]


def test_a_poster_has_french_beside_and_marked_where_nobody_wrote(member, instance):
    for language in instance.languages:
        _, said = sheet(member, language.tag)
        words = SLEEP.words.get(language.tag)
        assert (words or SLEEP.text) in said
        assert SLEEP.text in said
        assert ('class="mark"' in said) == (language.written != "fr" and not words)
        assert LINKS.text not in said
        assert f"/q/stains/after?lang={language.tag}" in said
        draft = instance.languages.catalogue(language.tag).is_draft and not language.oral
        assert ("Traduction non relue" in said) == draft


def test_a_preview_is_what_families_will_read(member, client, instance, campaign):
    preview = member.get(f"{PREVIEW}?lang=ar")
    check_page(preview)
    for text in (WORDS["ar"], SLEEP.words["ar"]):
        assert f'<bdi lang="ar">{text}</bdi>' in preview.text
    assert "Aperçu pour l’équipe" in preview.text
    assert preview.text.index(WORDS["ar"]) < preview.text.index(SLEEP.words["ar"])
    assert WORDS["ar"] not in client.get("/q/stains/after?lang=ar").text
    instance.store.change_given("stains", lambda _: [replace(LINKS, published=DAY), SLEEP])
    after = client.get("/q/stains/after?lang=ar").text
    notice = preview.text[preview.text.index('<p class="notice"') :].partition("</p>\n")[0]
    assert preview.text.replace(f"{notice}</p>\n", "") == after
    for key in ("other", "secrét"):
        assert client.get(f"/q/stains/after/{key}").status_code == 404
    assert member.post(f"{BASE}/preview").status_code == 302
    assert client.get(PREVIEW).status_code == 404
    assert f"/q/stains/after/{instance.store.get(preview_name('stains'))}" in member.get(BASE).text


def test_what_is_withdrawn_leaves_page_and_poster_which_say_that_they_are_newer(member, instance):
    gone = replace(SLEEP, withdrawn=date(2026, 11, 25))
    instance.store.change_given("stains", lambda _: [replace(LINKS, published=DAY), gone])
    page, said = sheet(member, "en")
    assert SLEEP.words["en"] not in said
    assert "Elle remplace celles d’avant le 25 novembre 2026." in said
    assert "Décrochez" in page
    assert SLEEP.words["en"] not in member.get("/q/stains/after?lang=en").text
    # Not before it is published again does a preview show it.
    assert SLEEP.words["en"] not in member.get(f"{PREVIEW}?lang=en").text
    listed = member.get(BASE).text.replace("\u00a0", " ")
    assert "Décrochez les affiches datées du 20 novembre 2026 au 25 novembre 2026." in listed
    log = member.get("/staff/campaigns/stains/decisions").text.replace("\u00a0", " ")
    assert SLEEP.text in log
    assert "Retiré le 25 novembre 2026" in log


def test_an_empty_poster_says_that_nothing_is_published(member, instance):
    instance.store.change_given("stains", lambda _: [LINKS])
    page, said = sheet(member, "fr")
    assert "Rien n’est publié" in page
    assert "<li>" not in said
    assert member.get(f"{BASE}/poster?tongue=xx").status_code == 404


def test_what_does_not_fit_a_sheet_is_behind_its_code(member, instance):
    many = [replace(SLEEP, number=n, text=f"Réponse {n}. ".ljust(140, "x")) for n in range(1, 9)]
    instance.store.change_given("stains", lambda _: many)
    page, said = sheet(member, "fr")
    assert said.count("<li>") == 5
    assert "3 réponses n’y tiennent pas" in page


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="no synthesiser here")
def test_it_is_heard_in_each_language_that_has_a_voice_a_person_first(member, instance):
    library = instance.library
    for tag in ("fr", "ar"):
        folder = instance.machine.folder / tag
        make_sounds(folder, instance.languages[tag].machine, {sound_name("Oui"): "Oui"})
    say_statements(instance.machine, instance.languages, instance.said_now())
    after = member.get("/q/stains/after?lang=ar").text
    text = text_said_back(
        instance.languages.catalogue("ar"), library, [SLEEP], instance.languages["ar"]
    )
    assert SLEEP.words["ar"] in text
    address = f"/voices/ar/machine/{sound_name(text)}"
    assert address in after
    sound = member.get(address)
    assert sound.data.startswith(b"OggS")
    assert member.get(address + "?as=caf").data.startswith(b"caff")
    # Tamil has no words of it, and nobody speaks French with a Tamil voice.
    assert "<audio" not in member.get("/q/stains/after?lang=ta").text
    assert "Dit par une voix de machine" in member.get(BASE).text
    # A person who read it aloud is heard in place of the machine.
    kept = Recording("ar", voice_key(text), "audio/webm", b"\x1a\x45\xdf\xa3")
    instance.store.save_recording(kept, "")
    after = member.get("/q/stains/after?lang=ar").text
    assert f"/voices/ar/{voice_key(text)}" in after
    assert address not in after
    # Withdrawn, it is heard no more, and no byte of the machine's is left.
    instance.store.change_given("stains", lambda _: [replace(SLEEP, withdrawn=DAY)])
    say_statements(instance.machine, instance.languages, instance.said_now())
    assert "<audio" not in member.get("/q/stains/after?lang=ar").text
    assert not (instance.machine.folder / "ar" / f"{sound_name(text)}.ogg").exists()


def test_an_oral_language_is_read_aloud_from_the_french(member, instance):
    desk = member.get("/staff/voices?language=snk").text
    assert SLEEP.text in desk
    assert "Ce que l’équipe répond" in desk
