"""What has to stay as it is for `dagster dev` in the root to just work, and for no run to be started by surprise."""

import tomllib
from pathlib import Path

import dagster as dg
import yaml

from gov_disclosure.definitions import defs
from gov_disclosure.defs.partitions import REPORTS

ROOT = Path(__file__).parents[2]


def test_the_workspace_names_the_one_entry_point() -> None:
    workspace = yaml.safe_load((ROOT / "workspace.yaml").read_text())
    assert workspace["load_from"][0]["python_module"]["module_name"] == "gov_disclosure.definitions"
    assert isinstance(defs, dg.Definitions)


def test_no_section_of_pyproject_makes_dagster_ignore_the_workspace() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    assert not {"dg", "dagster"} & set(tools)


def test_the_instance_sends_nothing_out_and_shows_no_greeting() -> None:
    instance = yaml.safe_load((ROOT / "data/dagster_home/dagster.yaml").read_text())
    assert instance["telemetry"] == {"enabled": False}
    assert instance["nux"] == {"enabled": False}
    assert instance["concurrency"]["runs"]["max_concurrent_runs"] == 2


def test_nothing_asks_for_partitions_by_itself() -> None:
    graph = defs.resolve_asset_graph()
    assert all(graph.get(key).automation_condition is None for key in graph.get_all_asset_keys())
    assert [schedule.name for schedule in defs.schedules or []] == ["refresh_year_due", "compare_year_due"]
    assert [sensor.name for sensor in defs.sensors or []] == ["raw_folder_changed", "run_failed"]
    automations = [*(defs.schedules or []), *(defs.sensors or [])]
    assert {each.default_status.value for each in automations} == {"STOPPED"}  # type: ignore[union-attr]


def test_checks_are_declared_with_their_assets_and_have_no_partitions() -> None:
    specs = [spec for asset in defs.resolve_asset_graph().assets_defs for spec in asset.check_specs]
    assert len(specs) == 14
    assert all(spec.partitions_def is None and spec.description for spec in specs)
    assert not defs.asset_checks


def test_the_keys_of_a_range_are_those_of_dagster() -> None:
    asked = dg.PartitionKeyRange("henan|2008", "yunnan|2020")
    theirs = dg.MultiPartitionsDefinition.get_partition_keys_in_range(REPORTS, asked)
    ours = REPORTS.get_partition_keys_in_range(asked)
    assert [*ours] == [*theirs]
    assert ours[0].keys_by_dimension == {"region": "henan", "year": "2008"}
