"""The errors a user can meet. Anything else is our bug and keeps its traceback."""

from __future__ import annotations

from briefs.model.diagnostic import Diagnostic, in_order


class BriefsError(Exception):
    """Base of every error that the command line shows without a traceback."""


class InputError(BriefsError):
    """The project's files have errors: all diagnostics of one run, sorted; what came of them."""

    def __init__(
        self, diagnostics: list[Diagnostic] | tuple[Diagnostic, ...], outcome: str = ""
    ) -> None:
        self.diagnostics = in_order(diagnostics)
        self.outcome = outcome
        super().__init__(f"{len(self.diagnostics)} findings in the input")


class UsageError(BriefsError):
    """The call names something that the project does not have."""

    def __init__(self, message: str, mend: str = "") -> None:
        self.message = message
        self.mend = mend
        super().__init__(message)


class EngineError(BriefsError):
    """Chrome, WeasyPrint, a font or the disk failed: what happened and what helps."""

    def __init__(self, message: str, mend: str = "") -> None:
        self.message = message
        self.mend = mend
        super().__init__(message)
