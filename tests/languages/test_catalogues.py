"""The translators' files: a French sentence that changes loses its translation."""

import shutil

import pytest

from diagnosis.config import SHIPPED
from diagnosis.languages import Languages, catalogues
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
    assert Languages(languages.folder).translator("ar")("Un tout autre nom") == "Un tout autre nom"


def test_reviewed_table_comes_back_with_its_states(languages):
    table = catalogues.export_csv(languages, "tr")
    lines = [
        line.replace(",draft,", ",approved,") if line.startswith("Commencer,") else line
        for line in table.splitlines()
    ]
    assert catalogues.import_csv(languages, "tr", "\ufeff" + "\n".join(lines)) == 1
    counts = Languages(languages.folder).translator("tr").count_states()
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
    arabic = languages.translator("ar")
    forms = {
        arabic.plural("Dernière question", "Encore %(count)s questions", n) for n in (1, 2, 3, 11)
    }
    assert len(forms) >= 3


def test_oral_language_speaks_through_the_french_page(languages):
    assert languages["bm"].written == "fr"
    assert languages.translator("bm")("Commencer") == "Commencer"
