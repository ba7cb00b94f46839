"""The pipeline for GitLab: the same three jobs, in GitLab's own terms."""

from __future__ import annotations

from briefs.publish.regeneration.proposal import BRANCHES
from briefs.publish.schedule.plan import MARK, Plan
from briefs.publish.schedule.text import filled

FILE = ".gitlab-ci.yml"
"""Where the pipeline lies, from the repository's root."""

INCLUDED = ".gitlab/briefs.yml"
"""Where it lies in a repository that has a pipeline of its own, which must include it."""

INCLUDE = f"include: [{{local: {INCLUDED}}}]"
"""The line that does so."""

_TEXT = (
    f"""\
# {MARK} gitlab`: rebuilds the briefs of @<plan.name>@.
# Compare or write again: @<plan.again>@
# docs/schedule.md of briefs tells of each trap that is handled here.
@% if plan.as_of %@
# Facts are judged on @<plan.as_of>@ (--as-of), not on the day of the run, so that none comes due:
# right for an example, and wrong for briefs that are in use.
@% endif %@
"""
    """\
#
# GitLab keeps the schedule itself. Make it once: Build, Pipeline schedules, New schedule,
#   interval pattern: custom, @<plan.when.cron>@
#   cron timezone:    UTC (@<plan.when.words>@, in summer as in winter)
#   target branch:    the default branch
# The schedule runs with the rights of whoever owns it, and stops when they leave the project.

# What the jobs have in common.
.briefs:
  # Debian with Python. A tag can be moved; python:@<plan.python>@-slim-bookworm@sha256:... cannot.
  image: python:@<plan.python>@-slim-bookworm
  # No run is cut off halfway by a newer one.
  interruptible: false
  timeout: 1 hour
  # A new clone of the last commit: a branch that an earlier run left must not be proposed again.
  # What pip downloads and figures that were drawn are kept below the project, where alone GitLab
  # caches.
  variables:
    GIT_STRATEGY: clone
    GIT_DEPTH: "1"
    PIP_CACHE_DIR: $CI_PROJECT_DIR/.cache/pip
    PIP_ROOT_USER_ACTION: ignore
    XDG_CACHE_HOME: $CI_PROJECT_DIR/.cache
  cache:
    key: briefs
    paths: [.cache/]

briefs:check:
  extends: .briefs
  needs: []
  # On schedule, by hand (Build, Pipelines, New pipeline), and when something changes that briefs
  # are made of, on any branch.
  rules:
    - if: $CI_PIPELINE_SOURCE =~ /^(schedule|web)$/
    - if: $CI_PIPELINE_SOURCE == "push"
      changes: &inputs
@% for path in paths %@
        - "@<path>@"
@% endfor %@
  before_script:
@<install>@\
  script:
    # Every finding with its place and how to mend it.
    - briefs check@<plan.day>@

briefs:build:
  extends: .briefs
  needs: ["briefs:check"]
  # On the default branch only. After a failed check as well (when: always): the report says which
  # facts are to be reviewed, and by whom.
  rules: &on_default_branch
    - if: $CI_COMMIT_BRANCH != $CI_DEFAULT_BRANCH
      when: never
    - if: $CI_PIPELINE_SOURCE =~ /^(schedule|web)$/
      when: always
    - if: $CI_PIPELINE_SOURCE == "push"
      changes: *inputs
      when: always
  # One at a time, the next one waits: two would propose the same edition twice.
  resource_group: briefs
  variables:
    GIT_AUTHOR_NAME: briefs
    GIT_AUTHOR_EMAIL: briefs@noreply.$CI_SERVER_HOST
    GIT_COMMITTER_NAME: briefs
    GIT_COMMITTER_EMAIL: briefs@noreply.$CI_SERVER_HOST
  before_script:
    # Figures are drawn in Chromium, pages are set by Pango; the fonts come with briefs.
    - apt-get update
    - apt-get install --yes --no-install-recommends
      chromium fontconfig git libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
@<install>@\
  script:
    # Says what is missing before any work is put into it.
    - briefs doctor
    # With the branches of proposals: a change that was proposed before is not proposed twice.
    - git fetch --quiet origin "+refs/heads/@<branches>@/*:refs/remotes/origin/@<branches>@/*"
    # Nothing changed: no commit and no new edition. Changed: a branch with a commit, here only.
    # Due or broken: the job fails, and the report names the facts and who is to review them.
@% if plan.pages %@
    # The library page shows what was accepted: none is built while a proposal waits. Facts that are
    # due do not stop it.
    - |
      briefs regenerate@<plan.day>@ --propose \\
        --report "$CI_PROJECT_DIR/report/report.md" || failed=$?
      if [ -z "$(git status --porcelain -- output)" ]; then
        briefs site --address "$CI_PAGES_URL" --output "$CI_PROJECT_DIR/library"
      fi
      exit "${failed:-0}"
@% else %@
    - briefs regenerate@<plan.day>@ --propose --report "$CI_PROJECT_DIR/report/report.md"
@% endif %@
  # Also after a job that failed. The branch is handed on as a file to a job that may push and runs
  # nothing of this project.
  after_script:
    - |
      branch=$(git for-each-ref --count=1 --format='%(refname:short)' refs/heads/@<branches>@)
      if [ -n "$branch" ]; then
        mkdir -p "$CI_PROJECT_DIR/report"
        git bundle create "$CI_PROJECT_DIR/report/proposal.bundle" "$CI_COMMIT_SHA..$branch"
      else
        echo "Nothing is proposed."
      fi
  # To look at before anything is merged: the report with pictures of its pages, and the briefs.
  artifacts:
    when: always
    expire_in: 30 days
    paths:
      - report/
      - "@<plan.prefix>@output/"
@% if plan.pages %@
      - library/
@% endif %@

briefs:propose:
  extends: .briefs
  needs: ["briefs:build"]
  # Also where the build failed because facts are due: what could be built is proposed.
  rules: *on_default_branch
  before_script:
    - apt-get update
    - apt-get install --yes --no-install-recommends ca-certificates git
  script:
    # Pushes the branch and opens a merge request; one that is open already follows its branch, and
    # GitLab then warns that it cannot create it. Its title and text are those of the commit: the
    # report. Nothing but a branch for a proposal may be written, and the token goes with this push
    # only. The job's own token may push where Settings, CI/CD, Job token permissions allow it, and
    # then starts no pipeline; else give a project access token (write_repository) as the masked
    # and protected variable BRIEFS_PUSH_TOKEN.
    - |
      if [ ! -f report/proposal.bundle ]; then
        echo "Nothing is proposed."
        exit 0
      fi
      branch=$(git bundle list-heads report/proposal.bundle | sed -n 's|.* refs/heads/||p')
      case "$branch" in
        @<branches>@/*) ;;
        *)
          echo "$branch is no branch for a proposal: its name must start with @<branches>@/"
          exit 1
          ;;
      esac
      git fetch --quiet report/proposal.bundle "$branch:$branch"
      git -c credential.helper='!f() {
        echo username=gitlab-ci-token
        echo "password=${BRIEFS_PUSH_TOKEN:-$CI_JOB_TOKEN}"
      }; f' push --force \\
        --push-option merge_request.create \\
        --push-option merge_request.target="$CI_DEFAULT_BRANCH" \\
        --push-option merge_request.remove_source_branch \\
        "$CI_PROJECT_URL.git" "$branch"
@% if plan.pages %@

briefs:pages:
  extends: .briefs
  needs: ["briefs:build"]
  rules: *on_default_branch
  # While a proposal waits there is no new library page, and the published one stays.
  script:
    - test -d library || exit 78
  allow_failure:
    exit_codes: 78
  pages:
    publish: library
  artifacts:
    paths: [library/]
@% endif %@
"""
)

_INSTALL = """\
@% if plan.install == "pinned" %@
    # The version that this file was written by. For hashes, put a requirements.txt into the project
    # (pip-compile --generate-hashes) and write this file again.
@% else %@
    # Exactly the versions of the lock, each checked against its hash.
@% endif %@
@% if plan.folder %@
    - cd "@<plan.folder>@"
@% endif %@
@% for command in commands %@
    - @<command>@
@% endfor %@
"""


def pipeline(plan: Plan, file: str = FILE) -> str:
    """The pipeline's text, each step explained beside it.

    Args:
        plan: What it is written from.
        file: Where it will lie.
    """
    values = {
        "branches": BRANCHES,
        "commands": plan.installing,
        "paths": (*(path.replace("**", "**/*") for path in plan.paths), file),
    }
    return filled(_TEXT, plan, install=filled(_INSTALL, plan, **values), **values)
