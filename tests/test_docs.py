"""What is written about the code agrees with it: generated pages, links, commands, examples, the other ways in."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import index_notebooks
import pytest
import typer
import write_docs
import yaml
from notebook_rules import TAGS
from shop_factory import opened, write

from planbook import naming, offers, planning, project
from planbook.cli import app
from planbook.codebook import Codebook
from planbook.measures.catalog import CATALOG
from planbook.project import Project, ShopSettings, Source
from planbook.reports import batch, gallery
from planbook.reports.account import Outcome
from planbook.reports.result import Origin, Result, Status
from planbook.tables.store import fetch, open_shop
from planbook.views.words import open_words
from planbook.wordlist import Wordlist

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("notebooks/*.md")])
FRONTS = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
TILL = (
    "receipt,member,sold_at,article,pieces,price\nr1,ana,2026-10-01 10:00,tea,2,30\nr1,ana,2026-10-01 10:00,cup,-1,12\n"
)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[object]:
    return [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text(name), re.DOTALL)]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_glossary_is_made_from_the_catalog():
    assert text("GLOSSARY.md") == write_docs.glossary()


def test_no_two_figures_have_one_name():
    for language in ("zh", "en"):
        names = [kpi.name[language] for kpi in CATALOG.values()]
        assert sorted(set(names)) == sorted(names)


def test_no_head_of_a_table_is_offered_as_a_figure():
    """Who sets a goal chooses among the names of figures; "Costs" and "May bring" are heads of one table."""
    heads = yaml.safe_load(text("scripts/heads.yml"))
    assert {"Costs", "May bring", "Needed"} <= heads.keys()
    for language in ("zh", "en"):
        called = {open_words(language)(head) for head in heads}
        assert not called & {kpi.name[language] for kpi in CATALOG.values()}


def test_the_page_of_tables_is_made_from_the_schemas():
    assert text("docs/tables.md") == write_docs.tables()


def test_the_page_of_exports_is_made_from_the_profiles():
    assert text("docs/exports.md") == write_docs.exports()


def test_the_gallery_is_made_from_the_notebooks():
    assert [path for path, page in index_notebooks.wanted().items() if path.read_text(encoding="utf-8") != page] == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_commands_that_are_written_down_exist(path):
    commands = set(typer.main.get_command(app).commands)
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    page = path.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL) + re.findall(r"`([^`\n]+)`", page))
    assert set(re.findall(r"^(?:.*[\\/])?planbook ([a-z]+)\b", code, re.MULTILINE)) <= commands
    assert set(re.findall(r"^make ([a-z]+)\b", code, re.MULTILINE)) <= targets


def test_both_front_pages_say_the_same():
    shape = [
        re.findall(r"^(#+|```sh|make \w+|planbook \w+|\| `[^`]+`)", page.read_text(), re.MULTILINE) for page in FRONTS
    ]
    assert shape[0] == shape[1]


@pytest.mark.parametrize("path", FRONTS, ids=named)
def test_front_pages_show_the_two_commands_and_a_picture_first(path):
    first = path.read_text(encoding="utf-8").split("\n## ")[0]
    assert re.findall(r"^make (\w+)", first, re.MULTILINE) == ["demo", "test"]
    assert re.search(r"!\[.+\]\(docs/report-\w\w\.png\)", first)


@pytest.mark.parametrize("path", FRONTS, ids=named)
def test_every_folder_that_a_front_page_names_is_there(path):
    folders = re.findall(r"^\| [\[`]+(\.?[\w/]+)/", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(folders) == 8
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []


def test_conda_gets_the_same_bounds():
    environment = yaml.safe_load(text("environment.yml"))
    wanted = tomllib.loads(text("pyproject.toml"))["project"]
    *conda, last = environment["dependencies"]
    bounds = {line.split()[0]: line.split()[-1] for line in conda}
    assert bounds["python"].split(",")[0] == wanted["requires-python"]
    assert last == {"pip": ["--editable .[dev]"]}
    assert set(bounds) == {"python", "pip", "pango"}


def test_make_help_lists_every_target():
    make = text("Makefile")
    listed = re.findall(r"^([a-z]+):.*## ", make, re.MULTILINE)
    assert listed == re.search(r"^\.PHONY: (.*)", make, re.MULTILINE)[1].split()


def test_continuous_integration_runs_lint_and_tests():
    run = ROOT / ".ci/run"
    assert os.access(run, os.X_OK)
    assert re.findall(r"^make (\w+)$", run.read_text(), re.MULTILINE) == ["lint", "test"]
    assert subprocess.run(["bash", "-n", str(run)], check=False).returncode == 0


def test_every_entry_of_planbook_yml_is_explained():
    page = text("docs/workspace.md")
    fields = {*Project.model_fields, *ShopSettings.model_fields, *Source.model_fields}
    assert [field for field in fields if not re.search(rf"\b{field}:", page)] == []


def test_the_example_of_planbook_yml_is_one(tmp_path):
    whole, *sources, coded, listed, _, offered, named = blocks("docs/workspace.md")
    assert "installation" in Codebook.model_validate(coded).topics
    write(tmp_path / "offers.yml", yaml.safe_dump(offered))
    assert offers.load(tmp_path).offers["both"].parts == ("double", "cross_shop")
    assert naming.NAMES.validate_python(named)["千川"] == ()
    assert Wordlist.model_validate(listed).claims["house_style"].platforms == ("tmall",)
    assert Project.model_validate(whole).shop("tea").name("en") == "My tea shop"
    assert all(Source.model_validate(source) for block in sources for source in block["sources"].values())


def test_the_example_of_planning_yml_is_one(tmp_path):
    planned = next(block for block in blocks("docs/workspace.md") if "days_off" in block)
    write(tmp_path / "planning.yml", yaml.safe_dump(planned, allow_unicode=True))
    rules = planning.load(tmp_path)
    assert rules.booking.days["head"] == 90
    assert rules.slot.days["warm-up"] == 60
    assert not rules.workdays("Asia/Shanghai", date(2026, 12, 31)).works(date(2027, 1, 1))


def test_the_example_of_a_query_runs(tmp_path):
    write(tmp_path / "data/till.csv", TILL)
    sources = next(b for b in blocks("docs/workspace.md") if "lines" in b.get("sources", {}))["sources"]
    (order,) = fetch(opened(tmp_path, sources, currency="EUR")["orders"]).to_dict("records")
    assert (order["order_id"], order["paid"], order["refund"]) == ("r1", 60.0, 12.0)


def test_results_are_explained_key_by_key():
    page = text("docs/reports.md")
    keys = [*(field.alias or name for name, field in Result.model_fields.items()), *Origin.model_fields]
    assert [word for word in (*keys, *Status.__args__) if f"`{word}`" not in page] == []


def test_the_example_of_a_batch_file_is_one_and_has_every_key():
    (example,) = blocks("docs/batches.md")
    plan = batch.Batch.model_validate(example)
    assert example.keys() == batch.Batch.model_fields.keys()
    assert plan.matrix.model_fields_set == set(batch.AXES)
    assert {key for entry in plan.notebooks for key in entry.model_fields_set} == batch.Entry.model_fields.keys()


def test_every_option_of_a_batch_is_explained():
    page = text("docs/batches.md")
    options = [word for param in typer.main.get_command(app).commands["batch"].params for word in param.opts]
    assert [word for word in options if word.startswith("-") and f"`{word}`" not in page] == []


def test_the_account_of_a_batch_is_explained():
    page = text("docs/reports.md").split("## batch.json")[1]
    assert [word for word in (*Outcome.__args__, "done") if f"`{word}`" not in page] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/batches/*.yml")), ids=named)
def test_batch_files_name_notebooks_that_there_are(path):
    plan = batch.read(path)
    assert {entry.notebook for entry in (*plan.notebooks, *plan.include)} <= gallery.available(ROOT).keys()


def test_every_tag_is_explained():
    assert [tag for tag in TAGS if f"`{tag}`" not in text("docs/notebooks.md")] == []


@pytest.mark.parametrize("key", ["luming", "luming-global"])
def test_every_tool_of_the_sample_shop_has_its_channel(key):
    shop = project.load(ROOT).shop(key)
    tables = open_shop(shop)
    spend, traffic = tables["ad_spend"], tables["traffic"]
    assert all(shop.channel_of(tool=tool) for tool in fetch(spend.select("tool").distinct())["tool"])
    paid = fetch(traffic.filter(traffic.paid_source).select("source").distinct())["source"]
    assert set(paid) <= set(shop.project.paid_sources)
