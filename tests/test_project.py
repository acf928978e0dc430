"""planbook.yml is checked when it is read; an error names the entry."""

from __future__ import annotations

import pytest
from shop_factory import write

from planbook import project
from planbook.absence import ConfigError

TWO = "language: en\nshops:\n  tea: {name: {zh: 茶}, currency: CNY}\n  mugs: {currency: EUR, dated_by: ordered_at}\n"


def test_the_first_shop_is_meant_when_none_is_named(tmp_path):
    write(tmp_path / "planbook.yml", TWO)
    found = project.load(tmp_path)
    assert (found.shop().key, found.shop("mugs").dated_by, found.root) == ("tea", "ordered_at", tmp_path)


def test_planbook_yml_is_found_from_a_folder_below_it(tmp_path):
    write(tmp_path / "planbook.yml", TWO)
    (tmp_path / "notebooks" / "own").mkdir(parents=True)
    assert project.find(tmp_path / "notebooks" / "own") == tmp_path


def test_a_folder_without_planbook_yml_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match="planbook init"):
        project.load(tmp_path)


def test_an_unknown_shop_names_the_nearest(tmp_path):
    write(tmp_path / "planbook.yml", TWO)
    with pytest.raises(ConfigError, match="Did you mean 'mugs'"):
        project.load(tmp_path).shop("mug")


@pytest.mark.parametrize("key", ["/../x", "nowhere", "..", "tea/../../x"])
def test_a_shop_that_is_not_there_is_no_path(tmp_path, key):
    write(tmp_path / "planbook.yml", TWO)
    with pytest.raises(ConfigError, match="There is no shop"):
        project.load(tmp_path).shop(key)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shops: {/../x: {currency: CNY}}", "shops → /../x"),
        ("shops: {a b: {currency: CNY}}", "shops → a b"),
        ("shops: {}", "shops"),
        ("", "shops"),
        ("- a\n- b", "holds no entries by name"),
        ("shops: {tea: {currency: yuan}}", "shops → tea → currency"),
        ("shops: {tea: {currency: CNY, colour: red}}", "shops → tea → colour"),
        ("shops: {tea: {currency: CNY, fees: {tmall: 5}}}", "shops → tea → fees → tmall"),
        ("shops: {tea: {currency: CNY, timezone: Asia/Shanghei}}", "timezone: .*did you mean Asia/Shanghai"),
        ("shops: {tea: {currency: CNY, timezone: ../x}}", "timezone: .*no such time zone"),
        ("shops: {tea: {currency: CNY}}\nlanguage: fr", "language"),
        ("shops: {tea: {currency: CNY}}\nbrand: {color: green}", "brand → color"),
        ("shops: [\n", "not readable as YAML"),
    ],
)
def test_what_cannot_be_names_its_entry(tmp_path, text, said):
    write(tmp_path / "planbook.yml", text)
    with pytest.raises(ConfigError, match=said):
        project.load(tmp_path)


@pytest.mark.parametrize(
    "source",
    ["{path: a.csv, query: select 1}", "{}", "{url_env: DB}", "{table: t}", "{path: a.csv, table: t}"],
    ids=["two places", "no place", "no table", "no address", "a file with a table"],
)
def test_a_source_has_one_place(tmp_path, source):
    write(tmp_path / "planbook.yml", f"shops: {{tea: {{currency: CNY, sources: {{orders: {source}}}}}}}")
    with pytest.raises(ConfigError, match="give one of: path"):
        project.load(tmp_path)


def test_bytes_that_are_not_utf_8_are_told(tmp_path):
    write(tmp_path / "planbook.yml", TWO, encoding="gb18030")
    with pytest.raises(ConfigError, match="not UTF-8"):
        project.load(tmp_path)


@pytest.mark.parametrize(
    ("key", "language", "name"), [("tea", "zh", "茶"), ("tea", "en", "茶"), ("mugs", "en", "mugs")]
)
def test_a_shop_has_a_name_in_each_language(tmp_path, key, language, name):
    write(tmp_path / "planbook.yml", TWO)
    assert project.load(tmp_path).shop(key).name(language) == name


def test_the_key_for_hashes_is_the_workspaces_own(tmp_path):
    write(tmp_path / "planbook.yml", TWO)
    with pytest.raises(ConfigError, match=r"key .* is missing.*Copy \.planbook/key.*planbook init"):
        project.load(tmp_path).key  # noqa: B018
    write(tmp_path / ".planbook" / "key", "own\n")
    assert project.load(tmp_path).key == "own"


def test_the_clone_has_the_samples_key():
    assert project.load(project.CLONE).key == project.SAMPLE_KEY
