"""What the start screen leads to about profiles: using one, saving one, deleting some."""

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.errors import WizardError
from wizard.plan.choices import Wanted
from wizard.runs.profiles import plan_deleted_profiles, plan_saved_profile
from wizard.steps.profiles import ROW, use_profile_command, used
from wizard.text import say
from wizard.tui.flow import Flow, sentences

if TYPE_CHECKING:
    from wizard.tui.screens.profile import Named


class ProfileSteps:
    """Leads through the screens about profiles, each change reviewed like any other."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.session = flow.session

    async def open_choice(self, chosen: str) -> None:
        """To what was chosen on the start screen: a profile's row, saving, deleting.

        Raises:
            WizardError: the profile cannot be used.
        """
        if chosen == "save-profile":
            await self.save()
        elif chosen == "delete-profiles":
            await self._delete()
        else:
            name = chosen.removeprefix(ROW)
            title = say("tui.profile.using", name=name)
            await self.flow.reviewed(
                lambda: used(self.session, name), title=title, repeat=lambda: use_profile_command(name)
            )

    async def save(self) -> None:
        """Ask for name and place of the key, show the file, write it; what was given stays when the user goes back."""
        from wizard.tui.screens.profile import ProfileScreen

        named: Named | None = None
        complaint = ""
        while True:
            named = await self.flow.ask(ProfileScreen(named, complaint))
            if named is None:
                return
            name, key = named
            try:
                if await self.flow.reviewed(
                    lambda: plan_saved_profile(self.session, name, Wanted(), (), key),  # noqa: B023  awaited in this round
                    title=say("tui.profile.title"),
                ):
                    return
                complaint = ""
            except WizardError as error:
                complaint = sentences(error)

    async def _delete(self) -> None:
        from wizard.tui.screens.pick import PickScreen

        complaint = ""
        ticks: tuple[str, ...] = ()
        while True:
            rows = [replace(row, barred="", note=row.barred) for row in self.flow.profiles]
            screen = PickScreen("tui.delete-profiles", rows, ticks, complaint, none="tui.delete-profiles.none")
            ticks = await self.flow.ask(screen)
            if not ticks:
                return
            names = [row.removeprefix(ROW) for row in ticks]
            try:
                if await self.flow.reviewed(
                    lambda: plan_deleted_profiles(self.session, names),  # noqa: B023  awaited in this round
                    title=say("tui.delete-profiles.title"),
                ):
                    return
                complaint = ""
            except WizardError as error:
                complaint = sentences(error)
