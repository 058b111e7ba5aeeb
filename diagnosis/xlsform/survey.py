"""Walk down the survey: groups, loops, questions; each name once, each condition looks back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from diagnosis.questionnaire import Question, Sentence
from diagnosis.readers import Findings, SheetRow, typed
from diagnosis.xlsform import own
from diagnosis.xlsform.choices import picture_of
from diagnosis.xlsform.conditions import UnreadableError, both, condition_of, read_by
from diagnosis.xlsform.questions import LeftOutError, Reader

BEGIN = re.compile(r"begin[_ ](group|repeat|loop)\b.*", re.IGNORECASE)
END = re.compile(r"end[_ ](group|repeat|loop)\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class Group:
    """A group that is open: its row, its condition, and why its questions are left out."""

    line: SheetRow
    kind: str
    condition: str
    why: str = ""


@dataclass
class Survey:
    """The questions of a form as they are read, in their order.

    ``welcome`` are the notes before the first question; ``rows`` the row of each question.
    """

    reader: Reader
    findings: Findings
    own_columns: bool
    welcome: list[Sentence] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rows: dict[str, SheetRow] = field(default_factory=dict)
    _groups: list[Group] = field(default_factory=list)
    _left_out: set[str] = field(default_factory=set)

    def read(self, lines: list[SheetRow]) -> None:
        """Read every row."""
        for line in lines:
            kind = typed(line.get("type"))
            if not kind:
                self._without_type(line)
            elif found := BEGIN.fullmatch(kind):
                self._begin(line, found[1].lower())
            elif END.fullmatch(kind):
                self._end(line)
            else:
                self._row(line)
        for group in self._groups:
            cause = f"le groupe «\u00a0{group.line.get('name')}\u00a0» n’est pas fermé"
            self.findings.fault("open-group", group.line, cause, "ajoutez une ligne end_group")

    def _without_type(self, line: SheetRow) -> None:
        if line.get("name") or any(cell for h, cell in line.cells.items() if "label" in h):
            cause = "cette ligne a un texte ou un nom, et pas de type"
            self.findings.fault("no-type", line, cause, "donnez un type, ou supprimez la ligne")

    def _begin(self, line: SheetRow, kind: str) -> None:
        outer = self._groups[-1] if self._groups else Group(line, "", "")
        condition, why = outer.condition, outer.why
        try:
            condition = both(condition, condition_of(line.get("relevant")))
        except UnreadableError as error:
            why = why or f"sa condition ne peut pas être reprise\u00a0: {error}"
        if kind != "group":
            why = why or "une boucle (begin_repeat) n’a pas de place ici"
        lost = sorted(read_by(condition) & self._left_out)
        if lost:
            why = why or f"sa condition lit «\u00a0{lost[0]}\u00a0», laissée de côté"
        self._groups.append(Group(line, kind, condition, why))
        if why and not outer.why:
            named = typed(line.get("name")) or "sans nom"
            cause = (
                f"le groupe «\u00a0{named}\u00a0» n’est pas repris, ni ses questions\u00a0: {why}"
            )
            remedy = "posez ces questions une fois" if kind != "group" else "changez la condition"
            self.findings.leave_out("group", line, cause, remedy)
        elif not why:
            self._title(line, condition)

    def _title(self, line: SheetRow, condition: str) -> None:
        """The label of a group is read on a screen of its own."""
        label = self.reader.lists.wording.say(line, "label")
        name = typed(line.get("name"))
        if label and name:
            self._add(
                line, Question(name=name, type="note", label=label, relevant=condition or None)
            )

    def _end(self, line: SheetRow) -> None:
        if self._groups:
            self._groups.pop()
        else:
            cause = "ce groupe se ferme sans s’être ouvert"
            self.findings.fault("no-group", line, cause, "supprimez la ligne, ou ouvrez le groupe")

    def _row(self, line: SheetRow) -> None:
        around = self._groups[-1] if self._groups else None
        name = typed(line.get("name"))
        if around and around.why:
            self._left_out.add(name)
        elif self._is_welcome(line):
            lists = self.reader.lists
            picture = picture_of(line, lists.wording, lists.book, self.findings)
            self.welcome.append(Sentence(label=lists.wording.say(line, "label"), picture=picture))
        else:
            self._question(line, name, around.condition if around else "")

    def _is_welcome(self, line: SheetRow) -> bool:
        """Notes before the first question are what a family reads first."""
        if self.own_columns:
            return line.get(own.ROLE) == own.WELCOME
        is_note = typed(line.get("type")).lower() == "note" and not line.get("relevant")
        says = any(cell for h, cell in line.cells.items() if h.partition("::")[0] == "label")
        return is_note and says and not self.questions and not self._groups

    def _question(self, line: SheetRow, name: str, around: str) -> None:
        try:
            made = list(self.reader.questions(line, around))
        except LeftOutError as error:
            code, cause, remedy = error.told
            self._left_out.add(name)
            if code == "no-list":
                known = ", ".join(sorted(self.reader.lists.names))
                cause = f"la liste «\u00a0{remedy}\u00a0» n’est pas dans la feuille choices"
                remedy = f"choisissez parmi\u00a0: {known}" if known else "ajoutez-la"
                self.findings.fault(code, line, cause, remedy)
            else:
                self.findings.leave_out(code, line, cause, remedy)
            return
        for question in made:
            self._add(line, question)

    def _add(self, line: SheetRow, question: Question) -> None:
        conditions = (question.relevant or "", question.choice_filter or "")
        lost = sorted(read_by(*conditions) & self._left_out)
        if question.name in self.rows:
            first = self.rows[question.name].number
            cause = f"«\u00a0{question.name}\u00a0» est déjà le nom de la ligne {first}"
            self.findings.fault(
                "duplicate-name", line, cause, "donnez un autre nom à l’une des deux"
            )
        elif lost:
            cause = f"sa condition lit «\u00a0{lost[0]}\u00a0», laissée de côté"
            self._left_out.add(question.name)
            self.findings.leave_out("condition", line, cause, "changez la condition")
        else:
            self.rows[question.name] = line
            self.questions.append(self._kept(line, question))

    def _kept(self, line: SheetRow, question: Question) -> Question:
        """The question, without a check that reads what is left out."""
        if not read_by(question.constraint or "") & self._left_out:
            return question
        cause = (
            "le contrôle de la réponse lit une question laissée de côté\u00a0: il n’est pas fait"
        )
        self.findings.leave_out("constraint", line, cause, "changez le contrôle")
        return question.model_copy(update={"constraint": None, "constraint_message": ""})

    def check_order(self) -> None:
        """Refuse conditions that read a question asked later, or that nobody asks."""
        place = {question.name: at for at, question in enumerate(self.questions)}
        reads = {
            q.name: read_by(q.relevant or "", q.choice_filter or "")
            | (read_by(q.constraint or "") - {q.name})
            for q in self.questions
        }
        circles = list(_circles(reads))
        for circle in circles:
            cause = f"les conditions tournent en rond\u00a0: {' → '.join([*circle, circle[0]])}"
            self.findings.fault("cycle", self.rows[circle[0]], cause, "retirez l’une d’elles")
        round_ = {name for circle in circles for name in circle}
        for name, others in reads.items():
            for other in sorted(others - round_ if name in round_ else others):
                if place.get(other, len(place)) > place[name]:
                    self._tell_later(name, other, other in place)

    def _tell_later(self, name: str, other: str, known: bool) -> None:
        cause = (
            f"la condition lit «\u00a0{other}\u00a0», posée plus bas"
            if known
            else f"la condition lit «\u00a0{other}\u00a0», qu’aucune ligne ne nomme"
        )
        remedy = f"posez «\u00a0{other}\u00a0» plus haut" if known else "corrigez le nom"
        self.findings.fault("condition-not-earlier", self.rows[name], cause, remedy)


def _circles(reads: dict[str, set[str]]) -> Iterator[list[str]]:
    """Questions whose conditions read each other, round and round; each circle once."""
    done: set[str] = set()
    for start in reads:
        trail = [start]
        ways = [iter(sorted(reads[start]))]
        while ways and start not in done:
            step = next(ways[-1], None)
            if step is None:
                done.add(trail.pop())
                ways.pop()
            elif step in trail:
                circle = trail[trail.index(step) :]
                done.update(circle)
                yield circle
                break
            elif step in reads and step not in done:
                trail.append(step)
                ways.append(iter(sorted(reads[step])))
