"""Kilo CLI, which is made from OpenCode and configured as it is.

Observed on Kilo 7.7.7: the global files are merged in the order given here, those of OpenCode's names last, so that
they win; a project's files win over all of them, its ``.kilo`` folder last; one of them that refers to a variable is
skipped as a whole. At its first start it adds ``permission.bash`` to the file.
"""

from dataclasses import replace

from wizard.errors import WizardError
from wizard.key import KeyReference
from wizard.tools.base import Choice, Proposal, View
from wizard.tools.opencode_family import OpenCodeFamily, users_credential


class Kilo(OpenCodeFamily):
    """Kilo: ``kilo.jsonc`` or the ``kilo.json`` that is there."""

    id = "kilo"
    refers_to_variable = False
    schema = "https://app.kilo.ai/config.json"
    folder = "kilo"
    merged = ("config.json", "kilo.json", "kilo.jsonc", "opencode.json", "opencode.jsonc")
    preferred = ("kilo.jsonc", "kilo.json")
    fresh = "kilo.jsonc"
    variable = "KILO_CONFIG"
    project = (
        "kilo.json",
        "kilo.jsonc",
        "opencode.json",
        "opencode.jsonc",
        ".kilocode/kilo.json",
        ".kilocode/kilo.jsonc",
        ".kilo/kilo.json",
        ".kilo/kilo.jsonc",
    )
    # Only here is it beaten by no other file, those of OpenCode's names in the same project included.
    project_written = (".kilo/kilo.jsonc",)
    project_shared = ("opencode.json", "opencode.jsonc")

    def configure(self, view: View, choice: Choice) -> Proposal:
        """As OpenCode, but a project's file never refers to a variable; where the user's own does, that holds for it.

        Raises:
            WizardError: a project's file is to refer to another variable than the user's.
        """
        if view.in_project and isinstance(choice.credential, KeyReference):
            if choice.credential != users_credential(view):
                raise WizardError("kilo.no-reference", variable=choice.credential.variable)
            choice = replace(choice, credential=None)
        return super().configure(view, choice)


TOOL = Kilo()
