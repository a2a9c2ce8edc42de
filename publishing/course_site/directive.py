"""`{scenario} assignment/name` and `{plot} name`: a practice scenario or a plot in a chapter, without a kernel."""

from __future__ import annotations

from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from course_site.contents import SUFFIX
from course_site.plots.models import alts, plot_file, plots_words, words_file
from scenario_quiz.course import Course
from scenario_quiz.html import CHOICE, static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.views import practice_view


class CourseDirective(SphinxDirective):
    """A directive that reads from the course that is being built."""

    @property
    def course(self) -> Course:
        return self.env.app.course

    @property
    def language(self) -> str:
        return self.config.language


class FormsDirective(CourseDirective):
    """Puts the links to both forms of the entry check and final exam on the page, in which a pupil's own is found."""

    def run(self) -> list[nodes.Node]:
        if not self.course.forms:
            raise self.error("the course has no forms; give two assignments form: a and form: b, or take this out")
        links = "".join(
            f'<li><a href="{form}{SUFFIX}.html" data-form="{form}">'
            f"{escape(self.course.assignments[form].words[self.language].title)}</a></li>"
            for form in sorted(self.course.forms.values())
        )
        return [nodes.raw("", f"<div {CHOICE}><ul>{links}</ul></div>", format="html")]


class ScenarioDirective(CourseDirective):
    """Puts one practice scenario on the page, but none that the school leaves out.

    The page is made again when one of its files changes. `:level: 2` makes the scenario's title a heading of that
    level, where it stands straight under the page's own title.
    """

    required_arguments = 1
    option_spec = {"level": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        reference = self.arguments[0].strip()
        if reference in self.course.left_out:
            return []
        try:
            scenario = self.course.scenario(reference)
        except KeyError as error:
            raise self.error(error.args[0]) from None
        for file in self.course.assignments[scenario.assignment].files[scenario.id].values():
            self.env.note_dependency(str(file.path))
        try:
            view = practice_view(scenario, self.course.school, self.language)
        except ValueError as error:
            raise self.error(str(error)) from None
        labels = load_labels("scenario_quiz", self.language)
        return [nodes.raw("", static_html(view, labels, self.options.get("level")), format="html")]


class PlotDirective(CourseDirective):
    """Puts one plot on the page, with what it shows as words for who can't see it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0].strip()
        self.env.note_dependency(str(words_file(self.course, self.language)))
        known = alts(plots_words(self.course, self.language))
        if name not in known:
            raise self.error(f"there is no plot '{name}'; there is: {', '.join(known)}")
        return [nodes.paragraph("", "", nodes.image(uri=plot_file(name), alt=known[name], classes=["plot"]))]
