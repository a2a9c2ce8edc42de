"""Fills situations in from one language's words, and checks that every id they name is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from scenario_quiz.situations.base import ME, Passage, Picture, Show, ShownPicture, Spot
from scenario_quiz.situations.drawings import drawing, names

Slip = tuple[tuple[str, ...], str]


class KnownWords:
    """The words of one language. `parts` are the texts of the step's own parts, `ids` what to answer with for each."""

    def __init__(
        self,
        people: Mapping[str, str],
        texts: Mapping[str, str],
        parts: Mapping[str, str] | None = None,
        ids: Mapping[str, str] | None = None,
    ) -> None:
        self._people, self._texts = people, texts
        self._parts, self._ids = parts or {}, ids or {}

    def passage(self, text: str) -> Passage:
        if text in self._parts:
            return Passage(text=self._parts[text], part=self._ids[text])
        return Passage(text=self._texts[text])

    def person(self, person: str) -> str | None:
        return None if person == ME else self._people[person]

    def picture(self, picture: Picture) -> ShownPicture:
        drawn = drawing(picture.drawing)
        spots = [
            Spot(part=self._ids[part], name=self._parts[part], **drawn.hotspots[hotspot]._asdict())
            for hotspot, part in picture.parts.items()
        ]
        alt = self._texts[picture.alt]
        return ShownPicture(svg=drawn.svg, alt=alt, width=drawn.width, height=drawn.height, spots=spots)


class NamedIds:
    """The ids that a situation names, in its order; stands in for the words while it is filled in."""

    def __init__(self, show: Show) -> None:
        self.texts: list[str] = []
        self.alts: list[str] = []
        self.people: list[str] = []
        self.pictures: list[Picture] = []
        show.fill(self)

    def passage(self, text: str) -> Passage:
        self.texts.append(text)
        return Passage(text=text)

    def person(self, person: str) -> str | None:
        if person != ME:
            self.people.append(person)
        return person

    def picture(self, picture: Picture) -> ShownPicture:
        self.pictures.append(picture)
        self.alts.append(picture.alt)
        return ShownPicture(svg="", alt="", width=1, height=1, spots=[])


def structure_slips(show: Show, parts: Iterable[str]) -> Iterator[Slip]:
    """What is wrong in the structure: (path below `show`, message). `parts` are those of the step, to be tapped."""
    named = NamedIds(show)
    for picture in named.pictures:
        if picture.drawing not in names():
            yield ("picture", "drawing"), f"there is no drawing '{picture.drawing}'; use one of: {', '.join(names())}"
            continue
        hotspots = drawing(picture.drawing).hotspots
        for hotspot, part in picture.parts.items():
            at = ("picture", "parts", hotspot)
            if hotspot not in hotspots:
                yield at, f"the drawing has no hotspot '{hotspot}'; use one of: {', '.join(hotspots)}"
            if part not in parts:
                yield at, f"'{part}' is no part of this step; name one of its parts, or take it out"
    stands = Counter(named.texts) + Counter(part for picture in named.pictures for part in picture.parts.values())
    for part in parts:
        if stands[part] != 1:
            how = "nowhere" if not stands[part] else f"{stands[part]} times"
            yield (), f"the part '{part}' stands {how} in this situation; show it exactly once"


def words_slips(
    shows: Iterable[tuple[Show, Iterable[str]]], people: Mapping[str, str], texts: Mapping[str, str]
) -> Iterator[Slip]:
    """Words that are missing, or that nothing shows: (path in the words file, message).

    `shows` gives each situation of the scenario with the parts of its step, whose texts stand in the step's words.
    """
    needed = {"texts": set(), "people": set()}
    for show, parts in shows:
        named = NamedIds(show)
        needed["texts"] |= (set(named.texts) - set(parts)) | set(named.alts)
        needed["people"] |= set(named.people)
    for field, given in (("texts", texts), ("people", people)):
        for name in sorted(needed[field] - set(given)):
            yield (field, name), f"scenario.yml shows '{name}', which has no words here; write them under {field}"
        for name in sorted(set(given) - needed[field]):
            yield (field, name), f"nothing in scenario.yml shows '{name}'; rename it or take it out"
