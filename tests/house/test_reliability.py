"""docs/reliability.md has a line for each test that harms a server, and no other."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from scripts.reliability import BEGIN, DOCUMENT, END, drawn, faults

MEASURES = """<testsuites><testsuite timestamp="2026-11-29T16:30:00+00:00" time="600">
<testcase classname="tests.faults.test_proxies" name="{name}[nginx]"><properties>
<property name="measured" value="9040 connexions"/></properties></testcase>
<testcase classname="tests.faults.test_proxies" name="{name}[caddy]"><failure/></testcase>
{others}</testsuite></testsuites>"""


def measures() -> ElementTree.Element:
    """What pytest writes: a proxy measured, the other one fallen, the rest without a measure."""
    proxies = "test_pages_answer_while_connections_are_held_at_a_proxy__ok"
    others = "".join(
        f'<testcase classname="tests.faults.{module}" name="{name}"><skipped/></testcase>'
        for module, name in (fault.test.split("::") for fault in faults())
        if name != proxies
    )
    return ElementTree.fromstring(MEASURES.format(name=proxies, others=others))  # noqa: S314


def test_every_fault_has_its_line_and_no_line_is_stale() -> None:
    within = DOCUMENT.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    lines = re.findall(r"^\| (.*) \| (.*) \| (.+) \| `(\w+::\w+)` \|$", within, re.MULTILINE)
    told = [(test, done, holds) for done, holds, _, test in lines]
    assert told == [tuple(fault) for fault in faults()], "make faults"


def test_the_table_says_what_was_measured_and_what_did_not_hold() -> None:
    within = drawn("# Avant\n" + BEGIN + "stale\n" + END + "après\n", measures())
    assert within.startswith("# Avant\n")
    assert within.endswith("après\n")
    assert "stale" not in within
    assert "Mesuré le 29 novembre 2026 en 10\u00a0min" in within
    assert "| nginx\u00a0: 9040 connexions\u00a0; caddy\u00a0: **n’a pas tenu** |" in within
    assert within.count("pas essayé sur cette machine") == len(faults()) - 1


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.test)
def test_a_fault_is_told_in_words(fault) -> None:
    assert fault.done
    assert fault.holds
    assert "|" not in fault.done + fault.holds
