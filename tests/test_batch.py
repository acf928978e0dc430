"""A batch file is checked whole before its first run starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from notebook_factory import add, workspace

from planbook import project
from planbook.absence import ConfigError, DataError, ParameterError, PlanbookError
from planbook.reports import batch, meaning
from planbook.reports.job import Job
from planbook.reports.unchanged import Ground

Meant = Callable[[str, str, str], tuple[str, str]]


def expanded(root: Path, content: str, **over: str) -> list[Job]:
    (root / "pack.yml").write_text(content, encoding="utf-8")
    return batch.expand(batch.read(root / "pack.yml"), Ground(project.load(root)), over)


def ids(root: Path, content: str, **over: str) -> list[str]:
    return [job.id for job in expanded(root, content, **over)]


@pytest.fixture
def data_say(monkeypatch: pytest.MonkeyPatch) -> Callable[[Meant], None]:
    """Let shops' data say what a period and a campaign mean, without data and the process that reads them."""

    def say(meant: Meant) -> None:
        def ask(_: meaning.Memory, asked: meaning.Asked) -> tuple[meaning.Answer, list[str]]:
            try:
                return meant(*asked), []
            except PlanbookError as error:
                return error, []

        monkeypatch.setattr(meaning.Memory, "_ask", ask)

    return say


def test_every_shop_period_and_language_makes_a_run(tmp_path: Path) -> None:
    content = "matrix: {shop: [tea, mugs], period: 2026-10, language: [zh, en]}\nnotebooks: [tiny]"
    assert ids(workspace(tmp_path), content) == [
        "tiny/tea/2026-10/zh",
        "tiny/tea/2026-10/en",
        "tiny/mugs/2026-10/zh",
        "tiny/mugs/2026-10/en",
    ]


def test_what_exclude_matches_is_left_out(tmp_path: Path) -> None:
    content = (
        "matrix: {shop: [tea, mugs], period: 2026-10, language: [zh, en]}\nnotebooks: [tiny]\n"
        "exclude: [{shop: mugs, language: zh}]"
    )
    assert "tiny/mugs/2026-10/zh" not in ids(workspace(tmp_path), content)


@pytest.mark.parametrize("rule", ["shop: tea", "language: en", "{shop: tea, language: en}"])
def test_exclude_matches_a_shop_or_language_left_at_its_default(tmp_path: Path, rule: str) -> None:
    content = "matrix: {shop: ['', mugs], period: 2026-10, language: ['', zh]}\nnotebooks: [tiny]\nexclude: [%s]"
    assert "tiny/tea/2026-10/en" not in ids(workspace(tmp_path), content % (rule if rule[0] == "{" else f"{{{rule}}}"))


def test_what_include_says_is_added(tmp_path: Path) -> None:
    content = "matrix: {period: 2026-10}\nnotebooks: [tiny]\ninclude: [{notebook: tiny, shop: mugs, period: 2026-W40}]"
    assert ids(workspace(tmp_path), content) == ["tiny/tea/2026-10/en", "tiny/mugs/2026-W40/en"]


def test_an_entry_with_a_name_has_it_in_its_id_and_its_own_parameters(tmp_path: Path) -> None:
    content = "matrix: {period: 2026-10}\nnotebooks: [tiny, {notebook: tiny, name: few, params: {top: 3, code: 007}}]"
    jobs = expanded(workspace(tmp_path), content)
    assert [(job.id, job.params["top"], job.params["code"]) for job in jobs] == [
        ("tiny/tea/2026-10/en", 10, "007"),
        ("tiny@few/tea/2026-10/en", 3, "007"),
    ]


def test_two_runs_with_one_id_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Two runs of this batch have the id tiny/tea/2026-10/en"):
        ids(workspace(tmp_path), "matrix: {period: 2026-10}\nnotebooks: [tiny, {notebook: tiny, params: {top: 3}}]")


