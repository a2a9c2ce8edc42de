"""What the school's cut does, where the school sets it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.table import Table

from course_site.commands.context import LanguageOption, near, out
from course_site.contents import exercise_titles
from scenario_quiz.errors import Refusal
from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels

commands = typer.Typer()


@commands.command()
def cut(
    context: typer.Context,
    share: Annotated[
        float | None, typer.Argument(help="Another cut to try, such as 0.8; by default the school's.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="A folder; by default reports/ in the data folder.")] = None,
    language: LanguageOption = None,
) -> None:
    """Show who would be called what, how often, with the evidence that the course holds: a table and a page."""
    from skill_grading.measures.mastery import RHO
    from skill_grading.measures.operating import least_evidence, must_pass_stories
    from skill_grading.report.cut import cut_sections, operating_tables
    from skill_grading.report.page import render_page
    from skill_grading.report.tables import to_csv
    from skill_grading.report.words import ReportWords

    given = context.obj
    course, spoken = given.course, given.language(language)
    tried = course.school.cut if share is None else share
    if not 0.5 < tried < 1:
        raise Refusal(f"A cut of {tried:g} can't be; it lies between 0.5 and 1, such as {course.school.cut:g}.")
    # Of the two forms a pupil does one as the final exam, which is evidence; both ask the same.
    done = [each for each in course.collected.values() if each.form != "b"]
    scenarios = [scenario for each in done for scenario in each.graded]
    least = least_evidence(scenarios)
    evidence = {skill: least[skill] for skill in course.school.skills if skill in least}
    found = operating_tables(evidence, tried)
    words = ReportWords(
        load_labels("skill_grading", spoken), course.school, {}, exercise_titles(course, spoken), spoken
    )
    shown = Table("Skill", "Choices", "Right in", "Shown", "Too little", "Not yet", box=SIMPLE)
    for skill, each in evidence.items():
        if skill not in found:
            shown.add_row(words.skill(skill), str(each.decisions), "", "–", "–", "–")
            continue
        for row in found[skill].to_dict("records"):
            told = (f"{row[name]:.0%}" for name in ("ability", "shown", "too-little-evidence", "not-yet"))
            shown.add_row(words.skill(skill), str(each.decisions), *told)
    out.print(shown)
    folder = output or given.data.reports
    sections = cut_sections(evidence, found, must_pass_stories(scenarios), tried, words)
    title = words("cut_title", cut=words.percent(tried))
    introduction = words("cut_introduction", alike=words.number(RHO))
    page = render_page(title, course.school.name, introduction, [], sections, words)
    write_atomically(folder / "cut.html", page)
    out.print(str(near(folder / "cut.html")), markup=False)
    for skill, table in found.items():
        write_atomically(folder / f"cut-{skill}.csv", to_csv(table))
