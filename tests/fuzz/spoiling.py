"""Spoils the files of a small project, each case the same for the same seed and number.

A case takes one to three files and does one to four things to each: to its bytes, its lines, its
keys and values, its Jinja or its Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

Files = Mapping[str, bytes]
Spoil = Callable[[Random, str], str]

_BYTES = (
    *(
        b"\x00",
        b"\xff",
        b"\xfe\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xef\xbb\xbf",
    ),
    *(b"\r", b"\r\n", b"\x85", b"\x07", b"\x1b[31m", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\x7f"),
    *(b"\xee\x80\x800\xee\x80\x81", b"\xf0\x9f\x87\xba", b"\xc2\xad", b"\t", b"\n\n"),
)
_SIGNS = "[]{}()<>|#*_`~&!@%^$=+-.,:;?/\\\"'“”‘’«»… \t\n0123456789aeXZé½²Ⅳ１٣א🙂\u00a0\u200b\u0301"
_IDS = (
    *("grant-max", "homes-all", "homes-north", "homes-south", "start", "def-lead-pipe"),
    *("view-faster", "view-slower", "quote-mayor", "county-report", "homes", "resident", "nope"),
    *("office", "homes-left", "homes-again", "news", "views", "lead-pipes", "en", "USD"),
)
_KEYS = (
    *("id", "kind", "value", "unit", "qualifier", "label", "text", "as_of", "review_by", "ttl"),
    *("source", "evidence", "attribution", "audiences", "status", "pair_with", "part_of", "side"),
    *(
        "same_as",
        "reaches",
        "verified_on",
        "vanity",
        "derive",
        "absence",
        "note",
        "reason",
        "facts",
    ),
    *("whole", "caption", "title", "publisher", "published", "retrieved", "url", "sha256", "terms"),
    *("units", "sides", "pages", "sections", "optional_sections", "reading", "summary", "word"),
    *("instead", "why", "en", "es", "topic", "locales", "paper", "style", "font", "<<", "", "é"),
)
_DATES = (
    *("9999-12-31", "0001-01-01", "0000-00-00", "2025-02-30", "2025-13-01", "10000-01-01", "2025"),
    *(
        "2025-10",
        "20250802",
        "2025-8-2",
        "1999-12-31",
        "2026-01-01",
        "253402300800",
        "-1",
        "2025-W10-1",
    ),
)
_NUMBERS = (
    *("0", "-1", "1e999", ".inf", ".nan", "0x10", "1_000", "007", "9" * 18, "9" * 19, "9" * 5000),
    *("3.10", "-0", "1.0000000001", "٣", "½", "1e-400", "true", "no"),
)
_FORMULAS = (
    *(
        "= homes-all",
        "= homes-north + homes-south",
        "= homes-all / 0",
        "= (",
        "= " + "(" * 30 + "1",
    ),
    *(
        "= grant-max * grant-max",
        "= " + "999999999999 * " * 40 + "1",
        "= start",
        "= quote-mayor",
        "=",
    ),
    *(
        "= homes-left - homes-left",
        "= homes-north / (homes-all - homes-all)",
        "= 1 / 3",
        "= -1",
        "= é",
    ),
)
_NODES = (
    *("", "~", "null", "[]", "{}", "[[[]]]", "{en: {en: x}}", "{en: }", "{en: ~, es: ~}", "[~]"),
    *("{en: x, en: y}", "&a x", "*a", "&a [*a]", "!!int 3", "!x y", "!!python/name:os.system ''"),
    *("{<<: *a}", "? x", "|", ">-", "|9", "|\n\n\n", '"\\u0007"', '"\\u202e"', '"\\ue0000\\ue001"'),
    *(
        '"\\ue00099\\ue001"',
        '"a\\nb"',
        '"\\ud800"',
        '"\\x00"',
        "'",
        '"',
        "[",
        "{",
        "- - -",
        "x: y: z",
    ),
    *(
        "[" * 40,
        "{a: " * 40,
        "- " * 40 + "x",
        "x" * 3000,
        "x " * 900,
        "''",
        "' '",
        "{value}",
        "'{0}'",
    ),
    *(
        "'{date}'",
        "'{value!r:>9}'",
        "'%s'",
        "exactly",
        "at least",
        "up to",
        "held",
        "[en]",
        "@",
        "`",
    ),
    *(
        "'https://example.org/1'",
        "202-555-0143",
        "pipes@example.org",
        "'<b>x</b>'",
        "'&#49;'",
        "TBD",
    ),
    *("{en: 'Twelve homes, 12 homes, a dozen'}", "{en: The crisis is outrageous!}", "{en: '{{'}"),
    *("amount", "count", "rate", "date", "definition", "statement", "view", "quote", "forecast"),
    *("advice", "contact", "tiles", "bars", "table", "units", "en-US", "xx", "../..", "government"),
)
_NAMES = (
    *(
        "fact",
        "say",
        "quote",
        "pair",
        "note",
        "figure",
        "section",
        "has_section",
        "badge",
        "message",
    ),
    *(
        "sources",
        "contacts",
        "brief",
        "publisher",
        "lang",
        "range",
        "loop",
        "self",
        "super",
        "caller",
    ),
    *("x", "none", "true", "varargs", "class", "def", "None", "dict", "lipsum", "namespace"),
)
_FILTERS = (
    *(
        "upper",
        "length",
        "int",
        "float",
        "round",
        "join",
        "list",
        "first",
        "max",
        "sum",
        "sort",
        "safe",
    ),
    *(
        "escape",
        "striptags",
        "tojson",
        "truncate(3)",
        "truncate(-1)",
        "replace('', 'b')",
        "map('upper')",
    ),
    *(
        "attr('_fact')",
        "default(1)",
        "dictsort",
        "groupby('x')",
        "urlize",
        "xmlattr",
        "select",
        "nope",
    ),
    *(
        "center(9)",
        "format(1)",
        "batch(2)",
        "wordcount",
        "unique",
        "reverse",
        "items",
        "map('nope')",
    ),
)
_ATTRIBUTES = (
    *("value", "counted", "label", "as_of", "_fact", "__class__", "__init__.__globals__", "format"),
    *("x", "title", "upper()", "split('')", "index", "keys()", "join(x)", "0", "parent"),
)
_OPERATORS = (
    *("+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "in", "not in", "and", "or", "is", "|"),
    *("is not", "if", "else", "<<", "="),
)
_TESTS = ("defined", "none", "nope", "divisibleby(0)", "in [1]", "sameas 3", "mapping", "callable")
_LITERALS = (
    *(
        "1",
        "0",
        "1.5",
        "1e99",
        "9" * 400,
        "''",
        "'x'",
        '"homes-all"',
        "'\\x07'",
        "'\\ue0000\\ue001'",
    ),
    *(
        "[]",
        "{}",
        "()",
        "[1, 'a']",
        "{'a': 1}",
        "none",
        "true",
        "'\\N{DIGIT ONE}'",
        "'\\ud800'",
        "²",
    ),
)
_JINJA = (
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{{ }}",
        "{% %}",
        "{{ {{ }} }}",
        "{% raw %}",
        "{% endraw %}",
    ),
    *(
        "{%- if x -%}",
        "{% endif %}",
        "{% endfor %}",
        "{% else %}",
        "{% endblock %}",
        "{% extends 3 %}",
    ),
    *(
        '{% extends "resident.html.j2" %}',
        '{% include "resident.html.j2" %}',
        '{% include "nope" %}',
    ),
    *('{% import "base.html.j2" as b %}', '{% from "base.html.j2" import x %}', "{% block body %}"),
    *("{% block a-b %}{% endblock %}", "{% block x %}{% endblock %}{% block x %}{% endblock %}"),
    *("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% macro m(a, a) %}{% endmacro %}"),
    *(
        "{{ fact(a=1, a=2) }}",
        "{% call fact('x') %}{% endcall %}",
        "{% set x.y = 1 %}",
        "{% do x %}",
    ),
    *(
        "{% set None = 1 %}",
        "{% for loop in [1] %}{% endfor %}",
        "{% for a, b in [1] %}{% endfor %}",
    ),
    *("{% break %}", "{% trans %}x{% endtrans %}", "{% autoescape false %}<b>{% endautoescape %}"),
    *(
        "{% filter upper %}x{% endfilter %}",
        "{% with a = 1 %}{{ a }}{% endwith %}",
        "{{ self.body() }}",
    ),
    *("{% for a in a recursive %}{{ loop(a) }}{% endfor %}", "{{ range(10 ** 9) }}", "{{ 1"),
    *('{{ say("view-faster") }}', '{{ quote("quote-mayor") }}', '{{ fact("grant-max").value }}'),
    *(
        '{{ section("news") }}',
        '{{ figure("homes") }}',
        '{{ pair("homes-all") }}',
        "{{ contacts() }}",
    ),
)
_MARKDOWN = (
    *(
        "```\n",
        "~~~\nx\n",
        "    code 1\n",
        "# One\n",
        "## Two\n",
        "## Two {: #news }\n",
        "## {: #x }\n",
    ),
    *(
        "## Two {: #two }\n\nWords.\n",
        "- a\n  - b\n",
        "1. a\n2) b\n",
        "> a\n",
        "---\n",
        "***\n",
        "|\n",
    ),
    *(
        "|a|b|\n|-|-|\n|1|2|3|\n",
        "|a|\n|:-:|\n||\n",
        "[a](b)",
        "[a](<b",
        "[a]: <b>\n",
        "[a][b]",
        "[]()",
    ),
    *(
        "![a](b)",
        "<https://example.org/>",
        "<b>bold</b>",
        "<!-- x -->",
        "<script>1</script>",
        "<a href='",
    ),
    *(
        "&amp;",
        "&#49;",
        "&#x202e;",
        "&#xe000;0&#xe001;",
        "&nope;",
        "&#0;",
        "\\\\",
        "\\*",
        "*a",
        "**a*",
    ),
    *(
        "__a_",
        "`a",
        "``a`",
        "a  \nb",
        "Setext\n===\n",
        "Setext\n---\n",
        "[a](javascript:x)",
        "![](x)",
    ),
    *(
        "call 202-555-0143",
        "pipes@example.org",
        "Twenty-five homes",
        "N/A",
        "Is it a scandal?",
        "12",
    ),
)


def spoilt(seed: str, number: int, base: Files) -> dict[str, bytes]:
    """The files that a case puts in the place of the project's.

    Args:
        seed: Names a row of cases.
        number: The case's number in it.
        base: The files that may be spoilt, by name.
    """
    random = Random(f"{seed}/{number}")
    names = sorted(base)
    weights = [_WEIGHTS.get(name.rpartition(".")[2], 3) for name in names]
    chosen = random.choices(names, weights, k=random.choices((1, 2, 3), (6, 2, 1))[0])
    return {name: _file(random, name, base) for name in sorted(set(chosen))}


_WEIGHTS = {"j2": 1, "md": 6, "toml": 2, "yml": 1}
"""How often a file is taken, by its suffix: a template takes longest to read anew."""


def _file(random: Random, name: str, base: Files) -> bytes:
    if random.random() < 0.03:
        return _of_nothing_else(random, name, base)
    text = base[name].decode()
    ways = _WAYS[name.rpartition(".")[2]]
    for _ in range(random.choices((1, 2, 3, 4), (6, 3, 1, 1))[0]):
        text = random.choice(ways)(random, text)
    data = text.encode("utf-8", "surrogatepass")
    return _bytes(random, data, base) if random.random() < 0.15 else data


def _of_nothing_else(random: Random, name: str, base: Files) -> bytes:
    """A file that holds nothing, one thing many times, or another file's text."""
    piece = random.choice([*_NODES, *_JINJA, *_MARKDOWN, *_SIGNS, *_FORMULAS])
    whole = (
        "",
        "\n" * random.randint(1, 200),
        piece,
        piece * random.randint(2, 2000 // len(piece or "x") + 2),
        "---\n" + piece + "\n---\n",
        "\ufeff" + base[name].decode(),
        base[name].decode().replace("\n", random.choice(("\r\n", "\r", "\n\n", " "))),
        base[random.choice(sorted(base))].decode(),
    )
    return random.choice(whole).encode("utf-8", "surrogatepass")


def _bytes(random: Random, data: bytes, base: Files) -> bytes:
    at = random.randint(0, len(data))
    to = min(len(data), at + random.choice((1, 1, 2, 8, 80)))
    other = base[random.choice(sorted(base))]
    start = random.randint(0, len(other))
    return random.choice(
        (
            data[:at] + random.choice(_BYTES) + data[at:],
            data[:at] + bytes(byte ^ 1 << random.randint(0, 7) for byte in data[at:to]) + data[to:],
            data[:at] + data[to:],
            data[:at],
            data[:at] + other[start:],
            data[:at] + random.randbytes(random.randint(1, 6)) + data[at:],
        )
    )


def _insert(random: Random, text: str, piece: str) -> str:
    at = random.randint(0, len(text))
    return text[:at] + piece + text[at:]


def _signs(random: Random, text: str) -> str:
    sign = random.choice(_SIGNS)
    return _insert(random, text, sign * random.choice((1, 1, 1, 2, 3, 30, 1000)))


def _cut(random: Random, text: str) -> str:
    at = random.randint(0, len(text))
    return text[:at] + text[at + random.choice((1, 1, 2, 5, 20, 100)) :]


def _lines(random: Random, text: str) -> str:
    """Lines taken away, doubled, swapped, moved in or out, or said many times."""
    lines = text.split("\n")
    at, to = sorted((random.randrange(len(lines)), random.randrange(len(lines))))
    few = lines[at : at + random.choice((1, 1, 2, 5))]
    way = random.randrange(6)
    if way == 0:
        del lines[at : at + len(few)]
    elif way == 1:
        lines[to:to] = few
    elif way == 2:
        lines[at], lines[to] = lines[to], lines[at]
    elif way == 3:
        lines[at] = random.choice(("  ", " ", "\t", "- ", "    ")) + lines[at]
    elif way == 4:
        lines[at] = lines[at][random.choice((1, 2, 4)) :]
    else:
        lines[at:at] = few * random.choice((2, 10, 60))
    return "\n".join(lines)


_PAIR = re.compile(r"^([ \t]*(?:- )?)([\w-]+)([ \t]*[:=][ \t]*)(.*)$", re.MULTILINE)


def _value(random: Random) -> str:
    pool = random.choice((_NODES, _NODES, _DATES, _NUMBERS, _FORMULAS, _IDS, None))
    if pool is None:
        return "{en: '" + _jinja_piece(random).replace("'", '"').replace("\n", " ") + "'}"
    picked = random.choice(pool)
    return random.choice(
        (picked, picked, picked, f'"{picked}"', f"[{picked}]", f"{{en: {picked}}}")
    )


def _entry(random: Random, text: str) -> str:
    """A key with another name or value, without one, twice, or a new one."""
    pairs = list(_PAIR.finditer(text))
    if not pairs:
        return _signs(random, text)
    pair = random.choice(pairs)
    before, key, sign, value = pair.groups()
    way = random.randrange(8)
    if way == 0:
        key = random.choice(_KEYS)
    elif way == 1:
        value += f"\n{' ' * len(before)}{random.choice(_KEYS)}{sign}{_value(random)}"
    elif way == 2:
        value += f"\n{' ' * len(before)}{key}{sign}{value}"
    elif way == 3:
        value = random.choice(pairs)[4]
    elif way == 4:
        value = _inside(random, value)
    else:
        value = _value(random)
    return text[: pair.start()] + before + key + sign + value + text[pair.end() :]


def _inside(random: Random, value: str) -> str:
    """Something within a value: a sign, a piece of Jinja or Markdown."""
    piece = random.choice((random.choice(_SIGNS), _jinja_piece(random), random.choice(_MARKDOWN)))
    return _insert(random, value, piece.replace("\n", " "))


def _reference(random: Random, text: str) -> str:
    """One id in the place of another: circles, self-references, things of the wrong kind."""
    found = list(re.finditer("|".join(map(re.escape, _IDS[:12])), text))
    if not found:
        return _cut(random, text)
    match = random.choice(found)
    return text[: match.start()] + random.choice(_IDS) + text[match.end() :]


def _expression(random: Random, depth: int = 3) -> str:
    """A Jinja expression that may make sense or none."""
    if depth == 0 or random.random() < 0.15:
        return random.choice((random.choice(_LITERALS), random.choice(_NAMES)))
    one = _expression(random, depth - 1)
    way = random.randrange(11)
    if way == 0:
        many = random.choice((1, 3, 12, 120))
        return "(" * many + one + ")" * many
    if way == 1:
        return f"{one}.{random.choice(_ATTRIBUTES)}"
    if way == 2:
        return f"{one}|{random.choice(_FILTERS)}"
    if way == 3:
        return f"{one} is {random.choice(_TESTS)}"
    if way == 4:
        return f"{one} {random.choice(_OPERATORS)} {_expression(random, depth - 1)}"
    if way == 5:
        return random.choice(("not ", "-", "+")) * random.choice((1, 2, 300)) + one
    if way == 6:
        return f"{one} if {_expression(random, depth - 1)} else {random.choice(_LITERALS)}"
    if way == 7:
        return random.choice((f"[{one}]", f"{{{one}: {one}}}", f"{one}[{one}]", f"({one},)"))
    function = random.choice(_NAMES[:12])
    given = random.choice((f'"{random.choice(_IDS)}"', f'"{random.choice(_IDS)}"', one))
    return f"{function}({given}){random.choice(('', '', '.' + random.choice(_ATTRIBUTES)))}"


def _jinja_piece(random: Random) -> str:
    way = random.randrange(6)
    if way == 0:
        return random.choice(_JINJA)
    inner = f"{{{{ {_expression(random)} }}}}"
    if way == 1:
        many = random.choice((1, 2, 24, 110))
        opened = "".join(f"{{% if {_expression(random, 1)} %}}" for _ in range(many))
        return opened + inner + "{% endif %}" * random.choice((many, many, many - 1))
    if way == 2:
        many = random.choice((1, 2, 22))
        return "{% for a in [1] %}" * many + inner + "{% endfor %}" * many
    if way == 3:
        return f"{{% set {random.choice(_NAMES)} = {_expression(random)} %}}{inner}"
    return inner


def _jinja(random: Random, text: str) -> str:
    """Jinja put in, or a call changed that is there."""
    calls = list(re.finditer(r"\{[{%].*?[}%]\}", text))
    if calls and random.random() < 0.5:
        call = random.choice(calls)
        changed = random.choice(
            (
                _jinja_piece(random),
                _cut(random, call[0]),
                _signs(random, call[0]),
                call[0].replace(" }}", f"|{random.choice(_FILTERS)} }}}}"),
                call[0].replace(" }}", f".{random.choice(_ATTRIBUTES)} }}}}"),
                re.sub(r'"[^"]*"', lambda _: _expression(random, 2), call[0]),
                re.sub(r"\w+(?=\()", lambda _: random.choice(_NAMES), call[0]),
            )
        )
        return text[: call.start()] + changed + text[call.end() :]
    return _insert(random, text, _jinja_piece(random))


def _markdown(random: Random, text: str) -> str:
    """Markdown put in, at the beginning of a line or within one; at times very deep or long."""
    piece = random.choice(_MARKDOWN)
    way = random.randrange(5)
    if way == 0:
        piece = random.choice(
            ("> ", "- ", "* ", "1. ", "#", "*", "_", "`", "[", "![", "<", "|", "  ")
        ) * (random.choice((2, 10, 200)))
    elif way == 1:
        piece = "\n".join("  " * depth + "- x" for depth in range(random.choice((3, 200))))
    lines = text.split("\n")
    at = random.randrange(len(lines) + 1)
    if way == 2 and at < len(lines):
        lines[at] = _insert(random, lines[at], piece)
    else:
        lines[at:at] = [*piece.split("\n"), ""]
    return "\n".join(lines)


_PLAIN: tuple[Spoil, ...] = (_signs, _cut, _lines, _lines)
_WAYS: dict[str, tuple[Spoil, ...]] = {
    "yaml": (*_PLAIN, _entry, _entry, _entry, _entry, _entry, _entry, _reference, _reference),
    "yml": (*_PLAIN, _entry, _entry, _entry),
    "toml": (*_PLAIN, _entry, _entry, _entry, _entry, _reference),
    "md": (*_PLAIN, _entry, _reference, _jinja, _jinja, _jinja, _markdown, _markdown, _markdown),
    "j2": (*_PLAIN, _entry, _reference, _jinja, _jinja, _jinja, _jinja, _markdown),
}
