#!/usr/bin/env bash
# Makes this checkout ready: installs what is missing, says what and why, and nothing else.
#
#   scripts/setup.sh run    for `make briefs`: system libraries, a browser, .venv
#   scripts/setup.sh test   for `make test`: the same, the test tools, and a JDK for veraPDF
#
# System packages come from apt-get (Debian, Ubuntu; run for real) or Homebrew (macOS; written from
# its documentation and not run). Where they may not be installed, each missing thing is named with
# the command that installs it. It never asks a question.
#
# Exit codes: 0 ready, 2 wrong usage, 3 something is missing that could not be installed.
#
# macOS has bash 3.2: no associative arrays, and an empty array counts as unset.
set -euo pipefail

usage="usage: scripts/setup.sh run|test"
mode=${1:-}
case $mode in run | test) ;; *)
  echo "$usage" >&2
  exit 2
  ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(pwd -P)
platform=$(uname -s)

say() { printf '%s\n' "$@"; } # a line each
stop() {
  say "$@" >&2
  exit 3
}

# --- What is there ---------------------------------------------------------------------------

# A Python of 3.11 or newer; with "venv", one that can also make a virtual environment.
# Each is run, since a name on the PATH may be a stub (pyenv's, macOS's).
find_python() {
  local name
  local wish='import sys; assert sys.version_info >= (3, 11)'
  if [ "${1:-}" = venv ]; then wish="$wish; import ensurepip, venv"; fi
  for name in python3.13 python3.12 python3.11 python3; do
    if "$name" -c "$wish" >/dev/null 2>&1; then
      say "$name"
      return
    fi
  done
  return 1
}

# A browser for Kaleido, looked for as briefs/render/chrome.py does, which picks the one to use.
find_browser() {
  local place
  if [ -n "${BROWSER_PATH:-}" ]; then
    if [ -f "$BROWSER_PATH" ] && [ -x "$BROWSER_PATH" ]; then return; fi
    stop "BROWSER_PATH is $BROWSER_PATH, which is no program." \
      "Set it to the path of Chrome or Chromium, or unset it to have one found or installed."
  fi
  for place in google-chrome google-chrome-stable chromium chromium-browser chrome \
    microsoft-edge microsoft-edge-stable brave-browser \
    /usr/lib/chromium/chromium-headless-shell /snap/bin/chromium \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge" \
    "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser"; do
    if command -v "$place" >/dev/null; then return; fi
  done
  return 1
}

# A shared library by its Linux name and its macOS name.
if [ "$platform" = Darwin ]; then
  brew_home=$(brew --prefix 2>/dev/null || say /opt/homebrew)
  PATH=$brew_home/bin:$brew_home/opt/openjdk/bin:$PATH # its Python finds its libraries
  has_library() { [ -e "$brew_home/lib/$2" ]; }
else
  PATH=$PATH:/usr/sbin:/sbin # ldconfig
  libraries=$(ldconfig -p 2>/dev/null || true)
  has_library() { [[ $libraries == *"$1 "* ]]; }
fi

# On macOS /usr/bin/java and javac are there without a JDK behind them, so they are run.
has_jdk() {
  if [ "$platform" = Darwin ]; then
    javac -version >/dev/null 2>&1
  else
    command -v javac >/dev/null && command -v java >/dev/null
  fi
}

# Ubuntu's own Chromium is a snap, so there snap installs it (written, not yet run on Ubuntu).
ubuntu=no
if grep -qs '^ID=ubuntu' /etc/os-release; then ubuntu=yes; fi

# --- What is missing -------------------------------------------------------------------------

missing=() # what and why, a line each
packages=() # apt's or brew's names
snap_browser=no

# need WHAT-AND-WHY APT-PACKAGE BREW-PACKAGE
need() {
  missing+=("$1")
  if [ "$platform" = Darwin ]; then packages+=("$3"); else packages+=("$2"); fi
}

look_for_missing() {
  missing=() packages=() snap_browser=no
  local python
  if [ "$ready" = no ] && ! find_python venv >/dev/null; then
    if python=$(find_python) && [ "$platform" != Darwin ]; then
      python=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
      need "Python's venv module, to keep our packages apart" "$python-venv" ""
    else
      need "Python 3.11 or newer" python3 python@3.13
    fi
  fi
  has_library libpango-1.0.so.0 libpango-1.0.0.dylib ||
    need "Pango, which sets the text of a page" libpango-1.0-0 pango
  has_library libpangoft2-1.0.so.0 libpangoft2-1.0.0.dylib ||
    need "PangoFT2, which gives Pango our fonts" libpangoft2-1.0-0 pango
  has_library libharfbuzz.so.0 libharfbuzz.0.dylib ||
    need "HarfBuzz, which shapes letters" libharfbuzz0b harfbuzz
  has_library libharfbuzz-subset.so.0 libharfbuzz-subset.0.dylib ||
    need "HarfBuzz-Subset, which cuts fonts to the letters used" libharfbuzz-subset0 harfbuzz
  command -v fc-list >/dev/null ||
    need "Fontconfig, which finds fonts" fontconfig fontconfig
  if ! find_browser; then
    if [ "$ubuntu" = yes ]; then
      snap_browser=yes
    else
      need "Chromium, in which charts are drawn" chromium google-chrome
    fi
  fi
  if [ "$mode" = test ]; then
    command -v pdftoppm >/dev/null ||
      need "Poppler's tools, with which tests read PDFs" poppler-utils poppler
    has_jdk || need "a JDK, in which veraPDF runs" default-jdk-headless openjdk
    command -v git >/dev/null || need "Git, which some tests use" git git
  fi
}

# --- System packages -------------------------------------------------------------------------

