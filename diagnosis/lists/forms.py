"""The form of each kind of entry; its fields are those of the list's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
)
from wtforms.widgets import TextInput

from diagnosis.lists.shelves import Entry
from diagnosis.pictures import Book
from diagnosis.questionnaire import PHONE, Library
from diagnosis.web import CheckboxesField, EditForm, TeamForm
from diagnosis.web import later as _

# A place that families do not have on the same line of a phone is too long.
LONGEST = 120


def _text(label: str, missing: str, most: int = LONGEST) -> StringField:
    return StringField(label, [DataRequired(missing), Length(max=most)], filters=[_stripped])


def _free(label: str, most: int = LONGEST) -> StringField:
    return StringField(label, [Length(max=most)], filters=[_stripped])


def _stripped(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


class WordsField(StringField):  # type: ignore[misc]
    """Several words or names, with commas between."""

    def _value(self) -> str:
        return ", ".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        parts = (valuelist[0] if valuelist else "").split(",")
        self.data = [" ".join(part.split()) for part in parts if part.strip()]


class DegreesField(FloatField):  # type: ignore[misc]
    """A longitude or a latitude, with a point or a comma."""

    # A browser takes no comma in a field of numbers, whatever the language.
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata([value.replace(",", ".") for value in valuelist])
        except ValueError as error:
            raise ValueError(_("Écrivez un nombre, par exemple 2,3725.")) from error


class DayField(DateField):  # type: ignore[misc]
    """A day, written AAAA-MM-JJ in the list."""

    def process_data(self, value: Any) -> None:
        """Read what the list says."""
        super().process_data(date.fromisoformat(value) if value else None)


class EntryForm(EditForm):
    """An entry of a list."""

    picture = RadioField(_("Image"))

    def offer(self, library: Library, pictures: Book, siblings: Iterable[Entry]) -> None:
        """Fill the lists of choices."""
        if "picture" in self:
            meanings = [SelectChoice(n, p.entry.meaning) for n, p in pictures.pictures.items()]
            self.picture.choices = [SelectChoice("", _("sans image")), *meanings]
            self.picture.data = pictures.name(self.picture.data or "")

    @property
    def values(self) -> Entry:
        """What the form says, as the list's file does."""
        left = (HiddenField, FileField)
        said = {f.short_name: f.data for f in self if not isinstance(f, left)}
        return {
            name: str(value) if hasattr(value, "isoformat") else value
            for name, value in said.items()
            if value is not None
        }

    @property
    def words(self) -> str:
        """What the entry is named after."""
        return str(self["label"].data)


class SectorForm(EntryForm):
    """A corner of the neighbourhood."""

    label = _text(_("Nom, comme les familles le disent"), _("Donnez un nom."))
    landmarks = WordsField(_("Repères (facultatif)"))
    lon = DegreesField(
        _("Longitude du centre"),
        [
            InputRequired(_("Écrivez un nombre, par exemple 2,3725.")),
            NumberRange(-180, 180, _("Écrivez un nombre entre −180 et 180.")),
        ],
    )
    lat = DegreesField(
        _("Latitude du centre"),
        [
            InputRequired(_("Écrivez un nombre, par exemple 48,9506.")),
            NumberRange(-90, 90, _("Écrivez un nombre entre −90 et 90.")),
        ],
    )
    iris = WordsField(_("Numéros Insee du secteur, dits IRIS (facultatif)"))
    apart = CheckboxesField(_("Voisins dont il est séparé (voie ferrée, canal, grande route)"))

    def offer(self, library: Library, pictures: Book, siblings: Iterable[Entry]) -> None:
        """Fill the lists of choices."""
        super().offer(library, pictures, siblings)
        self.apart.choices = [SelectChoice(one["name"], one["label"]) for one in siblings]


class PlaceForm(EntryForm):
    """Where a workshop may be held."""

    label = _text(
        _("Lieu, comme les familles le disent («\u00a0à la PMI\u00a0»)"), _("Donnez un nom.")
    )


