"""The translators' files: a French sentence that changes loses its translation."""

import io
import re
import shutil
from copy import deepcopy
from pathlib import Path

import pytest
from babel.messages.frontend import CommandLineInterface, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.util import pathmatch

from diagnosis.config import SHIPPED
from diagnosis.languages import (
    FAMILIES,
    FORMER,
    TEAM,
    Languages,
    catalogue_path,
    catalogues,
    entry_state,
    sentences,
)
from diagnosis.languages.extraction import extract_yaml
from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import load_library

ROOT = Path(__file__).parents[2]


@pytest.fixture
def languages(tmp_path):
    shutil.copytree(SHIPPED / "translations", tmp_path / "translations")
    return Languages(tmp_path / "translations")


@pytest.fixture(scope="module")
def template():
    return catalogues.extract_sentences(SHIPPED / "babel.cfg")


@pytest.fixture(scope="module")
def team_template():
    return catalogues.extract_sentences(SHIPPED / "team.cfg")


def handed_in(languages, text, tag="tr", domain=FAMILIES):
    path = languages.folder / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return catalogues.import_table(languages, tag, path, domain)


def contents(languages):
    return {path: path.read_bytes() for path in languages.folder.rglob("*.po")}


def test_update_changes_nothing_when_nothing_changed(languages, template, team_template):
    before = contents(languages)
    assert len(before) == 21
    catalogues.update_catalogues(languages, template)
    catalogues.update_catalogues(languages, team_template, TEAM)
    assert contents(languages) == before


def mapped(name: str) -> dict[Path, str]:
    """What reads each of our files, as Babel chooses it: the first pattern that fits."""
    with (SHIPPED / name).open(encoding="utf-8") as file:
        methods, _ = parse_mapping_cfg(file, name)
    found = {}
    for path in (*ROOT.glob("diagnosis/**/*.py"), *ROOT.glob("diagnosis/**/*.html")):
        place = path.relative_to(ROOT)
        how = next((method for pattern, method in methods if pathmatch(pattern, str(place))), "")
        found[place] = "" if how == "ignore" else how
    return found


def test_a_file_speaks_to_one_audience():
    """Families' translators are not asked for the team's words, nor the team's for theirs."""
    families, team = mapped("babel.cfg"), mapped("team.cfg")
    assert not [path for path in families if families[path] and team[path]]
    assert not [path for path in families if not families[path] and not team[path]]
    assert team[Path("diagnosis/templates/shared/team.html")] == "jinja2"
    assert families[Path("diagnosis/templates/sessions/vote.html")] == "jinja2"


def test_a_language_of_the_team_begins_empty_and_says_what_families_read(languages, team_template):
    assert languages.team_tags == ("fr", "en")
    catalogues.begin_for_team(languages.folder, "ta")
    again = Languages(languages.folder)
    assert again.team_tags == ("fr", "en", "ta")
    catalogues.update_catalogues(again, team_template, TEAM)
    counts = dict(catalogues.count_states(again, team_template, TEAM))
    assert counts["en"]["missing"] == 0
    assert counts["ta"]["missing"] == len(team_template)
    spoken = Languages(languages.folder).catalogue("ta", TEAM)
    assert spoken.gettext("Campagnes") == "Campagnes"
    assert spoken.gettext("Commencer") == again.catalogue("ta").gettext("Commencer") != "Commencer"
    assert again.catalogue("pt", TEAM) is again.catalogue("pt")


def test_the_team_s_table_comes_and_goes_as_families_do(languages):
    table = catalogues.export_table(languages, "en", TEAM)
    assert "Campagnes,Campaigns,draft,diagnosis/templates/staff/week.html" in table
    changed = table.replace("Campagnes,Campaigns,draft", "Campagnes,Our campaigns,reviewed")
    before = catalogue_path(languages.folder, "en").read_bytes()
    assert handed_in(languages, changed, "en", TEAM) == 1
    assert catalogue_path(languages.folder, "en").read_bytes() == before
    read = Languages(languages.folder).catalogue("en", TEAM)
    assert (read.gettext("Campagnes"), read.states["reviewed"]) == ("Our campaigns", 1)


