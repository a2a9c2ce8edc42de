"""One zip for a school's platform: the course as SCORM 1.2, one SCO whose page holds the session and shows the site.

SCORM 1.2, because Smartschool and Moodle take it and no later one: Content Aggregation Model 1.2, section 2.3
(`imsmanifest.xml`: IMS Content Packaging 1.1.2 with ADL's additions). The manifest has no `masteryscore`: with one, a
platform calls every pupil who leaves halfway `failed`. The page says `passed` itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files as package_files
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

from tornado.template import Loader

from course_site.contents import book_title
from course_site.packaging.outline import Completion, outline
from course_site.packaging.pages import built, package_path, packed, page_files
from course_site.translations import written_languages
from scenario_quiz.course import Course
from scenario_quiz.files import write_atomically
from scenario_quiz.html import embedded_json
from scenario_quiz.labels import load_labels
from scenario_quiz.widget import bundled
from skill_grading.data import DataFolder

LAUNCH = "launch.html"
MANIFEST = "imsmanifest.xml"
IMS = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# The hand-in service is not beside the pages in a platform.
API = b'<meta name="course-api" content="../api/">'
TEMPLATES = Loader(str(Path(str(package_files("course_site"))) / "templates" / "scorm"))


def package_scorm(
    course: Course,
    data: DataFolder,
    languages: Sequence[str] = (),
    completion: Completion = Completion.ALL,
    mastery: int | None = None,
    hand_in: str = "",
) -> Path:
    """Build the site in `languages` (without these, in all that are written), pack it, and give the zip's path.

    `completion` and `mastery` are those of `outline`; `hand_in` is where pupils reach the hand-in service, or ''.
    Raises CourseError with what an author has to mend.
    """
    languages = list(languages) or written_languages(course)
    site = built(course, data, languages)
    path = package_path(course, "scorm", languages)
    write_atomically(path, packed(scorm_files(course, site, languages, completion, mastery, hand_in)))
    return path


def scorm_files(
    course: Course,
    site: Path,
    languages: Sequence[str],
    completion: Completion = Completion.ALL,
    mastery: int | None = None,
    hand_in: str = "",
) -> dict[str, bytes]:
    """The files of the package by name: the pages, the page around them that a platform opens, and the manifest."""
    service = f'<meta name="course-hand-in" content="{escape(hand_in)}">'.encode() if hand_in else b""
    files = {
        name: content.replace(API, service) if name.endswith(".html") else content
        for name, content in page_files(site, languages).items()
    }
    colours = course.school.colours
    title, words = book_title(course, languages[0]), load_labels("course_site", languages[0])
    known = embedded_json(outline(course, files, languages, completion, mastery), 'id="course-outline"')
    files |= {
        LAUNCH: TEMPLATES.load("launch.html").generate(language=languages[0], title=title, words=words, outline=known),
        "launch.css": TEMPLATES.load("launch.css").generate(light=colours.light, dark=colours.dark),
        "launch.js": bundled("platform.js").encode(),
    }
    return files | {MANIFEST: manifest(course.school.id, title, sorted(files))}


def manifest(identifier: str, title: str, names: Sequence[str]) -> bytes:
    """`imsmanifest.xml` of a package with one SCO, which the files `names` belong to."""
    for prefix, uri in (("", IMS), ("adlcp", ADL), ("xsi", XSI)):
        ET.register_namespace(prefix, uri)
    root = ET.Element(f"{{{IMS}}}manifest", {"identifier": f"course-{identifier}", "version": "1.0"})
    root.set(f"{{{XSI}}}schemaLocation", f"{IMS} imscp_rootv1p1p2.xsd {ADL} adlcp_rootv1p2.xsd")
    metadata = _add(root, "metadata")
    _add(metadata, "schema").text = "ADL SCORM"
    _add(metadata, "schemaversion").text = "1.2"
    organizations = _add(root, "organizations", default="course")
    organization = _add(organizations, "organization", identifier="course")
    _add(organization, "title").text = title
    item = _add(organization, "item", identifier="item", identifierref="pages", isvisible="true")
    _add(item, "title").text = title
    resource = _add(_add(root, "resources"), "resource", identifier="pages", type="webcontent", href=LAUNCH)
    resource.set(f"{{{ADL}}}scormtype", "sco")
    for name in names:
        _add(resource, "file", href=quote(name))
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{IMS}}}{name}", attributes)
