"""Which words a page needs."""

from scenario_quiz.labels import labels_for, load_labels
from scenario_quiz.widget import bundled


def test_keeps_what_a_script_names_whole_or_begins_and_the_form_for_one():
    labels = dict.fromkeys(("saved", "ending_good", "open_one", "hand_in", "saver"), "words")
    assert set(labels_for("t('saved'),t(`ending_${x}`),t('open')", labels)) == {"saved", "ending_good", "open_one"}


def test_a_lesson_has_no_words_for_handing_in_and_all_for_practice():
    kept = labels_for(bundled("practice.js"), load_labels("scenario_quiz", "nl"))
    assert {"confirm", "verdict_harm", "ending_good", "show_chat", "select_extra_one", "incomplete_sort"} <= set(kept)
    assert not {"hand_in_title", "error_offline", "code_title", "receipt_title"} & set(kept)
