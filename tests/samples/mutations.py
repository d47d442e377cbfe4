"""Submissions and forms with something changed by chance: the same for the same dice (tests/doors/openrosa, tests/unit)."""

import random
import re

_ELEMENT = re.compile(rb"<([A-Za-z_][\w.:-]*)((?:\s[^<>]*)?)>([^<>]*)</\1>")
_NASTY = (
    b"", b" ", b"0", b"-1", b"1e309", b"NaN", b"99999999999999999999", b"0.1.2", b"2020-02-30", b"9999-99-99T99:99:99+99:99",
    b"1970-01-01T00:00:00", b"2019-03-05T08:00:00.000+25:00", b"-5.4 105.2 0 0", b"999 999 9 9", b"uuid:", b"=1+1",
    b"../../etc/passwd", b"' OR 1=1 --", b"&#0;", b"&#xD800;", b"&lol;", b"&amp;amp;", b"<![CDATA[]]>", b"<!-- -- -->",
    b"<?xml version='1.0'?>", b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", b"\x00", b"\xff\xfe", b"\xc3",
    "\u202e\u0000".encode(), "𝟙٣४".encode(), "é".encode("utf-16"), b"a" * 5_000, b"<a>" * 70, b"xmlns:a='b'", b"\r\n|",
)  # fmt: skip
"""What readers of numbers, days, places, files, XML and text stumble over."""


def mutated(content: bytes, dice: random.Random) -> bytes:
    """One to three changes, one upon the other."""
    for _ in range(dice.randint(1, 3)):
        content = dice.choice(_CHANGES)(content, dice)
    return content


def _slice(content: bytes, dice: random.Random, most: int = 60) -> tuple[int, int]:
    begin = dice.randrange(len(content) + 1)
    return begin, min(len(content), begin + dice.randint(1, most))


def _flip(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 4) if content else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(content: bytes, dice: random.Random) -> bytes:
    begin, end = _slice(content, dice)
    return content[:begin] + content[end:]


def _double(content: bytes, dice: random.Random) -> bytes:
    begin, end = _slice(content, dice)
    return content[:end] + content[begin:]


def _splice(content: bytes, dice: random.Random) -> bytes:
    at, _ = _slice(content, dice)
    return content[:at] + dice.choice(_NASTY) + content[at:]


def _end(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _elements(content: bytes) -> list[tuple[int, int, re.Match[bytes]]]:
    return [(found.start(), found.end(), found) for found in _ELEMENT.finditer(content)]


def _other_text(content: bytes, dice: random.Random) -> bytes:
    """An answer, or a cell of a sheet, is something else."""
    if found := _elements(content):
        _, _, one = dice.choice(found)
        return content[: one.start(3)] + dice.choice(_NASTY) + content[one.end(3) :]
    cells = content.split(b"|")
    cells[dice.randrange(len(cells))] = dice.choice(_NASTY)
    return b"|".join(cells)


def _swap(content: bytes, dice: random.Random) -> bytes:
    """Two elements, or two lines, change places."""
    found = _elements(content)
    if len(found) < 2:
        lines = content.split(b"\n")
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        return b"\n".join(lines)
    first, second = sorted(dice.sample(found, 2), key=lambda each: each[0])
    return (
        content[: first[0]]
        + second[2][0]
        + content[first[1] : second[0]]
        + first[2][0]
        + content[second[1] :]
    )


def _drop_or_double(content: bytes, dice: random.Random) -> bytes:
    found = _elements(content)
    begin, end = dice.choice(found)[:2] if found else _slice(content, dice)
    return content[:begin] + content[begin:end] * dice.choice((0, 2, 40)) + content[end:]


def _rename(content: bytes, dice: random.Random) -> bytes:
    if not (found := _elements(content)):
        return content
    begin, end, one = dice.choice(found)
    name = dice.choice(
        (b"instanceID", b"deprecatedID", b"visit_code", b"meta", b"entity", b"a" * 300, b"orx:meta")
    )
    return content[:begin] + b"<%s>%s</%s>" % (name, one[3], name) + content[end:]


_CHANGES = (_flip, _cut, _double, _splice, _end, *[_other_text] * 3, _swap, _drop_or_double, _rename)
