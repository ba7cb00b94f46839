"""The service and timer for systemd, with as little of the machine in reach as briefs need."""

from __future__ import annotations

import re

from briefs.publish.schedule.plan import MARK, Machine, Plan
from briefs.publish.schedule.when import calendar

FOLDER = "systemd"
"""Where the units are written, from the project's root; systemd reads them elsewhere."""

_SERVICE = """\
# {mark} systemd`: rebuilds the briefs of {name}.
# Compare or write again: {again}
[Unit]
Description=Regenerate the briefs of {name}

[Service]
# One run, which ends. Nothing changed or changed: all is well. Due or broken: the unit has failed,
# which `systemctl --failed` lists, and its log names the facts:
#   journalctl -u {unit}
# To be mailed, name a unit of yours that sends mail above, under [Unit]: OnFailure=
Type=oneshot
User={user}
WorkingDirectory={project}
ExecStart={program} regenerate{day} --report output/report.md
# A run that hangs is ended, and one that eats the machine too.
TimeoutStartSec=1h
MemoryMax=4G
TasksMax=1024

# The machine can be read, and only what briefs make can be written.
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={output}
PrivateTmp=yes
# Figures and layouts that were made before are kept in /var/cache/{unit}.
CacheDirectory={unit}
Environment=XDG_CACHE_HOME=/var/cache/{unit}

# No network: nothing that briefs are made of comes from there. Only a check of links needs one; for
# that, take both lines out.
IPAddressDeny=any
IPAddressAllow=localhost
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK

# No way to more rights than the user has, and none to devices and settings of the kernel. (Chrome
# writes code as it runs, so MemoryDenyWriteExecute= must stay off.)
NoNewPrivileges=yes
CapabilityBoundingSet=
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
UMask=0022
"""

_TIMER = """\
# {mark} systemd`: when the briefs of {name} are rebuilt.
# Compare or write again: {again}
[Unit]
Description=Regenerate the briefs of {name} on a schedule

[Timer]
# {words}, in UTC, in summer as in winter.
{events}
# A run that was missed because the machine was off is made up for when it is on again.
Persistent=true
# Not to the second, so that timers of one machine do not start together.
RandomizedDelaySec=5m

[Install]
WantedBy=timers.target
"""


def unit_name(plan: Plan) -> str:
    """The units' name without its ending: ``briefs-`` and the project's name."""
    plain = re.sub(r"[^a-z0-9]+", "-", plan.name.lower()).strip("-")[:60]
    return f"briefs-{plain or 'project'}"


def units(plan: Plan, machine: Machine) -> dict[str, str]:
    """The texts of service and timer by file name, each line explained."""
    values = {
        "mark": MARK,
        "name": plan.name.replace("%", "%%"),
        "again": plan.again,
        "unit": unit_name(plan),
        "user": machine.user,
        "project": _line(machine.project),
        "output": _word(f"{machine.project}/output"),
        "program": " ".join(map(_word, machine.program)),
        "day": plan.day,
        "words": plan.when.words,
        "events": "\n".join(f"OnCalendar={event}" for event in calendar(plan.when)),
    }
    name = unit_name(plan)
    return {f"{name}.service": _SERVICE.format(**values), f"{name}.timer": _TIMER.format(**values)}


def installing(plan: Plan) -> tuple[str, ...]:
    """The commands that put the units to work, for the machine's owner."""
    name = unit_name(plan)
    return (
        "mkdir -p output",
        f"sudo cp {FOLDER}/{name}.service {FOLDER}/{name}.timer /etc/systemd/system/",
        "sudo systemctl daemon-reload",
        f"sudo systemctl enable --now {name}.timer",
    )


def _line(path: str) -> str:
    """A path that takes a whole line: percent signs doubled."""
    return path.replace("%", "%%")


def _word(path: str) -> str:
    """A path as one word of a line, in quotes."""
    escaped = _line(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
