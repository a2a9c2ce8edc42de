"""The skill report: what was found, in words, figures and tables, as a page, a PDF and CSV.

From the data folder to paper:

- `course_evidence.py` reads what pupils did; `findings.py` says what that comes to for a class, and `pupil_skills.py`
  for one pupil: data without words.
- `words.py` has the sentences that several parts need, `advice.py` what to do on Monday, `messages.py` what figures say
  to those who can't see them.
- `sections.py` is what a report is made of, `contents.py` which sections it has, in which order. They are made in
  `skill_sections.py`, `growth_section.py` and `question_sections.py`, and drawn in `figures.py` and
  `figures_matrix.py`, which share `figure_parts.py`.
- `page.py`, `pdf.py` and `tables.py` make HTML, PDF and CSV of it; `writing.py` writes the files of one class,
  `school.py` those of all.

From the same evidence, each for itself: `exploring.py` (what a teacher looks up on a page), `summary.py` (for the
parents' evening), `marks_table.py` (marks for a school's platform), `cut.py` (what the school's cut does).
"""
