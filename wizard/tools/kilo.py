"""Kilo CLI, which is made from OpenCode and configured as it is.

Observed on Kilo 7.7.7: the global files are merged in the order given here, those of OpenCode's names last, so that
they win; a project's files win over all of them, its ``.kilo`` folder last. At its first start it adds
``permission.bash`` to the file.
"""

from wizard.tools.opencode_family import OpenCodeFamily


class Kilo(OpenCodeFamily):
    """Kilo: ``kilo.jsonc`` or the ``kilo.json`` that is there."""

    id = "kilo"
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


TOOL = Kilo()
