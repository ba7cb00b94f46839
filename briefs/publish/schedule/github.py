"""The workflow for GitHub: check, build, propose, each with as few permissions as it needs."""

from __future__ import annotations

from briefs.publish.regeneration.proposal import BRANCHES
from briefs.publish.schedule.plan import MARK, Plan
from briefs.publish.schedule.text import filled

FILE = ".github/workflows/briefs.yml"
"""Where the workflow lies, from the repository's root."""

SHORTEST_GAP = 5
"""Minutes: GitHub runs nothing more often."""

ACTIONS = {
    "checkout": "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "setup_python": "actions/setup-python@ece7cb06caefa5fff74198d8649806c4678c61a1 # v6.3.0",
    "cache": "actions/cache@55cc8345863c7cc4c66a329aec7e433d2d1c52a9 # v6.1.0",
    "upload": "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "download": "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "configure_pages": "actions/configure-pages@45bfe0192ca1faeb007ade9deae92b16b8254a0d # v6.0.0",
    "upload_pages": "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",  # noqa: E501
    "deploy_pages": "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
}
"""Actions by commit: a tag can be moved to other code, a commit cannot."""

_HEAD = f"""\
# {MARK} github`: rebuilds the briefs of @<plan.name>@.
# Compare or write again: @<plan.again>@
# docs/schedule.md of briefs tells of each trap that is handled here.
@% if plan.as_of %@
# Facts are judged on @<plan.as_of>@ (--as-of), not on the day of the run, so that none comes due:
# right for an example, and wrong for briefs that are in use.
@% endif %@
"""

