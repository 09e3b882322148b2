"""A plan in JupyterLab as one person sees it: the plan view, the sidebar of plans, the menus."""

from typing import Any, Self

from playwright.sync_api import Locator, expect

from tests.browser.lab_page import LabPage
from tests.browser.plan_chart import SOON_MS, WITHIN_MS, PlanChart

EXECUTE = "async ([id, args]) => { await window.jupyterapp.commands.execute(id, args); }"
VIEW = ".ltoplan-plan"
OURS = ("ltoplan", "remoteEntry")


class PlanPage(LabPage):
    """One person's JupyterLab with a plan in it."""

    def __init__(self, page, **options: Any) -> None:
        """Hold the page and note what its console complains of us."""
        super().__init__(page, **options)
        page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        where = str(message.location.get("url", ""))
        if (
            message.type == "error"
            and any(name in where or name in message.text for name in OURS)
            and "Yjs was already" not in message.text
        ):
            self.errors.append(f"{message.text} {where}".strip())

    def open(self, plan: str) -> Self:
        """Open a plan and wait until its view has drawn what the server holds."""
        self.page.goto(self.address(plan))
        return self.awaited()

    def awaited(self) -> Self:
        """Wait until a plan view is there and joined."""
        expect(self.view).to_have_attribute("aria-busy", "false", timeout=90_000)
        return self

    def start(self, folder: str = "") -> Self:
        """Open JupyterLab at a folder, with no document."""
        self.page.goto(self.address(folder) if folder else self.address("").replace("/tree/", ""))
        self.page.wait_for_function("() => window.jupyterapp", timeout=90_000)
        self._evaluate("async () => { await window.jupyterapp.restored; }")
        return self

    def run(self, command: str, **arguments: Any) -> None:
        """Run one of JupyterLab's commands."""
        self._evaluate(EXECUTE, [command, arguments])

    @property
    def view(self) -> Locator:
        """The plan view that is in sight."""
        return self.page.locator(f"{VIEW}:visible").first

    @property
    def state(self) -> Locator:
        """What the view says of its connection."""
        return self.view.locator(".ltoplan-plan-state")

    @property
    def name(self) -> Locator:
        """The plan's name, to be written in."""
        return self.view.get_by_label("Name of the plan")

    @property
    def people(self) -> Locator:
        """The button that shows who is here."""
        return self.view.locator(".ltoplan-people-button")

    @property
    def undo(self) -> Locator:
        """The view's own undo button."""
        return self.view.locator(".ltoplan-plan-undo").get_by_role("button", name="Undo my last edit")

    @property
    def decision(self) -> Locator:
        """The figures above the charts, the order first."""
        return self.view.locator(".ltoplan-decision-value")

    def is_live(self) -> Self:
        """Wait until the view says that it is live."""
        expect(self.state).to_contain_text("Live", timeout=WITHIN_MS)
        return self

    def demand(self) -> PlanChart:
        """The view's chart of campaign demand."""
        chart = PlanChart(self.page, chart=f"{VIEW}:visible .ltoplan-normal-distribution")
        expect(chart.mean).to_be_attached(timeout=WITHIN_MS)
        return chart

    def says(self, words: str, *, within: float = SOON_MS) -> None:
        """Wait until the view says this of its connection."""
        expect(self.state).to_have_text(words, timeout=within)

    @property
    def sidebar(self) -> Locator:
        """The list of plans, brought into sight."""
        self._evaluate("async () => window.jupyterapp.shell.activateById('ltoplan-plans')")
        return self.page.locator(".ltoplan-plans")

    def row(self, name: str) -> Locator:
        """A line of the sidebar by the name that it shows."""
        return self.sidebar.locator(".ltoplan-plans-line").filter(has=self.page.get_by_text(name, exact=True)).first

    def act(self, name: str, action: str) -> None:
        """Do something with a plan or chart of the sidebar."""
        row = self.row(name)
        row.get_by_role("button", name=f"Actions for {name}").click()
        row.get_by_role("button", name=action, exact=True).click()
