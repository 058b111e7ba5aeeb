"""The translators' files: a French sentence that changes loses its translation."""

import shutil

import pytest
from babel.messages.mofile import write_mo

from diagnosis.config import SHIPPED
from diagnosis.languages import Languages, catalogue_path, catalogues
from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import load_library


@pytest.fixture
def languages(tmp_path):
    shutil.copytree(SHIPPED / "translations", tmp_path / "translations")
    return Languages(tmp_path / "translations")


@pytest.fixture
def library(languages):
    return load_library(SHIPPED / "questionnaires", languages.own_names)


def test_update_changes_nothing_when_nothing_changed(languages, library):
    path = languages.folder / "ar" / "LC_MESSAGES" / "messages.po"
    before = path.read_text("utf-8")
    catalogues.update(languages, library)
    assert path.read_text("utf-8") == before


def test_a_new_french_sentence_is_missing_everywhere(languages, library):
    theme = library.catalogue.themes[0].model_copy(update={"label": "Un tout autre nom"})
    changed = library.catalogue.model_copy(
        update={"themes": (theme, *library.catalogue.themes[1:])}
    )
    library = type(library)(library.questionnaires, changed, library.sectors, library.services)
    before = dict(catalogues.status(languages, library))
    assert all(counts["missing"] == 1 for counts in before.values())
    catalogues.update(languages, library)
    assert (
        Languages(languages.folder).catalogue("ar").gettext("Un tout autre nom")
        == "Un tout autre nom"
    )


def test_reviewed_table_comes_back_with_its_states(languages):
    table = catalogues.export_csv(languages, "tr")
    lines = [
        line.replace(",draft,", ",approved,") if line.startswith("Commencer,") else line
        for line in table.splitlines()
    ]
    assert catalogues.import_csv(languages, "tr", "\ufeff" + "\n".join(lines)) == 1
    counts = Languages(languages.folder).catalogue("tr").states
    assert counts["approved"] == 1
    assert catalogues.import_csv(languages, "tr", "\n".join(lines)) == 0


@pytest.mark.parametrize(
    ("table", "cause"),
    [
        ("a,b\nx,y\n", "colonne"),
        ("français,traduction,état\nCommencer,x,parfait\n", "état"),
        ("français,traduction,état\nGardez %(limit)s choix au plus.,x,draft\n", "valeur"),
    ],
)
def test_wrong_table__error(languages, table, cause):
    with pytest.raises(DiagnosisError, match=cause):
        catalogues.import_csv(languages, "tr", table)


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