_TEXT = """\
name: Briefs

on:
  schedule:
    # @<plan.when.words>@, in UTC, in summer as in winter. GitHub starts runs late when it is busy
    # and drops some, mostly at the start of an hour. One that is dropped does no harm: the next
    # one looks at the same facts on a later day.
    - cron: "@<plan.when.cron>@"
  # By hand: Actions, Briefs, Run workflow.
  workflow_dispatch:
  # When something changes that briefs are made of. Off the default branch, only the check runs.
  push:
    paths:
@% for path in paths %@
      - "@<path>@"
@% endfor %@
  # A change that comes from a fork: only the check runs, with a token that can do no more than
  # read, and without secrets.
  pull_request:
    paths:
@% for path in paths %@
      - "@<path>@"
@% endfor %@

# Nothing, whatever the repository's default is. Each job below asks for what it needs.
permissions: {}

# One run at a time, the next one waits: two would propose the same edition twice. None is cut off
# halfway.
concurrency:
  group: briefs-${{ github.ref }}
  cancel-in-progress: false
@% if plan.folder %@

# The project does not lie at the top of the repository.
defaults:
  run:
    working-directory: "@<plan.folder>@"
@% endif %@

jobs:
  check:
    name: Check facts, prose and figures
    # Not in a fork, whose owner did not ask for briefs. Of pull requests only those from a fork: a
    # branch of this repository was checked when it was pushed.
    if: >-
      !github.event.repository.fork &&
      (github.event_name != 'pull_request' || github.event.pull_request.head.repo.fork)
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    permissions:
      contents: read # to check the repository out
    steps:
      # Without the token left behind on disk: nothing is pushed from here.
      - name: Check out
        uses: @<actions.checkout>@
        with:
          persist-credentials: false
@<python>@@<install>@\
      # Each finding appears at its line of the YAML or Markdown file, also in a pull request.
      - name: Check
        run: briefs check --format github@<plan.day>@

  build:
    name: Build what changed
    needs: check
    # On the default branch. After a failed check as well: the report says which facts are to be
    # reviewed, and by whom.
    if: >-
      !cancelled() && !github.event.repository.fork && github.event_name != 'pull_request' &&
      github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    permissions:
      contents: read # to check the repository out; templates run here, so it cannot write
@% if plan.pages %@
      pages: read # to ask where the library page will lie
@% endif %@
    outputs:
      branch: ${{ steps.proposal.outputs.branch }}
@% if plan.pages %@
      pages: ${{ steps.library.outputs.pages }}
@% endif %@
    steps:
      # With all branches: a change that was proposed before is not proposed twice.
      - name: Check out
        uses: @<actions.checkout>@
        with:
          fetch-depth: 0
          persist-credentials: false
@<python>@\
      # Figures that were drawn before, by what they are made of: the newest cache is taken, and a
      # new one kept.
      - name: Keep figures
        uses: @<actions.cache>@
        with:
          path: ~/.cache/briefs
          key: briefs-figures-${{ github.run_id }}
          restore-keys: briefs-figures-
      # Pango sets the pages. Figures are drawn in Chrome, which this runner has; Chromium is
      # installed where it is missing. The fonts of the briefs come with briefs.
      - name: Install Pango and Chrome
        run: |
          sudo apt-get update
          sudo apt-get install --yes --no-install-recommends \\
            fontconfig libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
          if ! command -v google-chrome && ! command -v chromium; then
            sudo apt-get install --yes --no-install-recommends chromium-browser
          fi
@<install>@\
      # Says what is missing before any work is put into it.
      - name: Look at the engines
        run: briefs doctor
      # Nothing changed: no commit and no new edition. Changed: a branch with a commit, here only.
      # Due or broken: this step fails. The report on the page of the run says which facts are to be
      # reviewed, and by whom.
      - name: Regenerate
        id: regenerate
        env:
          GIT_AUTHOR_NAME: github-actions[bot]
          GIT_AUTHOR_EMAIL: 41898282+github-actions[bot]@users.noreply.github.com
          GIT_COMMITTER_NAME: github-actions[bot]
          GIT_COMMITTER_EMAIL: 41898282+github-actions[bot]@users.noreply.github.com
        run: briefs regenerate@<plan.day>@ --propose --report "$RUNNER_TEMP/report/report.md"
      # The branch is handed on as a file to a job that may write and runs nothing of this project.
      - name: Pack the proposal
        id: proposal
        if: ${{ !cancelled() }}
        run: |
          branch=$(git for-each-ref --count=1 --format='%(refname:short)' refs/heads/@<branches>@)
          echo "branch=$branch" >> "$GITHUB_OUTPUT"
          if [ -n "$branch" ]; then
            mkdir -p "$RUNNER_TEMP/report"
            git bundle create "$RUNNER_TEMP/report/proposal.bundle" "$GITHUB_SHA..$branch"
          else
            echo "Nothing is proposed."
          fi
      # To look at before anything is merged: the report with pictures of its pages, and the briefs.
      - name: Keep the report
        if: ${{ !cancelled() }}
        uses: @<actions.upload>@
        with:
          name: report
          path: ${{ runner.temp }}/report/
          if-no-files-found: ignore
          overwrite: true # where a run is tried again
      - name: Keep the briefs
        if: ${{ !cancelled() }}
        uses: @<actions.upload>@
        with:
          name: briefs
          path: "@<plan.prefix>@output/"
          if-no-files-found: ignore
          overwrite: true
@% if plan.pages %@
      - name: Ask where the library page will lie
        id: where
        if: ${{ !cancelled() }}
        uses: @<actions.configure_pages>@
      # The library page shows what was accepted: none is built while a proposal waits. Facts that
      # are due do not stop it.
      - name: Build the library page
        id: library
        if: ${{ !cancelled() && steps.regenerate.outcome != 'skipped' }}
        env:
          ADDRESS: ${{ steps.where.outputs.base_url }}
        run: |
          if [ -z "$(git status --porcelain -- output)" ]; then
            briefs site --address "$ADDRESS" --output "$RUNNER_TEMP/library"
            echo "pages=true" >> "$GITHUB_OUTPUT"
          fi
      - name: Keep the library page
        if: ${{ !cancelled() && steps.library.outputs.pages == 'true' }}
        uses: @<actions.upload_pages>@
        with:
          path: ${{ runner.temp }}/library
@% endif %@

  propose:
    name: Propose the new editions
    needs: build
    # Also where the build failed because facts are due: what could be built is proposed.
    if: ${{ !cancelled() && needs.build.outputs.branch != '' }}
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: write # to push the branch
      pull-requests: write # to open the pull request
    steps:
      - name: Check out
        uses: @<actions.checkout>@
        with:
          persist-credentials: false
      - name: Fetch the proposal
        uses: @<actions.download>@
        with:
          name: report
          path: ${{ runner.temp }}/report
      # Pushes the branch and opens a pull request, or brings the open one up to date. The name of
      # the branch is looked at first: nothing but a branch for a proposal may be written.
      - name: Open a pull request
        env:
          BASE: ${{ github.event.repository.default_branch }}
          BRANCH: ${{ needs.build.outputs.branch }}
          GH_TOKEN: ${{ github.token }}
        run: |
          if [[ "$BRANCH" != @<branches>@/* ]]; then
            echo "::error::$BRANCH is no branch for a proposal: those start with @<branches>@/"
            exit 1
          fi
          git fetch --quiet "$RUNNER_TEMP/report/proposal.bundle" "$BRANCH:$BRANCH"
          gh auth setup-git
          git push --force origin "$BRANCH"
          # A pull request takes 65,536 characters; the whole report is on the page of the run.
          head -c 60000 "$RUNNER_TEMP/report/report.md" |
            iconv -c -f utf-8 -t utf-8 > "$RUNNER_TEMP/body.md" || true
          title=$(git log -1 --format=%s "$BRANCH")
          open=$(gh pr list --head "$BRANCH" --state open --json number --jq '.[].number')
          if [ -n "$open" ]; then
            gh pr edit "$open" --title "$title" --body-file "$RUNNER_TEMP/body.md"
          elif ! gh pr create --base "$BASE" --head "$BRANCH" --title "$title" \\
            --body-file "$RUNNER_TEMP/body.md"; then
            echo "::error::The branch $BRANCH is pushed, but no pull request could be opened." \\
              "Allow it under Settings, Actions, General: Allow GitHub Actions to create and" \\
              "approve pull requests. Or open it by hand."
            exit 1
          fi
@% if plan.pages %@

  publish:
    name: Publish the library page
    needs: build
    if: ${{ !cancelled() && needs.build.outputs.pages == 'true' }}
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      pages: write # to publish
      id-token: write # to show to Pages which workflow it comes from
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      # Settings, Pages, Source must be GitHub Actions.
      - name: Publish
        id: deployment
        uses: @<actions.deploy_pages>@
@% endif %@
@% if plan.keep_alive %@

  keep-alive:
    name: Keep the schedule on
    # GitHub switches the schedules of a public repository off after sixty days in which nothing
    # happened there, which is when facts come due unseen. This switches the workflow on again.
    if: ${{ github.event_name == 'schedule' && !github.event.repository.fork }}
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      actions: write # to switch a workflow on; no narrower permission does
    steps:
      - name: Switch the workflow on
@% if plan.folder %@
        working-directory: .
@% endif %@
        env:
          GH_TOKEN: ${{ github.token }}
          GH_REPO: ${{ github.repository }}
        run: gh api --method PUT "repos/$GH_REPO/actions/workflows/briefs.yml/enable"
@% endif %@
"""

_PYTHON = """\
      # Keeps what pip has downloaded until the versions that are asked for change.
      - name: Set up Python
        uses: @<actions.setup_python>@
        with:
          python-version: "@<plan.python>@"
          cache: pip
          cache-dependency-path: "@<lock>@"
"""

_INSTALL = """\
@% if plan.install == "pinned" %@
      # The version that this file was written by. For hashes, put a requirements.txt into the
      # project (pip-compile --generate-hashes) and write this file again.
@% else %@
      # Exactly the versions of the lock, each checked against its hash.
@% endif %@
      - name: Install briefs
@% if commands|length == 1 %@
        run: @<commands[0]>@
@% else %@
        run: |
@% for command in commands %@
          @<command>@
@% endfor %@
@% endif %@
"""


def workflow(plan: Plan) -> str:
    """The workflow's text, each step explained beside it."""
    values = {
        "actions": ACTIONS,
        "branches": BRANCHES,
        "commands": plan.installing,
        "lock": plan.lock or FILE,
        "paths": (*plan.paths, FILE),
    }
    python = filled(_PYTHON, plan, **values)
    install = filled(_INSTALL, plan, **values)
    return filled(_HEAD + _TEXT, plan, python=python, install=install, **values)
