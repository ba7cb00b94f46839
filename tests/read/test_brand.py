"""A brand.yml as an organisation has it is read as it is; slips are named at their place."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from briefs.model.brand import Brand, Fonts
from briefs.model.codes import Code
from briefs.model.colour import TEXT, contrast
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.read.brand import BRAND, read_brand
from briefs.read.schemas import schemas
from briefs.read.workspace import Workspace
from briefs.read.yaml import parse_yaml

BRANDS = Path(__file__).resolve().parents[1] / "projects" / "brands"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


def read(text: str, root: Path, files: dict[str, bytes] | None = None) -> tuple[
    Brand | None, list[Diagnostic]
]:  # fmt: skip
    for name, data in {BRAND: text.encode(), **(files or {})}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    workspace = Workspace(root, root)
    return read_brand(workspace), workspace.diagnostics


def test_a_brand_made_for_a_website_is_read_as_it_is() -> None:
    workspace = Workspace(BRANDS / "harbor")
    brand = read_brand(workspace)
    assert brand is not None
    assert workspace.diagnostics == []
    colour = brand.color
    assert (colour.foreground, colour.background, colour.primary) == (
        "#1A1F24", "#FFFFFF", "#0B5C5E",
    )  # fmt: skip
    assert (colour.headings, colour.muted) == ("#1A1F24", "#4C5860")  # followed to the palette
    assert brand.typography == Fonts("Fira Sans", "Fira Sans", base_weight=400, headings_weight=700)
    assert brand.name == "Harbor Institute"
    assert brand.logo is not None
    assert (brand.logo.kind, brand.logo.alt) == ("image/svg+xml", "Harbor Institute")
    assert brand.logo.data == (BRANDS / "harbor/assets/logos/wordmark.svg").read_bytes()


def test_the_schema_takes_both_test_brands() -> None:
    for path in sorted(BRANDS.glob("*/assets/brand.yml")):
        data = parse_yaml(path.read_text("utf-8"), path.name).data
        assert list(Draft7Validator(schemas()["brand"]).iter_errors(data)) == [], path


def test_what_is_not_written_is_mixed_so_that_it_can_be_read(tmp_path: Path) -> None:
    brand, findings = read("color: {background: '#14202B', primary: '#F2C14E'}", tmp_path)
    assert findings == []
    assert brand is not None
    colour = brand.color
    assert colour.foreground == "#FFFFFF"  # the paper is dark
    for text in (colour.foreground, colour.primary, colour.headings, colour.muted):
        for paper in (colour.background, colour.tint):
            assert contrast(text, paper) >= TEXT
    assert len({colour.background, colour.tint, colour.rule, colour.muted}) == 4


def test_a_secondary_that_is_too_pale_for_text_is_not_taken_for_notes(tmp_path: Path) -> None:
    pale, _ = read("color: {secondary: '#BBBBBB'}", tmp_path)
    dark, _ = read("color: {secondary: '#555500'}", tmp_path)
    assert pale is not None
    assert dark is not None
    assert contrast(pale.color.muted, "#FFFFFF") >= TEXT
    assert dark.color.muted == "#555500"


def test_a_brand_of_two_modes_is_read_in_the_one_that_is_asked_for(tmp_path: Path) -> None:
    text = (
        "color:\n  foreground: {light: '#111111', dark: '#FAFAFA'}\n"
        "  background: {light: white, dark: '#222222'}\n  primary: {dark: '#9AB8FF'}\n"
    )
    light, _ = read(text, tmp_path)
    dark, _ = read(f"{text}defaults: {{briefs: {{mode: dark}}}}\n", tmp_path)
    assert light is not None
    assert dark is not None
    assert (light.color.foreground, light.color.background) == ("#111111", "#FFFFFF")
    assert (dark.color.foreground, dark.color.background) == ("#FAFAFA", "#222222")


def test_headings_are_set_as_the_text_where_they_have_no_font(tmp_path: Path) -> None:
    brand, _ = read("typography: {base: {family: Fira Sans, weight: light}}", tmp_path)
    assert brand is not None
    assert brand.typography == Fonts("Fira Sans", "Fira Sans", base_weight=300)


@pytest.mark.parametrize(
    ("text", "code", "place", "message", "mend"),
    [
        ("color: {primary: blu}", Code.VALUE_INVALID, "1:18", 'primary: "blu"', "#0B4F8A"),
        (
            "color: {palette: {navy-blue: '#113'}, primary: navyblue}",
            Code.VALUE_INVALID, "1:48", '"navyblue"', 'did you mean "navy-blue"?',
        ),
        ("color: {primary: '#00000080'}", Code.VALUE_INVALID, "1:18", "without transparency", ""),
        ("color: {primary: currentColor}", Code.VALUE_INVALID, "1:18", "currentColor", ""),
        (
            "color: {palette: {a: b, b: a}, primary: a}",
            Code.VALUE_INVALID, "1:41", '"a" is neither', "",
        ),
        (
            "color: {primary: {lite: red}}",
            Code.KEY_UNKNOWN, "1:19", '"lite"', 'did you mean "light"?',
        ),
        ("color: {foregrund: red}", Code.KEY_UNKNOWN, "1:9", "foregrund", '"foreground"?'),
        ("colour: {primary: red}", Code.KEY_UNKNOWN, "1:1", "colour", 'did you mean "color"?'),
        (
            "defaults: {brief: {tint: red}}",
            Code.KEY_UNKNOWN, "1:12", '"brief" is not what', 'did you mean "briefs"?',
        ),
        ("defaults: {briefs: {tnt: red}}", Code.KEY_UNKNOWN, "1:21", "tnt", '"tint"?'),
        (
            "typography: {headings: {weight: 650}}",
            Code.VALUE_INVALID, "1:33", '"650" is no weight of a font', "",
        ),
        ("color: {primary: [red]}", Code.VALUE_INVALID, "1:18", "not a list", ""),
    ],
)  # fmt: skip
def test_a_slip_is_named_at_its_place(
    text: str, code: Code, place: str, message: str, mend: str, tmp_path: Path
) -> None:
    brand, (finding,) = read(text, tmp_path)
    assert brand is None
    assert (finding.code, str(finding.place)) == (code, f"{BRAND}:{place}")
    assert message in finding.message
    assert mend in finding.mend


# --- the logo --------------------------------------------------------------------------------


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x7f" * width) * height)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


FILES = {"assets/a.svg": SVG.encode(), "assets/b.png": png(), "assets/deep/c.svg": SVG.encode()}


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("logo: a.svg", "a.svg"),
        ("logo: {path: b.png, alt: X}", "b.png"),
        ("logo: {small: a.svg, medium: b.png, large: deep/c.svg}", "b.png"),
        ("logo: {small: a.svg}", "a.svg"),
        ("logo: {images: {mark: {path: b.png, alt: Mark}}, medium: mark}", "b.png"),
        ("logo: {medium: {light: a.svg, dark: b.png}}", "a.svg"),
        ("logo: {medium: {light: a.svg, dark: b.png}}\ncolor: {background: black}", "b.png"),
        ("logo: {medium: {dark: b.png}}", "b.png"),
    ],
)
def test_the_logo_is_found_however_it_is_written(text: str, file: str, tmp_path: Path) -> None:
    brand, findings = read(f"meta: {{name: Org}}\n{text}\n", tmp_path, FILES)
    assert findings == []
    assert brand is not None
    assert brand.logo is not None
    assert brand.logo.data == FILES[f"assets/{file}"]


def test_a_logo_without_alt_text_is_the_name_of_the_organisation(tmp_path: Path) -> None:
    brand, _ = read("meta: {name: {short: O, full: Organisation}}\nlogo: a.svg", tmp_path, FILES)
    assert brand is not None
    assert brand.logo is not None
    assert brand.logo.alt == "Organisation"
    brand, (finding,) = read("logo: a.svg", tmp_path, FILES)
    assert "no alt text" in finding.message


def test_a_logo_at_an_address_is_left_out_with_a_warning(tmp_path: Path) -> None:
    brand, (finding,) = read("logo: {medium: 'https://x.example/a.svg'}", tmp_path)
    assert brand is not None
    assert brand.logo is None
    assert finding.severity is Severity.WARNING
    assert str(finding.place) == f"{BRAND}:1:16"
    assert "nothing is fetched" in finding.message


def svg(inner: str) -> bytes:
    return SVG.replace("<path", f"{inner}<path").encode()


@pytest.mark.parametrize(
    ("path", "data", "message"),
    [
        ("none.svg", None, 'the logo "none.svg" is not there'),
        ("../../etc/passwd.svg", None, "is not below assets/"),
        ("/etc/passwd.svg", None, "is not below assets/"),
        ("a.gif", b"GIF89a", "is neither SVG nor PNG nor JPEG"),
        ("a.png", b"<svg/>", "is not what its name says"),
        ("a.svg", b"\x89PNG", "is no SVG that can be read"),
        ("a.svg", b"<html/>", "is no SVG that can be read"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.encode(), "may hide entities"),
        ("a.svg", svg("<script>x</script>"), "holds a <script>"),
        ("a.svg", svg('<image href="x.png"/>'), "holds a <image>"),
        ("a.svg", svg("<text>Org</text>"), "holds text"),
        ("a.svg", svg('<use href="file:///etc/passwd#a"/>'), "refers to file:///etc/passwd"),
        ("a.svg", svg('<rect fill="url(http://x.example/)"/>'), "refers to url(http"),
        ("a.svg", svg("<style>@import 'x.css';</style>"), "refers to another file"),
        ("a.svg", svg('<rect onclick="x()"/>'), "refers to x()"),
        ("a.svg", SVG.encode() + b" " * 1_000_001, "is larger than 1000 kB"),
    ],
)
def test_a_logo_that_could_do_more_than_be_seen_is_refused(
    path: str, data: bytes | None, message: str, tmp_path: Path
) -> None:
    files = {} if data is None else {f"assets/{path}": data}
    brand, (finding,) = read(f"meta: {{name: Org}}\nlogo: {path}", tmp_path, files)
    assert brand is None or brand.logo is None
    assert message in finding.message
    assert finding.severity is Severity.ERROR
    assert str(finding.place) == f"{BRAND}:2:7"
    assert finding.mend


def test_a_link_that_leads_out_of_the_project_is_no_logo(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(SVG, "utf-8")
    root = tmp_path / "project"
    (root / "assets").mkdir(parents=True)
    (root / "assets/a.svg").symlink_to(tmp_path / "secret.svg")
    brand, (finding,) = read("meta: {name: Org}\nlogo: a.svg", root)
    assert brand is None or brand.logo is None
    assert finding.code == Code.FILE_UNREADABLE


def test_own_shapes_may_be_used_again(tmp_path: Path) -> None:
    drawn = svg('<defs><g id="a"><path d="M0 0h1"/></g></defs><use href="#a"/>')
    brand, findings = read("meta: {name: Org}\nlogo: a.svg", tmp_path, {"assets/a.svg": drawn})
    assert findings == []
    assert brand is not None
    assert brand.logo is not None
