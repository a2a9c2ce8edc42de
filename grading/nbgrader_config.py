"""nbgrader's settings for this course.

This is the file to edit. The `course` command puts a copy into the course folder of the data (`_data/course/`),
where stock `nbgrader` commands and Formgrader read it.
"""

import os
from pathlib import Path

from skill_grading.course_folder import course_files
from skill_grading.data import DataFolder
from skill_grading.releases import ReleaseStore

c = get_config()  # noqa: F821 (traitlets gives it)
data = DataFolder(Path(__file__).resolve().parent.parent)

c.CourseDirectory.root = str(data.course)
c.CourseDirectory.course_id = ReleaseStore(data).course() or ""
c.CourseDirectory.db_url = data.gradebook_url
c.OnDataFolder.data_folder = str(data.path)

# Formgrader would show the address of the database, password included.
c.FormgradeExtension.debug = False

# The mark of an unanswered open question, in any language.
c.ClearSolutions.text_stub = "—"

# Only the copy for pupils gets a kernel that exists: see guards.py.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ComputeChecksums",
    "skill_grading.gradebook.preprocessors.GiveKernel",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Grading reads the answers file. No notebook of a pupil is opened, no kernel is started.
c.Autograde.exporter_class = "skill_grading.gradebook.exporter.ReleasedNotebookExporter"
c.Autograde.autograde_preprocessors = [
    "skill_grading.gradebook.preprocessors.GradeAnswers",
    "nbgrader.preprocessors.SaveAutoGrades",
    "skill_grading.gradebook.preprocessors.KeepMarks",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# nbgrader copies the files of source/ over those of a pupil. None of ours belongs there.
c.Autograde.exclude_overwriting = course_files(data)

# Feedback is a page of our own. nbgrader's would run what a pupil wrote.
c.GenerateFeedback.exporter_class = "skill_grading.feedback.exporter.FeedbackExporter"
c.GenerateFeedback.preprocessors = []

# Hand-ins come from the inbox.
c.ExchangeFactory.exchange = "skill_grading.collecting.exchange.Exchange"
c.ExchangeFactory.list = "skill_grading.collecting.exchange.ExchangeList"
c.ExchangeFactory.collect = "skill_grading.collecting.exchange.ExchangeCollect"
c.ExchangeFactory.release_assignment = "skill_grading.collecting.exchange.ExchangeReleaseAssignment"
c.ExchangeFactory.release_feedback = "skill_grading.collecting.exchange.ExchangeReleaseFeedback"
c.ExchangeFactory.fetch_assignment = "skill_grading.collecting.exchange.ExchangeFetchAssignment"
c.ExchangeFactory.fetch_feedback = "skill_grading.collecting.exchange.ExchangeFetchFeedback"
c.ExchangeFactory.submit = "skill_grading.collecting.exchange.ExchangeSubmit"

# What a learning platform or a mailbox gave goes into the inbox too.
c.ZipCollectApp.extractor_plugin = "skill_grading.collecting.zip_collect.InboxExtractor"
c.ZipCollectApp.collector_plugin = "skill_grading.collecting.zip_collect.LaidOutCollector"

# A school whose pupils fetch and submit with nbgrader names its exchange folder, here or in COURSE_EXCHANGE.
# Releasing, listing, fetching and submitting are then nbgrader's own; collecting still goes through the inbox.
if exchange := os.environ.get("COURSE_EXCHANGE", ""):
    c.Exchange.root = exchange
    c.ExchangeFactory.exchange = "nbgrader.exchange.default.Exchange"
    c.ExchangeFactory.list = "nbgrader.exchange.default.ExchangeList"
    c.ExchangeFactory.release_assignment = "nbgrader.exchange.default.ExchangeReleaseAssignment"
    c.ExchangeFactory.fetch_assignment = "nbgrader.exchange.default.ExchangeFetchAssignment"
    c.ExchangeFactory.submit = "nbgrader.exchange.default.ExchangeSubmit"
    c.ExchangeFactory.collect = "skill_grading.collecting.stock_exchange.StockExchangeCollect"
