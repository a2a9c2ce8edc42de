from scenario_quiz.release import Release, freeze

WALK = "exercises/placement/walk"


def version(small_course):
    course = small_course.load()
    return freeze(course.assignments["placement"], course.school).version


def test_a_release_survives_its_file(small_course):
    course = small_course.load()
    release = freeze(course.assignments["placement"], course.school)
    assert Release.model_validate_json(release.model_dump_json()) == release


def test_a_mended_key_keeps_the_version(small_course):
    before = version(small_course)
    options = small_course.files[f"{WALK}/scenario.yml"]["steps"]["left"]["choices"]
    options["sun"]["verdict"], options["name"]["verdict"] = "good", "harm"
    small_course.files[f"{WALK}/nl.yml"]["steps"]["left"]["feedback"]["sun"] = "Nu wel."
    assert version(small_course) == before


def test_changed_words_points_or_order_give_a_new_version(small_course):
    versions = {version(small_course)}
    small_course.files[f"{WALK}/en.yml"]["steps"]["left"]["prompt"] = "Which?"
    versions.add(version(small_course))
    small_course.files[f"{WALK}/scenario.yml"]["steps"]["left"]["points"] = 4
    small_course.files[f"{WALK}/scenario.yml"]["steps"]["right"]["points"] = 4
    versions.add(version(small_course))
    small_course.files["exercises/placement/assignment.yml"]["graded"].reverse()
    versions.add(version(small_course))
    assert len(versions) == 4
