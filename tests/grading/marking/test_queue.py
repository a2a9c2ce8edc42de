"""What there is to mark."""

from skill_grading.collecting.collect import collect
from skill_grading.gradebook.grade import grade
from skill_grading.marking.queue import read_queue
from skill_grading.pupils.roster import import_class_list
from tests.grading.placement import NAME


def test_the_queue_has_every_graded_answer_and_what_to_mark_it_by(placement, tmp_path):
    listed = tmp_path / "klas.csv"
    listed.write_text("klas;voornaam;naam\n5A;Aya;A\n5A;Bo;B\n5A;Cas;C\n5B;Dre;D\n")
    aya, bo, cas, dre = (pupil.pupil_id for pupil in import_class_list(placement.data, listed).new)
    hostile = "<script>x</script>\n$y$ \u202e"
    placement.hand_in(aya, placement.answers(text=hostile))
    placement.hand_in(bo, placement.answers(text=" \n"))
    placement.hand_in(dre, placement.answers(text="Ik zeg het."))
    collect(placement.data, NAME)
    grade(placement.data, NAME)
    placement.hand_in(cas)
    collect(placement.data, NAME)

    queue = read_queue(placement.data, NAME, "nl")

    [question] = queue.questions
    assert (question.cell, question.step, question.view.title) == ("tell--write", "write", "Vertellen")
    assert list(question.words.anchors) == ["good", "partly", "not-yet"]
    found = {answer.place.pupil_id: (answer.class_name, answer.text, answer.most) for answer in queue.answers}
    assert found == {aya: ("5A", hostile, 3), dre: ("5B", "Ik zeg het.", 3)}
    assert queue == read_queue(placement.data, NAME, "nl")