def test_a_needed_notebook_goes_before_for_the_same_shop_and_language(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    add(root, name="first")
    content = "matrix: {shop: [tea, mugs], period: 2026-10}\nnotebooks: [{notebook: tiny, needs: [first]}, first]"
    jobs = expanded(root, content)
    assert [(job.id.split("/")[0], job.params["shop"]) for job in jobs] == [
        ("first", "tea"),
        ("tiny", "tea"),
        ("first", "mugs"),
        ("tiny", "mugs"),
    ]
    assert jobs[3].needs == ("first/mugs/2026-10/en",)


def test_a_value_given_for_all_takes_the_place_of_the_matrix(tmp_path: Path) -> None:
    content = "matrix: {period: [2026-08, 2026-09]}\nnotebooks: [tiny]"
    assert ids(workspace(tmp_path), content, period="2026-10", top="3") == ["tiny/tea/2026-10/en"]


def test_latest_is_resolved_once_for_each_shop(tmp_path: Path, data_say: Callable[[Meant], None]) -> None:
    asked: list[tuple[str, ...]] = []
    data_say(lambda *texts: asked.append(texts) or ("2026-10", ""))
    assert ids(workspace(tmp_path), "matrix: {language: [zh, en]}\nnotebooks: [tiny]") == [
        "tiny/tea/2026-10/zh",
        "tiny/tea/2026-10/en",
    ]
    assert asked == [("tea", "latest", "", "")]


CAMPAIGN = 'period: str = "latest"  # when\nshop: str = ""  # whose\ncampaign: str = "latest"  # which'


def test_the_latest_campaign_gets_its_name(tmp_path: Path, data_say: Callable[[Meant], None]) -> None:
    data_say(lambda *_: ("2026-10", "spring-2026"))
    (job,) = expanded(workspace(tmp_path, parameters=CAMPAIGN), "notebooks: [tiny]")
    assert (job.id, job.params["campaign"]) == ("tiny/tea/2026-10", "spring-2026")


def test_a_shop_whose_data_do_not_tell_the_period_keeps_its_text_and_trouble(
    tmp_path: Path, data_say: Callable[[Meant], None]
) -> None:
    data_say(tea_is_broken)
    jobs = expanded(workspace(tmp_path), "matrix: {shop: [tea, mugs]}\nnotebooks: [tiny]")
    assert [(job.id, str(job.trouble or "")) for job in jobs] == [
        ("tiny/tea/latest/en", "orders.csv, row 3: no date."),
        ("tiny/mugs/2026-10/en", ""),
    ]


def tea_is_broken(shop: str, text: str, *_: str) -> tuple[str, str]:
    if shop == "tea":
        raise DataError("orders.csv, row 3: no date.")
    return ("2026-10" if text == "latest" else text), ""


def test_an_event_that_no_shop_knows_is_an_error(tmp_path: Path, data_say: Callable[[Meant], None]) -> None:
    def unknown(_: str, text: str, *__: str) -> tuple[str, str]:
        raise ParameterError(f"{text!r} is no period and no event of this shop.")

    data_say(unknown)
    with pytest.raises(ParameterError, match="no event of this shop"):
        ids(workspace(tmp_path), "matrix: {period: sprnig-2026}\nnotebooks: [tiny]")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("notebooks: []", "notebooks", id="no notebook"),
        pytest.param("notebook: [tiny]", "notebook", id="an unknown entry"),
        pytest.param("notebooks: [tinny]", "Did you mean 'tiny'", id="an unknown notebook"),
        pytest.param("notebooks: [tiny]\nmatrix: {shop: [/../x]}", "no shop '/../x'", id="a path for a shop"),
        pytest.param("notebooks: [tiny]\nmatrix: {period: 2026-13}", "not in the calendar", id="no month"),
        pytest.param(
            "notebooks: [{notebook: tiny, name: ../x}]\nmatrix: {period: 2026-10}",
            "folder's name",
            id="a path for a name",
        ),
        pytest.param("notebooks: [{notebook: tiny, params: {top: x}}]", "a whole number", id="a wrong value"),
        pytest.param("notebooks: [{notebook: tiny, needs: [other]}]", "needs 'other'", id="a need that nothing meets"),
        pytest.param("notebooks: [{notebook: tiny, needs: [tiny]}]", "in a circle", id="a need for itself"),
        pytest.param("notebooks: [tiny]\noutputs: [docx]", "outputs", id="an unknown output"),
        pytest.param("notebooks: [tiny", "not readable as YAML", id="no YAML"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises((ConfigError, ParameterError), match=says):
        ids(workspace(tmp_path), content)


def test_a_value_that_no_notebook_takes_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="No notebook of this batch has a parameter 'horizon'"):
        ids(workspace(tmp_path), "matrix: {period: 2026-10}\nnotebooks: [tiny]", horizon="3")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no batch file"):
        batch.read(tmp_path / "none.yml")
