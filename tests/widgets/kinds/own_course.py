"""A small course whose scenarios ask to tap parts, sort cards and order items; every own id starts with `own-`."""

import copy

SHARED = {"skill": "speak-up", "rules": ["7.9"], "points": 4}
STEPS = {
    "tap": SHARED
    | {
        "kind": "mark",
        "parts": {"own-age": "gives-away", "own-sun": "harmless", "own-bye": "neutral", "own-room": "gives-away"},
        "show": {"kind": "post", "by": "yara", "text": ["own-age", "own-sun", "own-bye", "own-room"]},
        "next": "tidy",
    },
    "tidy": SHARED
    | {
        "kind": "sort",
        "bins": ["own-fine", "own-never"],
        "cards": {
            "own-shoes": {"bin": "own-fine", "if_wrong": "overcautious"},
            "own-name": {"bin": "own-never", "if_wrong": "harm"},
            "own-face": {"bin": "own-never", "if_wrong": "harm"},
        },
        "next": "mend",
    },
    "mend": SHARED | {"kind": "order", "items": ["own-delete", "own-tell", "own-sorry", "own-learn"]},
}


def worded(ids):
    return {name: f"words of {name.removeprefix('own-')}" for name in ids}


def explained(ids):
    return {name: f"CANARY {name.removeprefix('own-')}" for name in ids}


WORDS = {
    "tap": {"prompt": "Tap.", "parts": worded(STEPS["tap"]["parts"]), "feedback": explained(STEPS["tap"]["parts"])},
    "tidy": {"prompt": "Sort.", "bins": worded(STEPS["tidy"]["bins"]), "cards": worded(STEPS["tidy"]["cards"]),
             "feedback": explained(STEPS["tidy"]["cards"])},
    "mend": {"prompt": "Order.", "items": worded(STEPS["mend"]["items"]),
             "feedback": explained(STEPS["mend"]["items"])},
}  # fmt: skip


def with_own_kinds(small_course):
    """`small_course`, where 'tell' (graded) and 'talk' (practice) have a step of each of these kinds."""
    for folder, use in (("tell", "graded"), ("talk", "practice")):
        structure = {"use": use, "goals": ["all"], "start": "tap", "steps": copy.deepcopy(STEPS)}
        small_course.files[f"exercises/placement/{folder}/scenario.yml"] = structure
        for language in ("nl", "en"):
            words = {"title": "T", "situation": "S.", "steps": WORDS, "people": {"yara": "Yara"}}
            small_course.files[f"exercises/placement/{folder}/{language}.yml"] = words
    return small_course
