"""What titles and values of foreign tables say by their words, in the languages of their tools."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from diagnosis.readers import fold, plain

# Titles of what tools and people write beside answers: never drafted, told with the reason.
TOOLS = re.compile(
    r"_.*|__.*|(.*/)?(meta|formhub|__system)[/.-].*|start|end|today|deviceid|subscriberid|simserial|"
    r"audit|username|instancename|submissiondate|startdate|enddate|recordeddate|datestamp|"
    r"submitdate|lastpage|startlanguage|userlanguage|seed|refurl|progress|status|finished|"
    r"duration.*|.*interviewtime|grouptime.*|questiontime.*|.*time\d*|distributionchannel|"
    r"externalreference|horodateur|timestamp|score|date.*(soumission|submitted|modif).*|"
    r"derniere page.*|langue de depart|tete de serie|derniere action|url de reference"
)
IDENTITY = re.compile(
    r"(.*/)?(id|uuid|key|token|jeton|index|rootuuid|instanceid|deprecatedid|code d'acces|"
    r"(id|numero|n°|num|no)([ _.-]*(de |du |de la )?(la )?(reponse|fiche|questionnaire|ligne|"
    r"menage|famille|enquete|household|form|response))?|response ?id|participant)"
)
PERSON = re.compile(
    r"(.*[/_ ])?(prenom|first ?name|last ?name|surname|full ?name|apellidos?|nom de famille|"
    r"nom et prenom|telephone|tel|phone( ?number)?|mobile|portable|e-?mail|mail|courriel|"
    r"adresse( .*)?|address( .*)?|ip ?(addr|address)?|date de naissance|date of birth)|"
    r"((votre|quel est votre|your|what is your) )?(nom|name|nombre|nome)( \?)?"
)
PLACE = re.compile(r".*(latitude|longitude|altitude|gps|geopoint|geolocation|coordonnees).*")
MEDIA = re.compile(r".*\.(jpe?g|png|heic|gif|mp3|m4a|amr|aac|wav|ogg|opus|webm|mp4|3gp|mov|csv)")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")
PHONE = re.compile(r"(\+|00)?\d([ .-]?\d){8,13}")
POSITION = re.compile(r"-?\d{1,3}\.\d{3,}[ ,]+-?\d{1,3}\.\d{3,}.*")
# What a role is called in questions, the surest first; a word is the beginning of one.
ROLES: dict[str, re.Pattern[str]] = {
    "weight": re.compile(r"\b(poids|ponderation|weight|coef)"),
    "sector": re.compile(
        r"\b(quartier|secteur|iris|zone|commune|code postal|neighbou?rhood|district|zip|barrio|"
        r"bairro|mahalle|village|hai\b)"
    ),
    "priority": re.compile(
        r"\b(priorit|prioridad|plus (important|urgent)|en premier|premier$|"
        r"(most|mas|mais) (important|urgent))"
    ),
    "barrier": re.compile(
        r"\b(frein|obstacle|empech|difficult|barri?er|barreira|dificult|obstacul|"
        r"pourquoi (pas|n'?e? ?)|why not|prevents?|por que no)"
    ),
    "need": re.compile(
        r"\b(besoin|needs?\b|necesid|necessid|bisogn|ihtiyac|souhait|attente|envie|"
        r"de quoi voulez|would like|want to|quisiera|gostaria|"
        r"(sujet|theme|topic|tema)s?\b|"
        r"aides? (voul|souhait|utile)|support (needed|wanted))"
    ),
    "preference": re.compile(
        r"\b(prefer|moment|horaire|quand|quels? jours?|creneau|when\b|schedule|slot|"
        r"ou (voulez|aimeriez)|lieu|where would|format|pour venir|horario|cuando)"
    ),
}
# Answers in order, without accents; a question whose answers are three of one has an order.
ORDERS = (
    ("jamais", "rarement", "parfois", "souvent", "toujours"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("nunca", "raramente", "a veces", "a menudo", "siempre"),
    ("nunca", "raramente", "as vezes", "frequentemente", "sempre"),
    ("non", "parfois", "oui"),
    ("no", "sometimes", "yes"),
    ("pas du tout", "un peu", "moyennement", "assez", "beaucoup", "tout a fait"),
    ("not at all", "a little", "somewhat", "quite", "a lot", "very much"),
    ("nada", "un poco", "bastante", "mucho"),
    ("pas du tout d'accord", "plutot pas d'accord", "pas d'accord", "ni d'accord ni pas d'accord",
     "neutre", "plutot d'accord", "d'accord", "tout a fait d'accord"),
    ("strongly disagree", "disagree", "neutral", "neither agree nor disagree", "agree",
     "strongly agree"),
    ("tres mauvais", "mauvais", "moyen", "bon", "tres bon", "excellent"),
    ("very bad", "bad", "poor", "fair", "average", "good", "very good", "excellent"),
    ("pas du tout satisfait", "peu satisfait", "satisfait", "tres satisfait"),
    ("faible", "moyen", "fort"),
    ("low", "medium", "high"),
)  # fmt: skip
FEWEST_STEPS = 3
# A column that speaks of steps is no count.
STEPS = re.compile(
    r"\b(de 0 a|de 1 a|sur (5|10|20)\b|echelle|note[rz]?\b|satisf|scale|rate\b|1-5|1-10)"
)


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A text in small letters without accents, Markdown, HTML, nor spaces round it.

    >>> bare("**Où** habitez-vous ?")
    'ou habitez-vous?'
    """
    letters = unicodedata.normalize("NFKD", fold(plain(text)))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def role_of(*texts: str) -> str:
    """The role that a question's title or label names; empty when none does.

    >>> role_of("B1", "De quels sujets voulez-vous parler ?"), role_of("A3", "Combien d’enfants ?")
    ('need', '')
    """
    said = " | ".join(map(bare, texts)).replace("_", " ")
    return next((role for role, words in ROLES.items() if words.search(said)), "")


def in_order(values: Iterable[str]) -> list[str]:
    """Values in their known order; empty when no known scale holds them all.

    >>> in_order(["Souvent", "Jamais", "Parfois"]), in_order(["bleu", "vert", "rouge"])
    (['Jamais', 'Parfois', 'Souvent'], [])
    """
    written = {bare(value): value for value in values}
    for order in ORDERS:
        if len(written) >= FEWEST_STEPS and written.keys() <= set(order):
            return [written[step] for step in order if step in written]
    return []


def why_left(title: str) -> str:
    """Why a column of this title is no question, in words; empty when it may be one."""
    # Not bare for the tools' own: Markdown would take the marks of « __version__ ».
    name, written = bare(title), title.casefold()
    if PLACE.fullmatch(name):
        return "position"
    if IDENTITY.fullmatch(name) or IDENTITY.fullmatch(written.removeprefix("_")):
        return "identifiant"
    if TOOLS.fullmatch(name) or TOOLS.fullmatch(written):
        return "écrite par l’outil"
    return "donnée personnelle" if PERSON.fullmatch(name) else ""
