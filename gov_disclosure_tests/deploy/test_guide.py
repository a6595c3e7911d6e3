"""The guide and the files of `deploy/` agree with each other and with the program."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from gov_disclosure.definitions import defs
from gov_disclosure.defs import notification, retries, sensors
from gov_disclosure_tests.deploy.services import DEPLOY, INSTALLED, ROOT, read_example, read_unit

GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.S | re.M)
UNITS = ("code", "daemon", "webserver")


@pytest.mark.parametrize("block", BLOCKS)
def test_the_commands_of_the_guide_are_those_of_a_shell(block: str) -> None:
    checked = subprocess.run(["bash", "-n"], input=block, text=True, check=False, capture_output=True)
    assert checked.stderr == ""


def test_what_the_guide_and_the_units_name_is_in_the_repository() -> None:
    named = re.findall(rf"{INSTALLED}/([\w./*-]+)", GUIDE + "".join(str(read_unit(unit)) for unit in UNITS))
    named += re.findall(r"`(deploy/[\w.-]+)`", GUIDE)
    missing = {name for name in named if not name.startswith(".venv") and not list(ROOT.glob(name.rstrip("/")))}
    assert len(named) > 10
    assert missing == set()
    assert {script for script in ("backup", "restore") if not (DEPLOY / script).stat().st_mode & 0o111} == set()


def test_the_guide_switches_on_what_there_is() -> None:
    switched = re.findall(r"dagster (sensor|schedule) start (\w+) --workspace", GUIDE)
    there = [("sensor", "raw_folder_changed"), *(("schedule", each.name) for each in defs.schedules or [])]
    assert switched == there
    services = {name.removeprefix("gov-disclosure-") for name in re.findall(r"gov-disclosure-\w+", GUIDE)}
    assert services == set(UNITS)


def test_the_variables_of_the_guide_are_those_of_the_program() -> None:
    known = {notification.WEBHOOK, notification.MAIL, notification.MAIL_FROM, notification.SMTP, notification.UI}
    known |= {sensors.SECONDS_VARIABLE, retries.SECONDS_VARIABLE}
    assert set(re.findall(r"GOV_DISCLOSURE_\w+", GUIDE)) == known
    example = (DEPLOY / "environment.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#(GOV_DISCLOSURE_\w+)=", example, re.M)) <= known


def test_the_environment_says_the_same_to_a_shell_and_to_a_service() -> None:
    script = f"set -a; . {DEPLOY}/environment.example; env -0"
    printed = subprocess.run(["env", "-i", "bash", "-c", script], check=True, capture_output=True, text=True).stdout
    read = dict(line.split("=", 1) for line in printed.split("\0") if line)
    assert read_example().items() <= read.items()


@pytest.mark.parametrize("name", UNITS)
def test_a_service_is_nobody_who_may_do_much(name: str) -> None:
    unit = read_unit(name)
    assert unit["User"] not in ("", "root")
    assert (unit["NoNewPrivileges"], unit["ProtectSystem"], unit["CapabilityBoundingSet"]) == ("yes", "strict", "")
    assert unit["ReadWritePaths"] == "/var/lib/gov-disclosure"
    assert unit["Restart"] == "always"


def test_nothing_listens_beyond_this_machine() -> None:
    hosts = [re.findall(r"--host (\S+)", read_unit(name)["ExecStart"]) for name in ("code", "webserver")]
    assert hosts == [["127.0.0.1"]] * 2
    (server,) = yaml.safe_load((DEPLOY / "workspace.yaml").read_text())["load_from"]
    assert server["grpc_server"]["host"] == "127.0.0.1"
    instance = yaml.safe_load((DEPLOY / "dagster.yaml").read_text())
    assert (instance["telemetry"], instance["nux"]) == ({"enabled": False}, {"enabled": False})


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze to check units with")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        path = DEPLOY / f"gov-disclosure-{name}.service"
        text = path.read_text().replace(f"{INSTALLED}/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / path.name).write_text(text)
    units = sorted(tmp_path.glob("*.service"))
    checked = subprocess.run(["systemd-analyze", "verify", *units], check=False, capture_output=True, text=True)
    assert [line for line in checked.stderr.splitlines() if "gov-disclosure" in line] == []
