"""Hostile inputs: anything at all, and what is nearly right, for that gets furthest into a parser."""

from __future__ import annotations

import json

from hypothesis import strategies as st

ANYTHING = st.binary(max_size=400)
TEXT = st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
_DEEP = st.tuples(st.sampled_from([b"[", b'{"a":', b"- ", b"? ", b"&a [", b"!!set {"]), st.integers(1, 3_000)).map(
    lambda made: (made[0] * made[1])[:200_000]
)


@st.composite
def spoilt(draw: st.DrawFn, *sound: bytes, pieces: tuple[bytes, ...] = ()) -> bytes:
    """A sound input with some of its bytes changed, cut, repeated, or replaced by one of the pieces."""
    content = bytearray(draw(st.sampled_from(sound)))
    piece = st.sampled_from(pieces) | st.binary(max_size=8) if pieces else st.binary(max_size=8)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 12))] = draw(piece)
    return bytes(content)


@st.composite
def spoilt_json(draw: st.DrawFn, sound: bytes) -> bytes:
    """A sound JSON object in which one value, anywhere, is another one."""
    data = json.loads(sound)
    inside, name = data, draw(st.sampled_from(sorted(data)))
    while draw(st.booleans()) and isinstance(inside[name], dict | list) and inside[name]:
        inside = inside[name]
        name = draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
    inside[name] = draw(_VALUES)
    return json.dumps(data).encode()


def near(*sound: bytes, pieces: tuple[bytes, ...] = ()) -> st.SearchStrategy[bytes]:
    """Anything, deep nesting, and what is nearly one of these sound inputs."""
    nearly = spoilt(*sound, pieces=pieces)
    return st.one_of(ANYTHING, TEXT, _DEEP, nearly, nearly, nearly)


def near_json(sound: bytes) -> st.SearchStrategy[bytes]:
    """As `near`, with values of every type in the place of those that are expected."""
    values = _VALUES.map(lambda value: json.dumps(value).encode())
    return st.one_of(near(sound), values, spoilt_json(sound), spoilt_json(sound))
