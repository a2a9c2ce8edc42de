"""The parsers of `test_parsers` with hostile inputs found by coverage instead of chance.

`test_atheris` runs it. By itself, until it is stopped: `.venv/bin/python -m tests.fuzzing.with_atheris -timeout=5`.
"""

from __future__ import annotations

import inspect
import json
import sys
import tempfile
from pathlib import Path

import atheris

# What the parsers are made of; coverage of it leads from one input to the next.
PARTS = ["scenario_quiz", "skill_grading", "course_site", "yaml", "csv", "json", "email", "zipfile"]
with atheris.instrument_imports(include=PARTS):
    from tests.conftest import SMALL_COURSE
    from tests.fuzzing import test_parsers
    from tests.fuzzing.test_parsers import (
        ANSWERS,
        ARCHIVE,
        CLASS_LIST,
        JOURNAL,
        KEY,
        MAIL,
        MATCHES,
        ROSTER,
        YAML,
        sealed_stream,
    )
    from tests.grading.sealing import seal

SOUND = {
    "test_answers": ANSWERS,
    "test_sealed_answers": seal(ANSWERS, KEY.public_key(), "placement"),
    "test_class_list": CLASS_LIST,
    "test_roster": ROSTER,
    "test_list_of_whose_files_are": MATCHES,
    "test_yaml": YAML,
    "test_scenario": json.dumps(SMALL_COURSE["exercises/placement/walk/scenario.yml"]).encode(),
    "test_zip": ARCHIVE,
    "test_mail": MAIL,
    "test_pupil_code": b"K7QM-2XHD-9FPT",
    "test_time_of_a_command": b"2026-11-23T12:00",
    "test_web_address_of_a_command": b"https://school.example/course/",
    "test_backup": sealed_stream(),
    "test_journal_of_marks": JOURNAL,
}
PARSERS = [getattr(test_parsers, name).hypothesis.inner_test for name in SOUND]
missing = {name for name in vars(test_parsers) if name.startswith("test_")} - SOUND.keys()
assert not missing, f"no sound input for {missing}"


def main() -> None:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        file, sound = Path(folder, "any"), Path(folder, "sound")
        sound.mkdir()
        for number, content in enumerate(SOUND.values()):
            (sound / str(number)).write_bytes(bytes([number]) + content)

        def read(content: bytes) -> None:
            """One input; its first byte says for which parser."""
            if content:
                parse = PARSERS[content[0] % len(PARSERS)]
                parse(*([file] if "file" in inspect.signature(parse).parameters else []), content[1:])

        atheris.Setup([*sys.argv, str(sound)], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
