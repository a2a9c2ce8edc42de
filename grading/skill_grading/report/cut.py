"""What the school's cut does with the course's evidence, as sections of a page: who would be called what, how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from skill_grading.drawing.lettering import MUTED, SMALL, TEXT, text_width
from skill_grading.drawing.pen import Pen
from skill_grading.measures.mastery import DECISIONS, Outcome
from skill_grading.measures.operating import ABILITIES, Evidence, discuss_chance, operating_table
from skill_grading.report.figure_parts import OUTCOME_FILL, outcome_legend
from skill_grading.report.sections import Picture, Section, Table
from skill_grading.report.words import SYMBOLS, ReportWords

LABEL, BAR_ROW, HEADER = 1.0, 0.25, 0.34

Chances = Mapping[str, pd.DataFrame]
"""The operating table of each skill."""


def operating_tables(evidence: Mapping[str, Evidence], cut: float) -> Chances:
    """By skill the table of `operating`, for the skills of which a pupil meets enough decisions."""
    return {skill: operating_table(each, cut) for skill, each in evidence.items() if each.decisions >= DECISIONS}


def cut_sections(
    evidence: Mapping[str, Evidence], found: Chances, must_pass: Sequence[int], cut: float, words: ReportWords
) -> list[Section]:
    """The figure of every skill that can be shown, how often somebody is to be discussed after the stories with
    `must_pass` decisions (`operating.must_pass_stories`), and what the course asks of each skill.
    """
    sections = [
        _skill(skill, evidence[skill], found[skill], cut, words) for skill in words.school.skills if skill in found
    ]
    if len(must_pass) > 1:
        sections.append(_discuss(must_pass, words))
    rows = [
        [words.skill(skill), str(each.decisions), str(each.restraint), str(each.openness), str(each.scenarios)]
        for skill in words.school.skills
        if (each := evidence.get(skill))
    ]
    headings = [words(f"cut_{name}") for name in ("skill", "decisions", "restraint", "openness", "scenarios")]
    table = Table(words("cut_evidence"), headings, rows, (4, 2, 2, 2, 2), len(rows), folded=False)
    why = words("cut_evidence_why", least=DECISIONS)
    return [*sections, Section("evidence", words("cut_evidence"), why=why, table=table)]


def _skill(skill: str, evidence: Evidence, table: pd.DataFrame, cut: float, words: ReportWords) -> Section:
    told = [
        words(
            "cut_item",
            ability=words.percent(row["ability"]),
            shown=words.percent(row[Outcome.SHOWN]),
            not_yet=words.percent(row[Outcome.NOT_YET]),
        )
        for row in table.to_dict("records")
    ]
    picture = Picture(
        partial(draw_chances, table=table, cut=cut, words=words),
        words("cut_alt", skill=words.skill(skill), message=" ".join(told)),
    )
    about = words("cut_about", decisions=evidence.decisions, scenarios=evidence.scenarios)
    return Section(skill, words.skill(skill), why=about, pictures=[picture])


def _discuss(must_pass: Sequence[int], words: ReportWords) -> Section:
    title = words("cut_discuss")
    headings = [words("cut_ability"), words("cut_discuss_chance")]
    rows = [[words.percent(each), words.percent(discuss_chance(each, must_pass))] for each in ABILITIES]
    table = Table(title, headings, rows, (1, 1), len(rows), folded=False)
    return Section("discuss", title, why=words("cut_discuss_why", n=len(must_pass)), table=table)


def draw_chances(pen: Pen, table: pd.DataFrame, cut: float, words: ReportWords) -> float:
    """A row per true skill, in each the chances of the three verdicts; a line where the cut lies between them."""
    width = pen.width - LABEL
    pen.write(0, 0.14, words("cut_ability"), SMALL, color=MUTED)
    pen.write(LABEL, 0.14, words("cut_verdicts"), SMALL, color=MUTED)
    for number, row in enumerate(table.to_dict("records")):
        top = HEADER + number * BAR_ROW
        above = row["ability"] >= cut
        pen.write(0, top + 0.1, words.percent(row["ability"]), TEXT, bold=above)
        left = LABEL
        for outcome, (fill, ink) in OUTCOME_FILL.items():
            share = width * row[outcome]
            pen.box(left, top, share, 0.2, fill)
            label = f"{SYMBOLS[outcome]} {words.percent(row[outcome])}"
            if share > text_width(label, SMALL) + 0.05:
                pen.write(left + share / 2, top + 0.1, label, SMALL, color=ink, ha="center")
            left += share
    at_cut = HEADER + sum(table.ability < cut) * BAR_ROW - 0.025
    pen.line([(0, at_cut), (pen.width, at_cut)], MUTED, 1)
    note = f"── {words('cut_line', cut=words.percent(cut))}"
    return outcome_legend(pen, HEADER + len(table) * BAR_ROW, words, note)
