"""A project's ``approvals.yaml`` to approvals. Without the file, nothing is approved."""

from __future__ import annotations

from briefs.model.approval import Approval
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.read.entries import read_all
from briefs.read.workspace import APPROVALS, Workspace
from briefs.read.yaml import Document, parse_yaml


def read_approvals(workspace: Workspace) -> tuple[tuple[Approval, ...], bool]:
    """The good entries of a project's own file, and whether these are all.

    What stands among the built-ins is another project's and approves nothing here.
    """
    path = workspace.root / APPROVALS
    if not path.is_file():
        there = path.is_symlink() or path.exists()
        if there:
            workspace.diagnostics.append(
                Diagnostic(
                    Code.FILE_UNREADABLE,
                    f"{APPROVALS} is no file",
                    Place(APPROVALS),
                    "put the file itself there",
                )
            )
        return (), not there
    text = workspace.text(APPROVALS)
    if text is None:
        return (), False
    document = parse_yaml(text, APPROVALS)
    approvals = approvals_in(document)
    workspace.diagnostics += document.diagnostics
    return approvals, not document.diagnostics


def approvals_in(document: Document) -> tuple[Approval, ...]:
    """The good entries of a document, each once; what is wrong goes to the document."""
    found: dict[tuple[object, ...], Approval] = {}
    for approval in read_all(Approval, document):
        key = (approval.of, approval.hash, approval.by, approval.until)
        first = found.setdefault(key, approval)
        if first is not approval:
            document.diagnostics.append(
                Diagnostic(
                    Code.ID_DUPLICATE,
                    f'the approval of "{approval.of}" by {approval.by} stands here a second time',
                    approval.origin.at("of"),
                    f"delete one of the two; the first is at {first.origin.at('of')}",
                )
            )
    return tuple(found.values())
