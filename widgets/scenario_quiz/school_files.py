"""Reading a school's folder, over that of the school that it extends."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from scenario_quiz.base import RuleId, Slug
from scenario_quiz.errors import CourseError, Problem
from scenario_quiz.layers import SCHOOL, read_layered, school_folders
from scenario_quiz.placeholders import filled
from scenario_quiz.school import REVIEWED, Reviewed, Rule, RuleWords, School, SchoolWords, Settings, Skill
from scenario_quiz.yaml_file import YamlFile

RULES, SKILLS = "rules.yml", "skills.yml"
DIGITS = 16  # of a fingerprint


def load_school(folder: Path) -> School:
    """Read one school's folder, over that of the school that it extends.

    Raises CourseError that names every file, line and field to mend.
    """
    folders = school_folders(folder)
    settings = read_layered(folders, SCHOOL).parse(Settings)
    rules_file, skills_file = (read_layered(folders, name) for name in (RULES, SKILLS))
    rules = dict(sorted(rules_file.parse(dict[RuleId, Rule]).items(), key=_by_number))
    skills_file, problems = _without_dropped_rules(skills_file, rules, folder)
    if problems:
        raise CourseError(problems)
    skills = skills_file.parse(dict[Slug, Skill])
    words, fingerprints = {}, {}
    for language in settings.languages:
        file = read_layered(folders, f"{language}.yml")
        file, slips = _fitting(file, _named(settings, rules, skills), folder)
        problems += slips
        if not slips and language == settings.languages[0]:
            fingerprints = {rule: _fingerprint(said) for rule, said in file.parse(SchoolWords).rules.items()}
        words[language] = filled(file, settings.placeholders).parse(SchoolWords)
    if problems:
        raise CourseError(problems)
    noted = any((each / REVIEWED).is_file() for each in folders)
    return School(
        id=folder.name,
        settings=settings,
        rules=rules,
        skills=skills,
        words=words,
        reviewed=read_layered(folders, REVIEWED).parse(Reviewed) if noted else {},
        fingerprints=fingerprints,
        dropped=[name for kind in (RULES, SKILLS) for name in _dropped(folders, kind)],
    )


def _by_number(item: tuple[str, Rule]) -> list[int]:
    return [int(part) for part in item[0].split(".")]


def _fingerprint(words: RuleWords) -> str:
    return sha256(f"{words.title}\n{words.text}".encode()).hexdigest()[:DIGITS]


def _dropped(folders: list[Path], name: str) -> list[str]:
    """What a school that is extended names in the file `name`, and the last of `folders` no longer has."""
    before = read_layered(folders[:-1], name).data if folders[:-1] else {}
    return [each for each in before if each not in read_layered(folders, name).data]


def _without_dropped_rules(file: YamlFile, rules: dict, folder: Path) -> tuple[YamlFile, list[Problem]]:
    """`skills.yml` without the rules that are gone from lists that the school has from another; its own are slips."""
    problems: list[Problem] = []
    data = {}
    for name, skill in file.data.items() if isinstance(file.data, dict) else ():
        asked = skill.get("rules") if isinstance(skill, dict) else None
        if not isinstance(asked, list):
            data[name] = skill
            continue
        gone = [isinstance(rule, str) and rule not in rules for rule in asked]
        kept = [rule for rule, missing in zip(asked, gone, strict=True) if not missing]
        data[name] = skill | {"rules": kept}
        if file.origin(name, "rules").parent == folder:
            problems += [
                file.problem(f'rule "{rule}" is not in rules.yml', name, "rules", index)
                for index, (rule, missing) in enumerate(zip(asked, gone, strict=True))
                if missing
            ]
        elif not kept:
            problems.append(file.problem("no rule of this skill is left; take it out in skills.yml too", name))
    return replace(file, data=data), problems


def _named(settings: Settings, rules: dict[str, Rule], skills: dict[str, Skill]) -> dict[str, set[str]]:
    """What the words must say, by their fields."""
    return {
        "sections": {rule.section for rule in rules.values()},
        "rules": set(rules),
        "skills": set(skills),
        "families": {rule.family for rule in rules.values() if rule.family},
        "helplines": {line.id for line in settings.helplines},
    }


def _fitting(file: YamlFile, named: dict[str, set[str]], folder: Path) -> tuple[YamlFile, list[Problem]]:
    """The words, without those of another school for which this one has no use; what is missing, its own idle ones."""
    problems = []
    data = dict(file.data) if isinstance(file.data, dict) else {}
    for field, ids in named.items():
        given = data.get(field)
        if not isinstance(given, dict):
            continue
        idle = {name for name in given if name not in ids}
        own = {name for name in idle if file.origin(field, name).parent == folder}
        data[field] = {name: words for name, words in given.items() if name not in idle - own}
        problems += [file.problem(f"has no words for '{name}'; add them", field) for name in sorted(ids - set(given))]
        problems += [
            file.problem(f"'{name}' is not used by the school's other files; rename it or take it out", field, name)
            for name in sorted(own)
        ]
    return replace(file, data=data), problems
