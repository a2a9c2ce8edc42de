"""Where the files of one school's course stand: in the course's folder, or in its place in the school's own.

A school's folder may hold any file of the course at the same path, such as `exercises/privacy/wide-shot/`,
`chapters/nl/welcome.md` or `_toc.yml`; what it says of itself, in `school.yml` and beside it, is laid over what the
school that it extends says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from scenario_quiz.errors import CourseError, Problem
from scenario_quiz.yaml_file import Key, YamlFile, read_yaml

SCHOOL = "school.yml"


@dataclass(frozen=True)
class Layers:
    """The folders in which a file of the course is looked for, the last one first."""

    folders: list[Path]

    @classmethod
    def of(cls, root: Path, school: str) -> Layers:
        """Raises CourseError."""
        return cls([root, *school_folders(root / "schools" / school)])

    def find(self, *path: str) -> Path:
        """The file or folder at `path` as the school has it; the course's own, there or not, where the school has none.

        A folder is not mixed with another one: for what is in several of them see `entries`.
        """
        found = (folder.joinpath(*path) for folder in reversed(self.folders) if folder.joinpath(*path).exists())
        return next(found, self.folders[0].joinpath(*path))

    def entries(self, *path: str) -> dict[str, Path]:
        """What is in the folder `path` of any layer, by name and in the order of the names."""
        found = {
            entry.name: entry
            for folder in self.folders
            if folder.joinpath(*path).is_dir()
            for entry in folder.joinpath(*path).iterdir()
        }
        return dict(sorted(found.items()))


def school_folders(folder: Path) -> list[Path]:
    """A school's folder, after that of the school that it extends. Raises CourseError when there is no such school."""
    chain = [folder]
    while True:
        file = read_yaml(chain[0] / SCHOOL)
        name = file.data.get("extends") if isinstance(file.data, dict) else None
        if not isinstance(name, str):
            return chain
        base = folder.parent / name
        if base in chain or not (base / SCHOOL).is_file():
            others = sorted({path.parent for path in folder.parent.glob(f"*/{SCHOOL}")} - {*chain})
            known = ", ".join(path.name for path in others)
            raise CourseError([file.problem(f"'{name}' is no other school; there is: {known}", "extends")])
        chain.insert(0, base)


def read_layered(folders: list[Path], name: str) -> YamlFile:
    """The YAML file `name` of the last of `folders`, laid over those of the others. Raises CourseError."""
    files = [read_yaml(folder / name) for folder in folders if (folder / name).is_file()]
    return reduce(laid_over, files) if files else read_yaml(folders[-1] / name)


def laid_over(base: YamlFile, own: YamlFile) -> YamlFile:
    """`base` with what `own` says otherwise: mappings key by key, null takes a key out, all else is replaced.

    Every part knows the file that it comes from. Raises CourseError where `own` takes out what isn't there.
    """
    if not isinstance(base.data, dict) or not isinstance(own.data, dict):
        return own
    merge = _Merge(base, own)
    data = merge.mapping(base.data, own.data, ())
    if merge.problems:
        raise CourseError(merge.problems)
    return YamlFile(own.path, data, merge.lines, merge.files)


class _Merge:
    def __init__(self, base: YamlFile, own: YamlFile) -> None:
        self.own = own
        self.lines: dict[Key, int] = dict(base.lines)
        self.files: dict[Key, Path] = {key: base.origin(*key) for key in base.lines}
        self.problems: list[Problem] = []

    def mapping(self, base: dict, own: dict, at: Key) -> dict:
        merged = dict(base)
        self._place(at)
        for name, value in own.items():
            key = (*at, name)
            if value is None:
                if merged.pop(name, None) is None:
                    message = "is taken out here, but there is nothing to take out; look for a slip in its spelling"
                    self.problems.append(self.own.problem(message, *key))
                self._forget(key)
            elif isinstance(value, dict):
                below = merged.get(name)
                if not isinstance(below, dict):
                    self._forget(key)
                merged[name] = self.mapping(below if isinstance(below, dict) else {}, value, key)
            else:
                self._forget(key)
                merged[name] = value
                for part in self.own.lines:
                    if part[: len(key)] == key:
                        self._place(part)
        return merged

    def _place(self, key: Key) -> None:
        if key in self.own.lines:
            self.lines[key] = self.own.lines[key]
            self.files[key] = self.own.origin(*key)

    def _forget(self, key: Key) -> None:
        for part in [part for part in self.lines if part[: len(key)] == key]:
            del self.lines[part], self.files[part]
