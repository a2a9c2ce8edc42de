"""The `course` command as a person uses it: words, exit codes, no traceback."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from course_site import cli
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox

TIME = "2026-11-23T07:00:00.000Z"


COURSE = [sys.executable, "-c", "from course_site.cli import main; main()"]


@pytest.fixture
def run(small_course, tmp_path):
    contents = {
        "format": "jb-book",
        "root": "welcome",
        "parts": [{"caption": "a", "chapters": [{"file": "placement"}]}],
    }
    small_course.files["_toc.yml"] = contents
    small_course.write()

    def run(*arguments):
        command = [*COURSE, "--data", str(tmp_path / "data"), *arguments]
        return subprocess.run(command, cwd=small_course.root, capture_output=True, text=True, timeout=120)

    return run


def test_check_is_content_with_a_sound_course(run, small_course):
    small_course.files["schools/small-school/rules.yml"]["7.9"]["graded"] = []
    small_course.write()
    for language in ("nl", "en"):
        page = small_course.root / "chapters" / language / "placement.md"
        page.parent.mkdir(parents=True)
        page.write_text("# Stage\n\n[1.5](protocol.md#rule-1-5) [7.9](protocol.md#rule-7-9)\n", encoding="utf-8")
    told = run("check").stderr
    assert "rules.1.5: has changed since what says it was reviewed: read placement, placement/talk, " in told
    recorded = re.search("translation_of: [0-9a-f]+", told)[0]
    page.write_text(f"---\n{recorded}\n---\n{page.read_text()}", encoding="utf-8")
    noted = run("coverage", "--reviewed", "1.5", "--reviewed", "7.9")
    assert (noted.returncode, noted.stderr) == (0, "")
    result = run("check")
    assert (result.returncode, result.stderr) == (0, "")
    assert "3 scenarios, nothing to mend" in result.stdout


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("exercises/placement/walk/scenario.yml", "use: [graded\n", r"walk/scenario\.yml:\d"),
        ("exercises/placement/walk/nl.yml", "title: Zo: dus\n", r"walk/nl\.yml:1: .*quotes"),
        ("schools/small-school/school.yml", "", r"school\.yml:.* is missing"),
    ],
)
def test_a_broken_file_is_named_and_the_exit_code_is_1(run, small_course, file, text, says):
    (small_course.root / file).write_text(text, encoding="utf-8")
    result = run("check")
    assert result.returncode == 1
    assert re.search(says, result.stderr)
    assert "Traceback" not in result.stderr


def test_a_graph_problem_fails_the_check(run, small_course):
    small_course.files["exercises/placement/walk/scenario.yml"]["steps"]["left"]["points"] = 9
    small_course.write()
    result = run("check")
    assert result.returncode == 1
    assert "make every path worth the same" in result.stderr


def test_what_gives_an_answer_away_is_told_and_does_not_fail_the_check(run, small_course):
    words = small_course.files["exercises/placement/talk/nl.yml"]
    words["steps"]["draft"]["choices"]["wait"] = words["situation"] = "Je wacht een dag of twee."
    small_course.write()
    result = run("check")
    assert result.returncode == 0
    assert re.search(r"^Look at .*talk/nl\.yml:\d+: steps\.draft", result.stderr)
    assert "nothing to mend" in result.stdout


def test_a_scenario_is_started_and_checked_and_a_preview_says_which_there_are(run, small_course):
    result = run("new", "scenario", "placement/fresh", "--kind", "mark", "--use", "graded")
    assert (result.returncode, result.stderr) == (0, "")
    assert "exercises/placement/fresh/scenario.yml" in result.stdout
    assert "course preview placement/fresh" in result.stdout
    assert "4 scenarios, nothing to mend" in run("check").stdout
    nowhere = run("preview", "placement/nowhere")
    assert nowhere.returncode == 1 and "there is: placement/fresh" in nowhere.stderr


def test_coverage_is_shown_and_given_as_json(run):
    result = run("coverage", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    stage, report = json.loads(result.stdout)
    assert stage == {
        "rule": "1.5",
        "taught": [],
        "practised": ["placement/talk"],
        "graded": ["placement/walk"],
        "skills": ["confidentiality"],
    }
    assert (report["rule"], report["graded"]) == ("7.9", ["placement/tell", "placement/walk"])
    shown = run("coverage")
    assert "placement/talk" in shown.stdout
    assert re.search(r"rules\.yml:\d+: 7\.9: is not taught and not practised", shown.stderr)


def test_the_cut_is_tried_on_the_evidence_of_the_course(run):
    tried = run("cut", "0.8")
    assert tried.returncode == 0 and "Zwijgen" in tried.stdout and "cut.html" in tried.stdout
    assert "lies between 0.5 and 1" in run("cut", "0.3").stderr


def test_a_rule_that_the_protocol_does_not_have_is_no_rule_to_review(run):
    result = run("coverage", "--reviewed", "9.9")
    assert result.returncode == 1 and "has no rule '9.9'; it has: 1.5, 7.9" in result.stderr


def test_outside_a_course_folder_it_says_where_to_go(run, tmp_path):
    result = subprocess.run([*COURSE, "check"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    assert "not inside a course folder" in result.stderr


def answers_file(small_course, path, **changes):
    from scenario_quiz.release import freeze

    course = small_course.load()
    release = freeze(course.assignments["placement"], course.school)
    ids = {real: shown for shown, real in release.option_ids["walk"]["first"].items()}
    data = {
        "format": "scenario-answers", "version": 1, "course": release.course, "assignment": "placement",
        "content": release.version, "language": "nl", "attempt": "0" * 32,
        "scenarios": {"walk": [{"step": "first", "answer": ids["ask"], "time": TIME}],
                      "tell": [{"step": "write", "answer": "Ik bel.", "time": TIME}]},
    }  # fmt: skip
    path.write_text(json.dumps(data | changes), encoding="utf-8")
    return path


def test_score_prints_points_and_skills_as_json(run, small_course, tmp_path):
    file = answers_file(small_course, tmp_path / "a.json")
    result = run("score", "placement", str(file), "--json")
    assert result.returncode == 0, result.stderr
    scored = json.loads(result.stdout)
    assert scored["assignment"] == "placement"
    assert scored["scenarios"]["walk"] == {"points": 2, "max": 5}
    assert scored["scenarios"]["tell"]["points"] is None
    assert scored["skills"] == {"confidentiality": {"points": 2, "max": 2, "decisions": 1}}
    assert run("score", "placement", str(file)).returncode == 0


def test_score_refuses_a_file_in_words(run, small_course, tmp_path):
    other = answers_file(small_course, tmp_path / "b.json", assignment="other")
    for file, says in ((other, "expected placement"), (tmp_path / "none.json", "none.json")):
        result = run("score", "placement", str(file))
        assert result.returncode == 1
        assert says in result.stderr
        assert "Traceback" not in result.stderr
        assert "for an engineer" not in result.stderr


def test_an_unknown_assignment_is_named_with_those_there_are(run):
    result = run("grade", "nothing")
    assert result.returncode == 1
    assert "there is: placement" in result.stderr


@pytest.mark.parametrize(("option", "variable"), [("--port", "PORT"), ("--teacher-port", "TEACHER_PORT")])
def test_a_taken_port_is_named_before_anything_is_built(run, small_course, option, variable):
    with socket.create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
        result = run("serve", option, str(port))
    assert result.returncode == 1
    assert f"{variable}={port + 1}" in result.stderr
    assert not (small_course.root / "_build").exists()


def test_every_command_stands_in_the_readme(root: Path):
    readme = (root / "README.md").read_text(encoding="utf-8")
    group = typer.main.get_command(cli.app)
    for name, command in group.commands.items():
        for sub in getattr(command, "commands", {None: None}):
            command_line = f"`course {name} {sub}" if sub else f"`course {name}"
            assert command_line in readme, command_line


def test_a_class_list_becomes_pupils_and_cards_to_print(run, tmp_path):
    listed = tmp_path / "klas.csv"
    listed.write_text("klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;[bold];\n", encoding="utf-8")
    result = run("pupils", "import", str(listed), "--address", "http://192.0.2.7:8000/")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Line 3: the first name is missing." in result.stdout
    assert "1 new, 0 known already, 1 refused, 1 new codes." in result.stdout
    assert len(list((tmp_path / "data" / "cards").glob("*.pdf"))) == 1
    again = run("pupils", "import", str(listed))
    assert "0 new, 1 known already" in again.stdout and "cards" not in again.stdout
    assert "Code card to print" in run("pupils", "card", "Noor Peeters").stdout


@pytest.mark.parametrize(
    "command",
    [
        ("serve", "--proxy-address"),
        ("pupils", "import", "list.csv", "--address"),
        ("feedback", "placement", "--zip", "--address"),
        ("hub", "teacher", "--address"),
    ],
)
def test_what_is_no_address_is_refused_before_it_stands_on_a_card_or_a_page(run, command):
    refused = run(*command, "school.example/course")
    assert refused.returncode == 1 and "write it like https://school.example/course/" in refused.stderr


def test_a_deadline_and_an_absence_show_in_the_list_and_in_the_log(run, tmp_path):
    listed = tmp_path / "klas.csv"
    listed.write_text("klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;Claes;Zoë\n", encoding="utf-8")
    run("pupils", "import", str(listed))
    given = run("hand-ins", "dates", "placement", "--due", "2020-01-01T12:00", "--language", "en")
    assert (given.returncode, given.stdout) == (0, "The dates are saved.\nDeadline 01/01/2020 at 12:00.\n")
    assert run("hand-ins", "absent", "placement", "5VZ/Zoë Claes").returncode == 0
    shown = run("hand-ins", "list", "placement", "--language", "en").stdout
    assert "not handed in" in shown and "absent" in shown
    assert "noted as absent" in run("hand-ins", "log", "--language", "en").stdout
    with Inbox(DataFolder(tmp_path / "data").inbox_url) as inbox:
        inbox.note("release feedback", "placement", of="5VZ")
        inbox.note("withdraw feedback", "placement", of="")
        inbox.note("regrade", "placement", up=2, down=0)
    told = run("hand-ins", "log", "--language", "en").stdout
    assert "feedback released: 5VZ" in told and "feedback withdrawn: All classes" in told
    for about in (("hand-ins", "list", "placement"), ("hand-ins", "dates", "placement"), ("marks", "placement")):
        strange = run(*about, "--class", "9Z")
        assert strange.returncode == 1 and "There is no class '9Z'; there is: 5VZ" in strange.stderr
    nobody = run("hand-ins", "reopen", "placement", "Nobody")
    assert (nobody.returncode, "no pupil 'Nobody'" in nobody.stderr) == (1, True)


def test_a_pupil_is_exported_backed_up_forgotten_and_not_brought_back(run, tmp_path):
    listed, words = tmp_path / "klas.csv", tmp_path / "words"
    listed.write_text("klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;Claes;Zoë\n", encoding="utf-8")
    words.write_text("een lange wachtzin\n")
    run("pupils", "import", str(listed))
    exported = run("export", "Noor Peeters", "--language", "en")
    assert exported.returncode == 0 and "Look before you hand it over" in exported.stdout
    backup = ("one.backup", "--passphrase-file", str(words))
    assert "It opens with this passphrase only" in run("backup", *backup).stdout
    asked = run("forget", "Noor Peeters")
    assert asked.returncode == 1 and "can't be undone" in asked.stdout
    forgotten = run("forget", "Noor Peeters", "--yes")
    assert (forgotten.returncode, forgotten.stderr) == (0, "") and "codes-" in forgotten.stdout
    assert "a pupil erased" in run("hand-ins", "log", "--language", "en").stdout
    refused = run("restore", *backup)
    assert refused.returncode == 1 and "--replace" in refused.stderr
    assert "1 pupils were forgotten since" in run("restore", "--replace", *backup).stdout
    roster = (tmp_path / "data" / "roster.csv").read_text("utf-8")
    assert "Noor" not in roster and "Zoë" in roster
    retired = run("retire", "--before", "2999-01-01", "--yes")
    assert (retired.returncode, retired.stderr) == (0, "") and "1 pupils did nothing since" in retired.stdout
    assert "data from before 2999-01-01 erased (0 hand-ins)" in run("hand-ins", "log", "--language", "en").stdout
    wrong = run("retire", "--before", "1 july")
    assert wrong.returncode == 1 and "write it like 2026-07-01" in wrong.stderr