def test_the_tools_of_babel_change_nothing_either(languages, tmp_path, monkeypatch):
    """What `make languages` says, on a copy; then compiling."""
    for name in ("diagnosis", "questionnaires"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("static"))
    for name in ("babel.cfg", "team.cfg"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    before = contents(languages)
    commands = re.findall(r"^\t\$\(BIN\)/(pybabel .*)$", (ROOT / "Makefile").read_text(), re.M)
    assert len(commands) == 4
    compiling = ("pybabel compile -d translations", "pybabel compile -D team -d translations")
    for command in (*commands, *compiling):
        CommandLineInterface().run(command.replace("pybabel", "pybabel -q", 1).split())
    assert contents(languages) == before
    assert len(list(languages.folder.rglob("*.mo"))) == 11


QUESTIONNAIRE = b"""title: Un
questions:
  - {name: A, label: Deux}
  - label: >
      Trois
    max: 3
audiences:
  E: {label: Quatre}
"""


def extracted(source, **options):
    return [(line, text) for line, _, text, _ in extract_yaml(io.BytesIO(source), {}, (), options)]


def test_the_line_of_a_sentence_is_told():
    assert extracted(QUESTIONNAIRE) == [(1, "Un"), (3, "Deux"), (4, "Trois\n")]
    assert extracted(QUESTIONNAIRE, keys="name label", skip="questions") == [(8, "Quatre")]
    assert extracted(b"") == []
    assert extracted(b"formats: {C: Un, A: Deux}\nmain: Trois", keys="", every="formats") == [
        (1, "Un"), (1, "Deux"),
    ]  # fmt: skip


def test_everything_that_families_read_of_the_files_is_extracted(languages, template):
    library = load_library(SHIPPED / "questionnaires", languages.own_names)
    for questionnaire in library.questionnaires.values():
        for sentence in sentences(questionnaire):
            assert sentence.language or template.get(sentence.text), sentence
        for question in questionnaire.questions:
            assert not question.constraint_message or template.get(question.constraint_message)
    for service in library.services.services:
        assert template.get(service.label)
        assert template.get(service.description)


def test_a_new_french_sentence_is_missing_everywhere(languages, template):
    before = dict(catalogues.count_states(languages, template))
    assert all(counts["missing"] == 0 for counts in before.values())
    changed = deepcopy(template)
    changed.add("Un tout autre nom")
    after = dict(catalogues.count_states(languages, changed))
    assert all(counts["missing"] == 1 for counts in after.values())
    catalogues.update_catalogues(languages, changed)
    text = "Un tout autre nom"
    assert Languages(languages.folder).catalogue("ar").gettext(text) == text


def test_what_a_campaign_still_asks_keeps_its_former_translation(languages, template):
    """A questionnaire loses a sentence; a page of before goes on in every language."""
    asked = "Connaissez-vous la PMI\u202f?"
    before = languages.catalogue("ta").gettext(asked)
    reduced = deepcopy(template)
    reduced.delete(asked)
    reduced.delete("Commencer")
    catalogues.update_catalogues(languages, reduced)
    read = Languages(languages.folder)
    assert read.catalogue("ta").gettext(asked) == before != asked
    assert read.catalogue("ta").gettext("Commencer") == "Commencer", "no campaign keeps a page"
    assert read.catalogue("ta").states.total() == languages.catalogue("ta").states.total() - 2
    catalogues.update_catalogues(read, template)
    assert catalogues.read(languages.folder, "ta", FORMER).get(asked) is None


STATED = {
    "Commencer": ["state: reviewed"],
    "Suivant": ["state: pretested"],
    "Envoyer": ["Vu avec la PMI.", "state: approved"],
    "Retour": ["À revoir."],
    "Terminer": ["state: parfait"],
}


def test_states_survive_the_editors_of_translators(languages, template):
    """Poedit and Weblate rewrite the file whole: here, Babel with its own choices of form."""
    catalogue = catalogues.read(languages.folder, "ta")
    for text, comments in STATED.items():
        catalogue[text].user_comments = comments
    catalogue["Passer la question"].flags.add("fuzzy")
    wanted = {entry.id: entry_state(entry) for entry in catalogue if isinstance(entry.id, str)}
    assert [wanted[text] for text in (*STATED, "Passer la question")] == [
        "reviewed", "pretested", "approved", "draft", "draft", "missing",
    ]  # fmt: skip
    path = catalogue_path(languages.folder, "ta")
    for again in range(3):
        with path.open("wb") as file:
            write_po(file, catalogue)
        with path.open("rb") as file:
            catalogue = read_po(file, locale="ta")
        catalogue.update(template)
        found = {entry.id: entry_state(entry) for entry in catalogue if isinstance(entry.id, str)}
        assert found == wanted, again
    catalogues.update_catalogues(languages, template)
    words = Languages(languages.folder).catalogue("ta")
    assert words.states["reviewed"] == words.states["pretested"] == words.states["approved"] == 1
    assert words.gettext("Passer la question") == "Passer la question"
    assert words.gettext("Commencer") != "Commencer"


def test_reviewed_table_comes_back_with_its_states(languages):
    table = catalogues.export_table(languages, "tr")
    lines = [
        line.replace(",draft,", ",approved,") if line.startswith("Commencer,") else line
        for line in table.splitlines()
    ]
    assert handed_in(languages, "\ufeff" + "\n".join(lines)) == 1
    counts = Languages(languages.folder).catalogue("tr").states
    assert counts["approved"] == 1
    assert handed_in(languages, "\n".join(lines)) == 0


def test_a_doubt_is_shown_to_whoever_reads_again_and_answered_by_them(languages):
    """A draft keeps its doubt; who has read the sentence has answered it."""
    french = "Papas du quartier"
    table = catalogues.export_table(languages, "pt")
    [line] = [line for line in table.splitlines() if line.startswith(french)]
    assert ",draft," in line
    assert "? « papás » = papa et maman" in line
    for state, kept in (("draft", True), ("reviewed", False)):
        changed = table.replace(line, line.replace("Pais (homens)", state).replace("draft", state))
        assert handed_in(languages, changed, "pt") >= 1
        entry = catalogues.read(languages.folder, "pt")[french]
        assert bool(catalogues.doubts(entry)) is kept
        assert entry_state(entry) == state


@pytest.mark.parametrize(
    ("table", "cause"),
    [
        ("a,b\nx,y\n", "colonne"),
        ("français,traduction,état\nCommencer,x,parfait\n", "état"),
        ('français,traduction,état\n"Gardez %(limit)s choix, pas plus.",x,draft\n', "valeur"),
        ("français;traduction;état\nCommencer;Ba?la;draft\nSuivant;?leri ??;draft\n", "ligne 3"),
    ],
)
def test_wrong_table__error(languages, table, cause):
    with pytest.raises(DiagnosisError, match=cause):
        handed_in(languages, table)


def exported(languages, tag):
    return (
        catalogues.export_table(languages, tag)
        .replace("\u202f", "?")
        .replace(",draft,", ",reviewed,")
    )


def test_a_table_that_a_french_spreadsheet_saved__ok(languages):
    """Windows-1252 has no thin space, which 24 sentences hold."""
    path = languages.folder / "table.csv"
    text = exported(languages, "pt")
    path.write_bytes(text.encode("cp1252"))
    assert catalogues.import_table(languages, "pt", path) == text.count(",reviewed,") > 300


def test_an_encoding_without_the_letters_of_the_language__error(languages):
    path = languages.folder / "table.csv"
    path.write_bytes(
        exported(languages, "tr").translate(str.maketrans("şŞıİğ", "sSiIg")).encode("cp1252")
    )
    before = catalogue_path(languages.folder, "tr").read_bytes()
    with pytest.raises(DiagnosisError, match="lettres de cette langue"):
        catalogues.import_table(languages, "tr", path)
    assert catalogue_path(languages.folder, "tr").read_bytes() == before


def test_a_line_that_translates_no_sentence_of_ours__error(languages):
    """The table of another year, or of another project: nothing of it is lost in silence."""
    path = languages.folder / "table.csv"
    text = exported(languages, "pt")
    path.write_text(text + "Une phrase d’avant,Uma frase,reviewed,,\n", "utf-8")
    before = catalogue_path(languages.folder, "pt").read_bytes()
    with pytest.raises(DiagnosisError, match="n’est pas, ou n’est plus, dans le catalogue"):
        catalogues.import_table(languages, "pt", path)
    assert catalogue_path(languages.folder, "pt").read_bytes() == before


def test_plural_forms_follow_the_language(languages):
    arabic = languages.catalogue("ar")
    forms = {
        arabic.ngettext("Encore %(num)s question", "Encore %(num)s questions", n)
        for n in (1, 2, 3, 11)
    }
    assert len(forms) >= 3


def test_oral_language_speaks_through_the_french_page(languages):
    assert languages["bm"].written == "fr"
    assert languages.catalogue("bm").gettext("Commencer") == "Commencer"


def test_french_counts_zero_with_one_and_nothing_stays_nothing(languages):
    french = languages.catalogue("fr")
    assert [french.ngettext("question", "questions", n) for n in (0, 1, 2)] == [
        "question", "question", "questions",
    ]  # fmt: skip
    assert {languages.catalogue(tag).gettext("") for tag in languages.tags} == {""}


def test_a_doubtful_sentence_stays_french(languages):
    catalogue = catalogues.read(languages.folder, "ta")
    catalogue["Commencer"].flags.add("fuzzy")
    catalogues.write(languages.folder, "ta", catalogue)
    read = Languages(languages.folder).catalogue("ta")
    assert read.gettext("Commencer") == "Commencer"
    assert read.states["missing"] == 1


def test_a_compiled_file_alone_is_read_and_is_a_draft(languages):
    path = catalogue_path(languages.folder, "ta")
    before = languages.catalogue("ta").gettext("Commencer")
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogues.read(languages.folder, "ta"))
    path.unlink()
    compiled = Languages(languages.folder).catalogue("ta")
    assert compiled.gettext("Commencer") == before != "Commencer"
    assert compiled.is_draft
