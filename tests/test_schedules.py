"""The examples of schedules call one command that there is, in forms that their systems read."""

from __future__ import annotations

import configparser
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import typer

from planbook.cli import app

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "scripts" / "schedules"
COMMAND = "planbook batch templates/batches/monthly.yml"
CALLERS = ["planbook.cron", "planbook.service", "planbook.xml", "README.md"]
TASK = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None)
    found.optionxform = str
    found.read_string(text(name))
    return found


@pytest.mark.parametrize("name", CALLERS)
def test_every_system_calls_the_same_command(name):
    assert [found.strip() for found in re.findall(r"planbook batch[^\n&>]*", text(name))] == [COMMAND]


def test_the_command_they_call_is_one_and_its_batch_file_is_there():
    _, command, file = COMMAND.split()
    assert command in typer.main.get_command(app).commands
    assert (ROOT / file).is_file()


def test_every_file_is_explained():
    named = set(re.findall(r"\]\((planbook\.\w+)\)", text("README.md")))
    assert named == {path.name for path in FOLDER.iterdir()} - {"README.md"}


def test_the_line_for_cron_has_five_fields_and_no_bare_percent_sign():
    *settings, line = [line for line in text("planbook.cron").splitlines() if line and not line.startswith("#")]
    assert re.match(r"(?:\S+ ){5}cd ", line)
    assert "%" not in line
    assert set(re.findall(r"\$(\w+)", line)) <= {setting.partition("=")[0] for setting in settings}


def test_the_service_runs_once_in_the_workspace_and_reads_secrets_from_a_file():
    service = unit("planbook.service")["Service"]
    assert (service["Type"], service["ExecStart"]) == ("oneshot", f"/usr/bin/env {COMMAND}")
    assert {"WorkingDirectory", "EnvironmentFile"} <= set(service)


def test_the_timer_is_the_service_s_and_makes_up_for_a_night_off():
    timer = unit("planbook.timer")
    assert (timer["Timer"]["OnCalendar"], timer["Timer"]["Persistent"]) == ("*-*-01 06:30:00", "true")
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_task_for_windows_runs_on_the_first_of_each_month_in_the_workspace():
    task = ET.fromstring(text("planbook.xml"))
    assert task.find(".//t:DaysOfMonth/t:Day", TASK).text == "1"
    assert len(task.find(".//t:Months", TASK)) == 12
    assert task.find(".//t:Exec/t:WorkingDirectory", TASK).text
    assert text("planbook.xml").isascii()
