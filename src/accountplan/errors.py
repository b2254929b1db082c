"""Errors for users. Anything else that is raised is a bug in accountplan."""

from __future__ import annotations


class Stop(Exception):
    """Nothing (more) could be done; the message is one clear line for a person. The command line exits with 2."""


class TemplateError(Stop):
    """A template that cannot be used; `problems` holds every mistake found, each as `file:line: what to do`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
