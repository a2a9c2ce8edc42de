"""Situations: what a pupil sees on a screen, declared as `show:` in scenario.yml.

The structure names texts, people and parts by id (`screens.py`); their words stand in `people:` and `texts:`
of the words files (`words.py`), the drawings in `drawings/` (`drawings.py`). A view carries a situation
with everything filled in; `static/situations/` draws it, `reading.py` here puts it in words, for HTML and for paper.
A new kind of situation is two classes in `screens.py`, a function in `reading.py`, a file in `static/situations/`.
"""

from scenario_quiz.situations.screens import AnyShow, AnyShown

__all__ = ["AnyShow", "AnyShown"]
