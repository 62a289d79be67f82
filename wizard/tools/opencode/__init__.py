"""OpenCode, by the code of its family."""

from wizard.tools.opencode_family import OpenCodeFamily


class OpenCode(OpenCodeFamily):
    """OpenCode: ``config.json``, ``opencode.json`` and ``opencode.jsonc``, merged in that order."""

    id = "opencode"
    needs_version = True
    schema = "https://opencode.ai/config.json"
    folder = "opencode"
    merged = ("config.json", "opencode.json", "opencode.jsonc")
    preferred = ("opencode.jsonc",)
    fresh = "opencode.json"
    variable = "OPENCODE_CONFIG"
    project = ("opencode.json", "opencode.jsonc")
    project_written = project


TOOL = OpenCode()
