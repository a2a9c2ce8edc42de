"""The same hostile inputs found by coverage instead of chance: `pip install atheris`, then `python -m` this module.

Atheris is no dependency, for it exists for Linux only. It goes on until it is stopped, or `-runs=100000`:
`.venv/bin/python -m tests.fuzzing.with_atheris -runs=100000 -rss_limit_mb=1024 -timeout=5`
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["scenario_quiz", "skill_grading", "csv", "json"]):
    from scenario_quiz.answers import AnswersRefused, parse_answers
    from skill_grading.class_list import read_class_list
    from skill_grading.codes import normalise, normalise_receipt
    from skill_grading.sealed import unseal
    from tests.fuzzing.test_parsers import ANSWERS, CLASS_LIST


def read(content: bytes) -> None:
    """One input, for every parser that reads bytes or text."""
    for parse in (parse_answers, lambda sealed: unseal(sealed, "placement", {})):
        try:
            parse(content)
        except AnswersRefused as error:
            str(error).encode()
    read_class_list(content)
    typed = content.decode("utf-8", "surrogateescape")
    normalise(typed)
    normalise_receipt(typed)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as sound:
        for number, content in enumerate([ANSWERS, CLASS_LIST, b"K7QM-2XHD-9FPT"]):
            Path(sound, str(number)).write_bytes(content)
        atheris.Setup([*sys.argv, sound], read)
        atheris.Fuzz()
