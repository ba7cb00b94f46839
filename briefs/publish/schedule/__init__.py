"""Files that have a project regenerated on a schedule: GitHub, GitLab, cron, systemd."""
