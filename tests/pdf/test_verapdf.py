"""The veraPDF runner: it must pass good files, and it must be seen to fail bad ones."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tests.pdf import verapdf
from tests.pdf.verapdf import Failure, VeraPdfError, validate

pytestmark = pytest.mark.pdf

FONT = str(
    files("fontpkg_atkinson_hyperlegible").joinpath("files", "AtkinsonHyperlegible-Regular.ttf")
)
DOT = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="


def page(tmp_path: Path, image: str, variant: str, name: str = "page.pdf") -> Path:
    """A page of one heading and one image, in a PDF variant of WeasyPrint's."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    face = f"@font-face {{ font-family: Page; src: url({Path(FONT).as_uri()}) }}"
    style = CSS(string=f"{face} * {{ font-family: Page; font-weight: normal }}", font_config=fonts)
    html = f"<html lang=en><title>Page</title><h1>Heading</h1><p>{image}</p>"
    path = tmp_path / name
    HTML(string=html).write_pdf(path, stylesheets=[style], font_config=fonts, pdf_variant=variant)
    return path


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Failure]]:
    """What one run says of four files: two good in one standard, one without alt, one no PDF."""
    folder = tmp_path_factory.mktemp("verapdf")
    alt = f'<img src="{DOT}" alt="A dot">'
    noise = folder / "nó pdf.pdf"
    noise.write_bytes(b"this is no PDF")
    paths = [
        page(folder, alt, "pdf/ua-1", "ua.pdf"),
        page(folder, alt, "pdf/a-3a", "archive.pdf"),
        page(folder, f'<img src="{DOT}">', "pdf/ua-1", "bad.pdf"),
        noise,
    ]
    found = validate(paths)
    assert list(found) == paths
    return {path.stem: failures for path, failures in found.items()}


def of(flavour: str, failures: list[Failure]) -> set[str]:
    return {f"{fail.clause}-{fail.test}" for fail in failures if fail.flavour == flavour}


def test_good_file_passes_each_standard_it_claims(verdicts: dict[str, list[Failure]]) -> None:
    assert of("PDFUA_1", verdicts["ua"]) == set()
    assert of("PDFA_3_A", verdicts["archive"]) == set()


def test_each_standard_is_checked_by_its_own_rules(verdicts: dict[str, list[Failure]]) -> None:
    assert "5-1" in of("PDFUA_1", verdicts["archive"])  # claims no PDF/UA
    assert "6.6.4-1" in of("PDFA_3_A", verdicts["ua"])  # claims no PDF/A


def test_image_without_alt_is_found(verdicts: dict[str, list[Failure]]) -> None:
    (failure,) = (fail for fail in verdicts["bad"] if fail.flavour == "PDFUA_1")
    assert (failure.clause, failure.test, failure.count) == ("7.3", 1, 1)
    assert "Figure" in failure.message
    assert "Figure" in failure.context
    assert str(failure).startswith("PDFUA_1 7.3-1: ")


def test_unreadable_file_fails_each_standard(verdicts: dict[str, list[Failure]]) -> None:
    assert [fail.flavour for fail in verdicts["nó pdf"]] == ["PDFUA_1", "PDFA_3_A"]
    assert {fail.clause for fail in verdicts["nó pdf"]} == {verapdf.UNREADABLE}


def test_no_file_needs_no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert validate([]) == {}


def test_no_flavour_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no flavour"):
        validate([tmp_path / "any.pdf"], flavours=())


def test_unknown_flavour_is_an_error_not_a_pass(tmp_path: Path) -> None:
    with pytest.raises(VeraPdfError, match="PDFUA_9"):
        validate([tmp_path / "any.pdf"], flavours=("PDFUA_9",))


def test_missing_java_names_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(VeraPdfError, match="apt-get install default-jdk-headless"):
        validate([tmp_path / "any.pdf"])


def test_java_that_answers_nothing_is_an_error_not_a_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mute = tmp_path / "java"
    mute.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    mute.chmod(0o755)
    javac = shutil.which("javac")
    assert javac
    monkeypatch.setenv("PATH", f"{tmp_path}:{Path(javac).parent}")
    with pytest.raises(VeraPdfError, match="gave no answer"):
        validate([tmp_path / "any.pdf"])
