"""What is said, and in which language: pages, forms, dates and numbers."""

from __future__ import annotations

from datetime import date

import pytest
from babel.messages.mofile import write_mo
from flask_babel import Domain, force_locale, format_date, format_decimal, get_locale, gettext
from markupsafe import escape
from wtforms import StringField
from wtforms.validators import InputRequired

from diagnosis.families.forms import family_form
from diagnosis.languages import catalogue_path
from diagnosis.languages.catalogues import read
from diagnosis.model import Message
from diagnosis.questionnaire import Rules
from diagnosis.web import TeamForm, later, page_language, say, speaking
from tests.conftest import LANGUAGES, WRITTEN
from tests.pseudo import TAG, add_pseudo, pseudo


class Asking(TeamForm):
    """A form of the team that asks one thing."""

    name = StringField("Nom", validators=[InputRequired()])


def spoken(app, address: str, accept: str = "") -> str:
    headers = {"Accept-Language": accept} if accept else {}
    with app.test_request_context(address, headers=headers):
        return str(get_locale())


@pytest.mark.parametrize(
    ("address", "accept", "locale"),
    [
        ("/", "", "fr"),
        ("/?lang=ta", "ar", "ta"),
        ("/", "zh-CN,fr;q=0.5", "zh_Hans"),
        ("/?lang=zh-Hans", "", "zh_Hans"),
        ("/?lang=snk", "", "fr@snk"),
        ("/?lang=en", "", "en_GB@en"),
        ("/?lang=xx", "ht", "ht"),
        ("/staff/login", "ar", "fr"),
        ("/planning/?lang=ar", "ar", "fr"),
        ("/staff/login?lang=en", "ar", "en_GB@en"),
        ("/planning/?lang=en", "", "en_GB@en"),
    ],
)
def test_the_language_is_the_one_asked_for_then_the_browsers(app, address, accept, locale):
    assert spoken(app, address, accept) == locale


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_its_own_sentences(app, instance, tag):
    language = instance.languages[tag]
    with app.app_context(), speaking(language):
        said = say(Message("Gardez %(limit)s choix, pas plus.", {"limit": 3}))
        assert said == instance.languages.catalogue(tag).gettext(
            "Gardez %(limit)s choix, pas plus."
        ).replace("%(limit)s", "3")
        assert (said == "Gardez 3 choix, pas plus.") == (language.written == "fr")


def test_one_language_inside_another(app, instance):
    with app.app_context(), speaking(instance.languages["ta"]):
        tamil = gettext("Commencer")
        with speaking(instance.languages["snk"]):
            assert gettext("Commencer") == "Commencer"
        assert gettext("Commencer") == tamil != "Commencer"


def test_dates_and_numbers_follow_the_language(app, instance):
    found = {}
    with app.app_context():
        for tag in ("fr", "en", "ar", "zh-Hans", "bm"):
            with speaking(instance.languages[tag]):
                found[tag] = format_date(date(2026, 12, 5), "long"), format_decimal(1700)
    assert found["fr"] == found["bm"] == ("5 décembre 2026", "1\u202f700")
    assert found["en"] == ("5 December 2026", "1,700")
    assert found["zh-Hans"] == ("2026年12月5日", "1,700")
    assert found["ar"][0] == "5 ديسمبر 2026"


def test_a_language_without_a_locale_of_its_name_is_spoken(app, instance):
    add_pseudo(instance.languages)
    with app.app_context(), force_locale(f"fr@{TAG}"):
        assert gettext("Commencer") == pseudo("Commencer")


def test_a_late_sentence_is_text_not_markup(app):
    """Flask-Babel's own lazy strings pass for markup: a translator's sign would be a tag."""
    with app.test_request_context("/staff/login"):
        assert (
            escape(later("Moins <b> que %(most)s", most="<i>")) == "Moins &lt;b&gt; que &lt;i&gt;"
        )


def test_the_team_also_reads_what_families_read(app, instance):
    families = instance.languages.catalogue("en")
    with app.test_request_context("/staff/login?lang=en"):
        assert gettext("Campagnes") == "Campaigns"
        assert gettext("le sommeil, les pleurs") == families.gettext("le sommeil, les pleurs")
        assert gettext("Sans traduction") == "Sans traduction"
    assert families.gettext("Campagnes") == "Campagnes"


def test_a_form_of_the_team_speaks_french(app):
    headers = {"Accept-Language": "en"}
    with app.test_request_context("/staff/x", method="POST", data={}, headers=headers):
        form = Asking()
        assert not form.validate()
        assert form.name.errors == ["Ce champ est requis."]


@pytest.mark.parametrize(
    ("tag", "said"), [("ar", "هذا الحقل مطلوب."), ("fr", "Ce champ est requis.")]
)
def test_the_form_of_a_family_speaks_its_language(app, instance, tag, said):
    asked = Rules(instance.library.questionnaires["express"])
    with app.test_request_context(f"/q/x?lang={tag}"), speaking(page_language()):
        form = family_form(asked)()
        field = next(iter(form))
        assert field.gettext("This field is required.") == said


@pytest.mark.parametrize("tag", [tag for tag in WRITTEN if tag != "fr"])
def test_compiled_files_would_say_the_same(app, instance, tmp_path, tag):
    path = catalogue_path(tmp_path, tag).with_suffix(".mo")
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, read(instance.languages.folder, tag))
    with app.app_context(), speaking(instance.languages[tag]):
        assert Domain(str(tmp_path)).gettext("Commencer") == gettext("Commencer") != "Commencer"
