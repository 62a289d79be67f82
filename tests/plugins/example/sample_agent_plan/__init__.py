"""Sample Agent on the Coding Plan: three settings in its ``config.json``."""

from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.key import KeyReference
from wizard.text import say
from wizard.tools.base import (
    Choice,
    FileEdits,
    Proposal,
    Tool,
    ToolFile,
    ToolState,
    View,
    deletes,
    key_problems,
    literal,
    model_problems,
    sets,
    url_problems,
    written,
)


class SampleAgent(Tool):
    """Sample Agent speaks OpenAI chat completions. It has no setting for thinking."""

    id = "sample-agent"

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """Its one file, in the folder that its own variable names."""
        folder = environment.folder("SAMPLE_AGENT_HOME", ".sample-agent")
        return (ToolFile("config", folder / "config.json", "json"),)

    def state(self, view: View) -> ToolState:
        """On the plan where its base URL is on one of the plan's hosts."""
        config = view.files["config"]
        path, base_url = config.file.path, config.text("llm", "baseUrl")
        region = view.catalog.region_of(base_url or "")
        problems = url_problems(view, base_url, path)
        if region is None:
            return ToolState(problems=tuple(problems))
        model, credential = config.text("llm", "model"), literal(config.text("llm", "apiKey"))
        problems += [*model_problems(view, model, path), *key_problems(view, credential, path)]
        return ToolState(configured=True, region=region, model=model, credential=credential, problems=tuple(problems))

    def configure(self, view: View, choice: Choice) -> Proposal:
        """Its base URL, key and model."""
        if isinstance(choice.credential, KeyReference):
            raise WizardError("sample-agent.no-reference", variable=choice.credential.variable)
        edits = sets(
            "sample-agent.settings",
            {
                ("llm", "baseUrl"): view.base_url(choice.region),
                ("llm", "apiKey"): written(choice.credential),
                ("llm", "model"): choice.model,
            },
        )
        return Proposal((FileEdits("config", tuple(edits)),), next_steps=(say("sample-agent.next"),))

    def withdraw(self, view: View) -> Proposal:
        """All that ``configure`` sets, where it is the plan's."""
        if not self.state(view).configured:
            return Proposal()
        edits = deletes("tools.withdraw", [("llm", name) for name in ("baseUrl", "apiKey", "model")])
        return Proposal((FileEdits("config", tuple(edits)),))


TOOL = SampleAgent()
