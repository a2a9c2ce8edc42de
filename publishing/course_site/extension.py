"""The Sphinx extension of the course: its directives, its theme's pages, and search in Dutch."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import snowballstemmer
from docutils import nodes
from sphinx import package_dir
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.search.nl import SearchDutch

from course_site.directive import FormsDirective, PlotDirective, ScenarioDirective
from course_site.hard_words import link_hard_words
from course_site.protocol_page import ProtocolDirective
from course_site.settings import BUNDLE
from course_site.source import SAVER
from scenario_quiz.html import CHECK, EXERCISE, PRACTICE, SCRIPTS, embedded_json, script_of
from scenario_quiz.labels import labels_for, load_labels

EVERY_PAGE = {"_static/styles/furo.css", "_static/course.css", "_static/reader.js"}
WELCOME = {"_static/welcome.js"}
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
DESCRIPTION = 160
STEMMER = """Stemmer = function () {
  const dutch = new DutchStemmer();
  this.stemWord = (word) => dutch.stemWord(word.replace(/([a-z]{3}e)s$/, "$1"));
};"""
WORN_WORD = re.compile(r"‘(?=[stn]\b[^’])")
VIEW_BOX = re.compile(rb'<svg[^>]* viewBox="0 0 (\d+)[.\d]* (\d+)[.\d]*"')


class SearchInDutch(SearchDutch):
    """Sphinx's Dutch search with the stemmer that its JavaScript has; snowballstemmer 3 renamed that one.

    That stemmer keeps the s of 'stages' and 'meisjes': here it goes first, in Python as in the browser.
    """

    js_stemmer_rawcode = ""

    def init(self, options: dict[str, str]) -> None:
        self.stemmer = snowballstemmer.stemmer("dutch_porter")

    def stem(self, word: str) -> str:
        return super().stem(re.sub("([a-z]{3}e)s$", r"\1", word.lower()))

    @property
    def js_stemmer_code(self) -> str:
        folder = Path(package_dir) / "search" / "minified-js"
        code = [
            (folder / name).read_text(encoding="utf-8") for name in ("base-stemmer.js", SearchDutch.js_stemmer_rawcode)
        ]
        return "\n".join([*code, STEMMER])


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("course_school", "", "")
    app.add_config_value("course_digest", "", "env")
    app.add_config_value("course_unlisted", [], "env")
    app.add_directive("scenario", ScenarioDirective)
    app.add_directive("protocol", ProtocolDirective)
    app.add_directive("forms", FormsDirective)
    app.add_directive("plot", PlotDirective)
    app.add_search_language(SearchInDutch)
    app.add_css_file("course.css", priority=700)
    app.add_css_file("quiz.css", priority=800)
    for script in SCRIPTS:
        app.add_js_file(script, loading_method="defer")
    app.add_js_file("reader.js", loading_method="defer")
    app.add_js_file("welcome.js", loading_method="defer")
    app.connect("config-inited", keep_unlisted, priority=900)
    app.connect("doctree-read", write_apostrophes, priority=400)  # before titles are kept for the contents
    app.connect("doctree-read", allow_unlisted)
    app.connect("doctree-read", name_parts)
    app.connect("doctree-read", link_hard_words)
    app.connect("env-updated", rewrite_navigation)
    app.connect("html-page-context", prepare_page, priority=900)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def keep_unlisted(app: Sphinx, config: Config) -> None:
    """Build the unlisted pages too, which sphinx-external-toc leaves out because no list of contents has them."""
    config.exclude_patterns = [
        each for each in config.exclude_patterns if each.partition(".")[0] not in config.course_unlisted
    ]


def write_apostrophes(app: Sphinx, doctree: nodes.document) -> None:
    """Write ’s avonds where Sphinx made ‘s avonds of it, as if a quotation began there."""
    for text in list(doctree.findall(nodes.Text)):
        if (mended := WORN_WORD.sub("’", text)) != text:
            text.parent.replace(text, nodes.Text(mended))


def allow_unlisted(app: Sphinx, doctree: nodes.document) -> None:
    """Keep Sphinx from warning that an unlisted page stands in no list of contents."""
    if app.env.docname in app.config.course_unlisted:
        app.env.metadata[app.env.docname]["orphan"] = True


def name_parts(app: Sphinx, doctree: nodes.document) -> None:
    """Name every section `part_1` and on: the same in each language, and never what a title makes."""
    for number, section in enumerate(doctree.findall(nodes.section)):
        if number:  # the first one is the page
            section["ids"].append(f"part_{number}")


def rewrite_navigation(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Every page shows every title, so a changed title rewrites them all."""
    titles = {page: title.astext() for page, title in env.titles.items()}
    before, env.course_titles = getattr(env, "course_titles", titles), titles
    return sorted(titles) if titles != before else []


def prepare_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load only what this page needs, and tell the page's head what it is about."""
    body = as_article(context.get("body", ""))
    context["body"] = with_sizes(body, app.builder.images, Path(app.srcdir))
    scenarios = context["body"].count('class="scenario-quiz"')
    script = script_of(context["body"])
    wanted = EVERY_PAGE | ({"_static/quiz.css", f"_static/{script}"} if script else set())
    if page == app.config.root_doc:
        wanted = wanted | WELCOME
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if file.filename in wanted]
    for file in context["script_files"]:
        # Furo's own would keep the page from being shown until it has come.
        file.attributes["defer"] = "defer"
    if script:
        # An exercise has its own count, above it; the review is never done.
        context["practice_scenarios"] = scenarios if script == PRACTICE else 0
        context["asks_service"] = script in (EXERCISE, CHECK)
        # What saves answers as a file comes later, and speaks with the words that are there.
        parts = [script, SAVER] if script == EXERCISE else [script]
        code = "".join((Path(app.srcdir) / BUNDLE / part).read_text("utf-8") for part in parts)
        labels = labels_for(code, load_labels("scenario_quiz", app.config.language))
        context["course_labels"] = embedded_json(labels, 'id="scenario-labels"')
    # Furo's head has this one already.
    context["metatags"] = context.get("metatags", "").replace(VIEWPORT, "")
    if 'name="description"' not in context["metatags"]:
        context["course_description"] = description(doctree)


def as_article(body: str) -> str:
    """`body` without the section that Sphinx puts around the whole: its title is the title of the page's article."""
    if not body.lstrip().startswith("<section"):
        return body
    start, end = body.index("<section"), body.rindex("</section>")
    return f"{body[:start]}<div{body[start + len('<section') : end]}</div>{body[end + len('</section>') :]}"


def with_sizes(body: str, pictures: dict[str, str], source: Path) -> str:
    """`body` with room kept for each drawing, which is loaded when the reader comes near; nothing moves then.

    `pictures` are Sphinx's: from a file, as seen from `source`, to its published name. In attributes and not, as
    docutils would, in a style: the pages' security policy forbids those.
    """
    for file, name in pictures.items():
        address = f'src="_images/{name}"'
        if address in body and (size := VIEW_BOX.search((source / file).read_bytes())):
            width, height = (number.decode() for number in size.groups())
            body = body.replace(address, f'{address} width="{width}" height="{height}" loading="lazy"')
    return body


def description(doctree: nodes.document | None) -> str:
    """The page's first paragraph, cut at a word, for search engines and previews."""
    first = next(doctree.findall(nodes.paragraph), None) if doctree else None
    text = " ".join(first.astext().split()) if first else ""
    if len(text) <= DESCRIPTION:
        return text
    return text[:DESCRIPTION].rsplit(" ", 1)[0] + " …"