# The package manager that may install here without a question, or nothing.
find_installer() {
  if [ "$platform" = Darwin ]; then
    if command -v brew >/dev/null; then say brew; fi
  elif command -v apt-get >/dev/null; then
    if [ "$(id -u)" = 0 ]; then
      say apt-get
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      say "sudo -n apt-get"
    fi
  fi
}

apt_knows() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }

# Names as this release has them: Ubuntu 24.04 and Debian 13 renamed libraries (libasound2t64),
# older releases have no python3 of 3.11 but python3.11 beside it, or a library in another package.
apt_names() {
  local name
  for name in "$@"; do
    if [ "$name" = python3 ]; then
      apt_python
    elif apt_knows "${name}t64"; then
      say "${name}t64"
    elif apt_knows "$name"; then
      say "$name"
    fi
  done
}

apt_python() {
  local name version
  for name in python3 python3.13 python3.12 python3.11; do
    version=$(apt-cache show --no-all-versions "$name" 2>/dev/null | sed -n 's/^Version: //p')
    if [ -n "$version" ] && dpkg --compare-versions "$version" ge 3.11; then
      say "$name" "$name-venv"
      return
    fi
  done
}

# Runs a command quietly; the last lines of its output are shown when it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" != 0 ]; then tail -n "${shown:-30}" "$log" >&2; fi
  rm -f "$log"
  return "$status"
}

install_packages() {
  local installer names options="-qq -y --no-install-recommends -o DPkg::Lock::Timeout=300"
  say "Missing on this machine:" "${missing[@]/#/  }"
  installer=$(find_installer)
  if [ -z "$installer" ]; then say_how_to_install; fi
  if [ "$installer" = brew ]; then
    say "Installing with Homebrew (some minutes): ${packages[*]}"
    quietly brew install "${packages[@]}" || true
    return
  fi
  # shellcheck disable=SC2086 # "sudo -n apt-get" and the options are several words
  {
    quietly $installer update -qq || say "apt-get update failed; trying with what it knows."
    names=$(apt_names "${packages[@]}" | xargs)
    say "Installing with apt-get (a minute or two): $names"
    quietly ${installer%apt-get} env DEBIAN_FRONTEND=noninteractive apt-get install $options \
      $names || true
  }
}

say_how_to_install() {
  local command
  case $platform in
    Darwin) command="brew install" ;;
    *) command="sudo apt-get install --no-install-recommends" ;;
  esac
  if [ "$platform" != Darwin ] && ! command -v apt-get >/dev/null; then
    stop "" "This system has no apt-get, so please install them with its own package manager." \
      "Debian calls them: ${packages[*]}"
  fi
  if [ "$platform" = Darwin ] && ! command -v brew >/dev/null; then
    stop "" "Homebrew is missing too. Install it (https://brew.sh), then run:" \
      "  $command ${packages[*]}"
  fi
  stop "" "They may not be installed from here: you are not root, and sudo is missing or wants a" \
    "password. Please run this, then start again:" "  $command ${packages[*]}"
}

# --- The virtual environment -----------------------------------------------------------------

# True when .venv works and was made here: its scripts hold the path of the checkout.
venv_works() {
  .venv/bin/python -c 'import pip, sys; assert sys.version_info >= (3, 11)' 2>/dev/null &&
    grep -qF "$root/.venv" .venv/bin/activate
}

fill_venv() {
  local python pip
  if [ -e .venv ] && ! venv_works; then
    say "Removing .venv, which was made elsewhere or is broken."
    rm -rf .venv
  fi
  if [ ! -e .venv ]; then
    python=$(find_python venv)
    say "Making .venv with $("$python" --version)."
    "$python" -m venv .venv || stop "$python could not make .venv; see above."
  fi
  export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0
  pip=".venv/bin/python -m pip install --quiet"
  say "Installing the locked Python packages of requirements/$mode.txt into .venv."
  # shellcheck disable=SC2086 # a command of several words
  quietly $pip --require-hashes -r "requirements/$mode.txt" ||
    stop "pip could not install requirements/$mode.txt; see above. Is there a network?"
  # shellcheck disable=SC2086
  quietly $pip --no-deps --no-build-isolation --editable . ||
    stop "pip could not install this checkout into .venv; see above."
}

snap_chromium() {
  local become=""
  [ "$(id -u)" = 0 ] || become="sudo -n"
  say "Installing Chromium, in which charts are drawn, as a snap."
  # shellcheck disable=SC2086 # nothing, or a command of two words
  { command -v snap >/dev/null && shown=1 quietly $become snap install chromium; } ||
    stop "" "Chromium could not be installed. Install it by hand: sudo snap install chromium" \
      "Or install Google Chrome; where it is not found, set BROWSER_PATH to it."
}

# --- The order -------------------------------------------------------------------------------

# .venv/ready-MODE says for which requirements, project file and place .venv was last filled.
key=$({
  cat requirements/run.txt requirements/test.txt pyproject.toml
  say "$root"
} | cksum)
ready=no
if [ -x .venv/bin/python ] && [ "$key" = "$(cat ".venv/ready-$mode" 2>/dev/null)" ]; then
  ready=yes
fi

look_for_missing
if [ "${#missing[@]}" -gt 0 ]; then
  install_packages
  libraries=$(ldconfig -p 2>/dev/null || true)
  hash -r
  look_for_missing
  if [ "${#missing[@]}" -gt 0 ]; then
    stop "" "Still missing, see above for why:" "${missing[@]/#/  }" \
      "Please install by hand: ${packages[*]}"
  fi
fi

if [ "$ready" = no ]; then
  fill_venv
  say "$key" >.venv/ready-run # test.txt holds all of run.txt
  if [ "$mode" = test ]; then say "$key" >.venv/ready-test; fi
  say "Ready."
fi
if [ "$snap_browser" = yes ]; then snap_chromium; fi
