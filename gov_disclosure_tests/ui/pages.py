"""The pages of Dagster as a person uses them: open, click, read.

Labels stand in the page twice (the copy that measures their width is hidden), and only what is in view exists at all.
Every wait is for something to be seen.
"""

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

REPORTS = 'key:"report_text"+ and not group:"analysis" and not group:"publishing"'
"""The first partitioned table, and of all that follow from it those that are kept in partitions too."""
SECONDS_FOR_A_RUN = 300
SECONDS_TO_START_A_BACKFILL = 240  # the daemon looks for them every 30 seconds, which cannot be set


@dataclass(frozen=True)
class Pages:
    """A browser page on one Dagster."""

    page: "Page"
    url: str

    def open(self, path: str) -> None:
        """Go to a page, which also removes the messages of the last launch."""
        self.page.goto(f"{self.url}{path}")

    def read_lineage(self, groups: list[str]) -> dict[str, list[str]]:
        """Open the lineage, open each group of its list, read the assets below it."""
        self.open("/asset-groups")
        for group in reversed(groups):  # from below: opening a group moves the ones under it
            entry = self._list_entries(group).first
            entry.click()
            entry.press("ArrowRight")
        self.page.wait_for_function(
            "groups => document.querySelectorAll('[class*=AssetSidebarNode_itemContainer]').length > groups",
            arg=len(groups),
        )
        shown: dict[str, list[str]] = {}
        for entry in self._list_entries().all():
            title = entry.locator("[title]").first.get_attribute("title") or ""
            if title in groups:
                shown[title] = assets = []
            else:
                assets.append(title)
        return shown

    def _list_entries(self, title: str | None = None) -> "Locator":
        entries = self.page.locator("[class*=AssetSidebarNode_itemContainer]")
        return entries if title is None else entries.filter(has=self.page.get_by_title(title, exact=True))

    def launch(self, selection: str, assets: int, partitions: tuple[str | None, str] | None = None) -> None:
        """Materialise some assets from the lineage, and follow the link of the message to the run or the backfill.

        Args:
            selection: as typed into the filter of the lineage.
            assets: how many that are; the dialog has to say the same.
            partitions: region, None for all of them, and year; None for assets without partitions.
        """
        self.open(f"/asset-groups~{quote(selection, safe='')}/")
        self.page.get_by_role("button", name="Materialize all").first.click()
        if partitions is not None:
            dialog = self.page.get_by_role("dialog")
            dialog.get_by_text(f"Launch runs to materialize {assets} assets").wait_for()
            self._choose(dialog, *partitions)
            dialog.get_by_role("button", name=re.compile(r"^Launch (1 run|backfill)$")).click()
        self.page.get_by_text(re.compile("Launched run|Created backfill")).first.wait_for()
        self.page.get_by_text("View", exact=True).first.click()
        self.page.wait_for_url(re.compile(r"/runs/\w"))

    def _choose(self, dialog: "Locator", region: str | None, year: str) -> None:
        if region is None:
            dialog.get_by_role("button", name="All", exact=True).first.click()
            dialog.get_by_text("partitions selected").first.wait_for()
        else:
            self._pick(dialog, region)
        self._pick(dialog, year)

    def _pick(self, dialog: "Locator", key: str) -> None:
        """Pick one key of the first dimension that has none."""
        dialog.get_by_text("Select a partition or create one").first.click()
        search = self.page.get_by_placeholder("Filter partitions")
        search.fill(key)
        self.page.locator("[class*=Menu_menu]").last.get_by_text(key, exact=True).first.click()
        search.press("Escape")
        search.wait_for(state="hidden")
        dialog.get_by_text(key, exact=True).first.wait_for()

    def wait_for_run(self) -> str:
        """How the run of this page ended."""
        ended = self.page.get_by_text(re.compile(r"^(Success|Failure|Canceled)$")).first
        ended.wait_for(timeout=SECONDS_FOR_A_RUN * 1000)
        return ended.inner_text()

    def wait_for_run_of_backfill(self) -> str:
        """How the run of the backfill of this page ended."""
        self.page.goto(f"{self.page.url}?tab=runs")
        run = self.page.locator("a[href^='/runs/']").filter(has_text=re.compile(r"^[0-9a-f]{8}$")).first
        run.wait_for(timeout=SECONDS_TO_START_A_BACKFILL * 1000)
        run.click()
        self.page.wait_for_url(re.compile(r"/runs/[0-9a-f]{8}-"))
        return self.wait_for_run()

    def read_partition(self, asset: str, key: str) -> dict[str, str]:
        """Metadata of one partition, as its page shows them."""
        self.open(f"/assets/{asset}?view=partitions&partition={quote(key)}")
        self.page.get_by_text("Materialized", exact=True).first.wait_for()
        rows = self.page.locator("table tr").filter(has=self.page.locator("td"))
        rows.filter(has_text="path").first.wait_for()
        return {
            cells[0].strip(): cells[1].strip()
            for row in rows.all()
            if len(cells := row.locator("td").all_inner_texts()) > 1
        }

    def open_markdown(self, asset: str, name: str) -> "Locator":
        """Click what stands for a long entry among the metadata of an asset; gives the dialog that opens."""
        self.open(f"/assets/{asset}?view=overview")
        self.page.locator("table tr").filter(has_text=name).get_by_text("[Show Markdown]").click()
        return self.page.get_by_role("dialog").filter(visible=True).last

    def find_missing_in_check(self, asset: str, check: str, words: list[str]) -> list[str]:
        """Which words the page of a check does not show."""
        self.open(f"/assets/{asset}?view=checks&checkDetail={check}")
        return self._find_missing(words)

    def find_missing_in_overview(self, asset: str, words: list[str]) -> list[str]:
        """Which words the first page of an asset does not show."""
        self.open(f"/assets/{asset}?view=overview")
        return self._find_missing(words)

    def _find_missing(self, words: list[str]) -> list[str]:
        """Wait for all words, and tell which have not come; the parts of a page come one after the other."""
        from playwright.sync_api import TimeoutError as TooLateError  # not at the top: playwright may be missing

        wanted = [" ".join(word.split()) for word in words]
        script = "words => words.filter(w => !document.body.innerText.replace(/\\s+/g, ' ').includes(w))"
        with contextlib.suppress(TooLateError):
            self.page.wait_for_function(f"words => ({script})(words).length === 0", arg=wanted)
        return list(self.page.evaluate(script, wanted))
