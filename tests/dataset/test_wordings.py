"""The report says that words changed while families answered."""

from diagnosis.dataset.wordings import said_of_words


def test_words_that_changed_under_way_are_told_with_their_day__ok(instance):
    questionnaire = instance.library.questionnaires["clos-saint-lazare"]
    [said] = said_of_words(questionnaire, ["1"] * 11 + ["2"] * 30, 11)
    assert said.startswith(
        "Des mots ont changé le 29 novembre 2026 : des familles ont répondu avant"
    )
    assert questionnaire.question("B1").label in said
    assert "gratuit pour la santé" in said


def test_fewer_families_than_are_described_are_not_told_of__ok(instance):
    questionnaire = instance.library.questionnaires["clos-saint-lazare"]
    assert said_of_words(questionnaire, ["1"] * 10 + ["2"] * 30, 11) == []