class ServiceForm(EntryForm):
    """A service near the families."""

    label = _text(_("Nom"), _("Donnez un nom."))
    description = TextAreaField(
        _("Ce qu’on y trouve, en une phrase"),
        [DataRequired(_("Dites-le en une phrase.")), Length(max=300)],
        filters=[_stripped],
    )
    domains = CheckboxesField(_("Pour les besoins"))
    where = _free(_("Où (facultatif)"), 200)
    hours = _free(_("Quand c’est ouvert (facultatif)"), 200)
    phone = StringField(
        _("Téléphone (facultatif)"),
        [Optional(), Regexp(PHONE, message=_("Écrivez un numéro, avec des chiffres seulement."))],
        filters=[_stripped],
    )
    languages = CheckboxesField(_("Langues parlées là-bas (facultatif)"))
    checked_on = DayField(
        _("Vérifié le"), [InputRequired(_("Choisissez le jour où quelqu’un a vérifié."))]
    )

    def offer(self, library: Library, pictures: Book, siblings: Iterable[Entry]) -> None:
        """Fill the lists of choices."""
        super().offer(library, pictures, siblings)
        self.domains.choices = _domains(library)
        self.languages.choices = _choices(library.languages)


class HelpNumberForm(EntryForm):
    """A number shown to every family."""

    picture = None
    number = StringField(
        _("Numéro"),
        [
            DataRequired(_("Écrivez le numéro.")),
            Regexp(r"^\+?[0-9 ]{2,16}$", message=_("Prenez de 2 à 16 chiffres.")),
        ],
        filters=[_stripped],
    )
    label = _text(_("Pour quoi"), _("Dites pour quoi appeler."))
    sms = BooleanField(_("On y écrit par SMS"))
    checked_on = DayField(
        _("Vérifié le"), [InputRequired(_("Choisissez le jour où quelqu’un a vérifié."))]
    )


class ThemeForm(EntryForm):
    """A workshop of the catalogue."""

    label = _text(_("Titre de la carte"), _("Donnez un titre."))
    main = SelectField(_("Besoin principal"), id="main-need")
    further = CheckboxesField(_("Autres besoins dont on parle (facultatif)"))
    format = SelectField(_("Forme"))
    audiences = CheckboxesField(_("Pour qui"), [InputRequired(_("Cochez un public au moins."))])
    constraints = CheckboxesField(_("Il faut"))
    partner = _free(_("Avec qui (facultatif)"))

    def offer(self, library: Library, pictures: Book, siblings: Iterable[Entry]) -> None:
        """Fill the lists of choices."""
        super().offer(library, pictures, siblings)
        catalogue = library.catalogue
        self.main.choices = self.further.choices = _domains(library)
        self.format.choices = [SelectChoice(n, gettext(f)) for n, f in catalogue.formats.items()]
        self.audiences.choices = _choices({n: a.label for n, a in catalogue.audiences.items()})
        self.constraints.choices = _choices(catalogue.constraints)


class SiteForm(EntryForm):
    """A place of the network."""

    picture = None
    town = _text(_("Ville ou quartier"), _("Donnez un nom."), 80)
    elsewhere = _text(
        _("Dernier choix de «\u00a0Où habitez-vous\u00a0?\u00a0» qui soit dans cette ville"),
        _("Écrivez ce choix, par exemple «\u00a0ailleurs à Stains\u00a0»."),
    )

    @property
    def words(self) -> str:
        """What the entry is named after."""
        return str(self.town.data)


class FileForm(TeamForm):
    """The file of a list."""

    file = FileField(_("Fichier YAML"), [FileRequired(_("Choisissez un fichier."))])


FORMS: dict[str, type[EntryForm]] = {
    "sectors": SectorForm,
    "places": PlaceForm,
    "services": ServiceForm,
    "help_numbers": HelpNumberForm,
    "themes": ThemeForm,
    "sites": SiteForm,
}


def _domains(library: Library) -> list[SelectChoice]:
    return [SelectChoice(d.name, gettext(d.label)) for d in library.catalogue.domains]


def _choices(labels: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(name, label) for name, label in labels.items()]
