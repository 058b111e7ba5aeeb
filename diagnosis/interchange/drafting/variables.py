"""A variable of a codebook, drafted from a column, from split columns or from a form's question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from diagnosis.interchange.drafting.forms import FormQuestion, in_language
from diagnosis.interchange.drafting.splits import Split
from diagnosis.interchange.drafting.values import (
    Column,
    is_choice,
    is_numeric,
    joined,
    pieces_of,
    whole_numbers,
)
from diagnosis.interchange.drafting.words import (
    STEPS,
    bare,
    in_order,
    role_of,
)
from diagnosis.readers import fold, plain, without_zeros

SEVERAL = ("select_multiple", "rank")
# Values that a form does not know and a person can look through.
FEW_UNKNOWN = 5
SMALL, FEW_NUMBERS = 10, 7


@dataclass(frozen=True)
class Drafted:
    """A variable as a codebook has it; ``doubts`` are sentences for whoever confirms it."""

    name: str
    type: str
    role: str
    label: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = False
    separator: str = ""
    doubts: tuple[str, ...] = ()

    def doubting(self, *sentences: str) -> Drafted:
        """The same with doubts more."""
        return replace(self, doubts=(*self.doubts, *filter(None, sentences)))


def of_column(column: Column) -> Drafted:
    """A variable by the values of its column alone."""
    if parts := joined(column):
        drafted = Drafted(
            column.title,
            "select_multiple",
            "",
            categories={choice: choice for choice in parts.choices},
            separator="" if parts.separator == " " else parts.separator,
        )
        return _with_role(drafted.doubting(*map(_held, parts.glued)))
    if is_numeric(column):
        return _with_role(_number(column))
    if is_choice(column):
        return _with_role(_single(column))
    return Drafted(column.title, "text", "text")


def of_split(split: Split) -> Drafted:
    """A variable of several choices, one column each."""
    drafted = Drafted(
        split.name,
        "select_multiple",
        "",
        label=_readable(split.name),
        categories={choice: choice for choice in split.choices.values()},
    )
    doubt = "ses colonnes sont réunies d’après leurs titres\u00a0; une seule question, ou plusieurs"
    return _with_role(drafted.doubting(doubt if split.loose else ""))


def of_question(
    question: FormQuestion, name: str, column: Column | None, split: Mapping[str, str], tongue: str
) -> Drafted:
    """A variable of a form's question.

    Parameters
    ----------
    name : of the variable: the title of its column, or what its split columns begin with.
    column, split : the column of its answers; by choice of the form, what split columns call it.
    tongue : language of the labels.
    """
    label = question.label(tongue)
    if question.kind == "text":
        return Drafted(name, "text", "text", label)
    if question.kind == "number":
        return _with_role(replace(Drafted(name, "integer", "", label)), question.name)
    kind = {"several": "select_multiple", "rank": "rank"}.get(question.kind, "select_one")
    labels = {c.name: in_language(c.labels, tongue) or c.name for c in question.choices}
    written = split or _written(question, column)
    categories = _distinct({written.get(c, c): text for c, text in labels.items()})
    drafted = Drafted(name, kind, "", label, categories, bool(in_order(labels.values())))
    if column and not split:
        drafted = _with_unknown(drafted, question, column)
    return _with_role(drafted, question.name)


def _with_role(drafted: Drafted, name: str = "") -> Drafted:
    role = role_of(drafted.name.rpartition("/")[2], name, drafted.label) or "profile"
    several, number = drafted.type in SEVERAL, drafted.type == "integer"
    fitting = {
        "weight": number,
        "sector": drafted.type == "select_one" and not drafted.ordered,
        "priority": not number and drafted.type != "select_multiple",
        "need": not number and not drafted.ordered,
    }
    kept = role if fitting.get(role, True) else "profile"
    doubt = (
        "d’après ses mots, c’est une question de besoin" if role == "need" and not several else ""
    )
    return replace(drafted, role=kept).doubting(doubt if kept == "need" else "")


def _number(column: Column) -> Drafted:
    steps = bool(STEPS.search(bare(column.title)))
    numbers = sorted({without_zeros(value) for value in column.values})
    whole = whole_numbers(numbers)
    small = len(whole) == len(numbers) <= FEW_NUMBERS and max(whole, default=0) <= SMALL
    drafted = Drafted(column.title, "integer", "")
    if steps and small:
        # Between the least and the most that anybody gave, a step that nobody took is one too.
        taken = [str(step) for step in range(min(whole), max(whole) + 1)]
        return replace(drafted, type="scale", ordered=True, categories={s: s for s in taken})
    doubt = "des nombres, ou les codes d’une liste (alors select_one, avec ses categories)"
    return drafted.doubting(doubt if small else "")


def _single(column: Column) -> Drafted:
    """A question of one choice; of two writings of an answer, the most frequent is shown."""
    ways: dict[str, Counter[str]] = {}
    for value, count in column.values.items():
        ways.setdefault(fold(value), Counter())[value] += count
    values = [written.most_common(1)[0][0] for written in ways.values()]
    counts = {values[at]: written.total() for at, written in enumerate(ways.values())}
    ordered = in_order(values)
    shown = ordered or sorted(values, key=lambda value: (-counts[value], value))
    drafted = Drafted(column.title, "select_one", "", ordered=bool(ordered))
    return replace(drafted, categories={value: value for value in shown})


def _written(question: FormQuestion, column: Column | None) -> dict[str, str]:
    """What the column writes for each choice: its name, or its label in one language."""
    if column is None:
        return {}
    ways = [{c.name: c.name for c in question.choices}]
    for language in dict.fromkeys(key for c in question.choices for key in c.labels):
        ways.append({c.name: plain(c.labels.get(language, c.name)) for c in question.choices})
    return max(ways, key=lambda way: _covered(column, way.values()))


def _covered(column: Column, choices: Iterable[str]) -> int:
    known = {fold(choice) for choice in choices}
    return sum(n for value, n in column.values.items() if _reads(value, known))


def _reads(value: str, known: set[str]) -> bool:
    """Whether a cell holds known choices and nothing else."""
    if fold(value) in known or without_zeros(fold(value)) in map(without_zeros, known):
        return True
    return any(
        all(fold(piece) in known for piece in pieces_of(value, sign)) for sign in (" ", ";", ",")
    )


def _with_unknown(drafted: Drafted, question: FormQuestion, column: Column) -> Drafted:
    """Answers that the form does not know: of an earlier version, or written for « other »."""
    several = drafted.type in SEVERAL
    known = {fold(name) for name in drafted.categories}
    pieces = Counter[str]()
    for value, count in column.values.items():
        if not _reads(value, known) and not question.words.knows(value):
            words = question.words.split(value, " ") if several else [value]
            pieces.update({word: count for word in words if not question.words.knows(word)})
    if not pieces:
        return drafted
    few = len(pieces) <= FEW_UNKNOWN
    added = {piece: piece for piece, _ in pieces.most_common()} if few else {}
    doubt = f"{len(pieces)} réponse{'s' if len(pieces) > 1 else ''} absente"
    doubt += f"{'s' if len(pieces) > 1 else ''} du formulaire, "
    doubt += "ajoutées à la fin" if few else "non prises\u00a0: complétez categories"
    return replace(drafted, categories={**drafted.categories, **added}).doubting(doubt)


def _distinct(categories: dict[str, str]) -> dict[str, str]:
    """Two choices of one label could not be told apart: each then bears its name too."""
    labels = Counter(categories.values())
    return {n: text if labels[text] == 1 else f"{text} ({n})" for n, text in categories.items()}


def _held(choice: str) -> str:
    return f"«\u00a0{choice}\u00a0» est pris pour une réponse entière, signe séparateur compris"


def _readable(title: str) -> str:
    text = plain(title)
    return "" if text == title else " ".join(text.split())
