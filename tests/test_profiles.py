"""Every export that is known has a profile, and every profile recognises its own headers and nobody else's."""

from __future__ import annotations

import pytest
from export_factory import PERSONAL, facts, header

from planbook.absence import ConfigError, DataError
from planbook.tables.exports.recognising import profile
from planbook.tables.exports.recognising.headers import normalised
from planbook.tables.exports.recognising.recognition import Recognition

PROFILES = profile.ours()
KNOWN = Recognition(PROFILES | profile.by_hand())
# lists that are no header of their own, but what is added to one in other years, sheets or settings
PARTS = {"seen_later", "newer_names", "older_2017", "pc_extra", "prefix_when_split_by_plan", "seen_in_other"}
PARTS |= {"daily_first", "more"}
NEVER = ("蒲公英", "京东到家")
WHOLE = [(name, part) for name, fact in facts().items() for part in fact["lists"] if part not in PARTS]
SURVEYS = {"wjx": ["1、您的性别："], "google_forms": ["How likely are you to recommend us?"]}


def test_each_export_has_a_profile_and_each_profile_an_export():
    assert PROFILES.keys() == facts().keys()


def test_what_rests_on_hearsay_has_no_profile():
    assert {fact["confidence"] for fact in facts().values()} == {"A", "A2", "B"}
    assert not [each for each in PROFILES.values() if any(word in each.title["zh"] for word in NEVER)]


@pytest.mark.parametrize(("export", "part"), WHOLE, ids=lambda each: each)
def test_an_export_is_recognised_by_its_headers(export, part):
    if part == "newer" and export == "sycm_traffic_source":
        names = [*header(export, part), "访客数"]
    else:
        names = [*header(export, part), *SURVEYS.get(export, [])]
    found = KNOWN.best(names, "file.csv")
    assert found is not None
    assert found.profile.name == export


@pytest.mark.parametrize("export", PROFILES)
def test_all_headers_of_an_export_are_known_to_its_profile(export):
    named = {normalised(name).name for names in facts()[export]["lists"].values() for name in names}
    assert named <= PROFILES[export].headers | {""}


@pytest.mark.parametrize("export", PROFILES)
def test_a_personal_column_is_read_as_a_person_or_a_province_or_not_at_all(export):
    personal = {normalised(name).name for name in PERSONAL}
    read = {
        field.kind
        for field in PROFILES[export].fields.values()
        if {normalised(name).name for name in field.headers} & personal
    }
    assert read <= {"person", "region"}


@pytest.mark.parametrize("export", PROFILES)
def test_a_profile_is_named_in_both_languages(export):
    assert PROFILES[export].title.keys() == {"en", "zh"}
    assert PROFILES[export].notes.keys() in ({"en", "zh"}, set())


def test_the_columns_of_a_list_may_be_chosen():
    real = ["订单编号", "总金额", "买家实际支付金额", "收货地址 ", "订单创建时间", "订单付款时间 ", "退款金额"]
    found = KNOWN.best(real, "tmall_order_report.csv")
    assert found is not None
    assert (found.profile.name, found.sure) == ("taobao_order_list_legacy", 1.0)


def test_a_tie_asks():
    profiles = {name: PROFILES["jd_ads"].model_copy(update={"name": name, "files": ()}) for name in ("one", "two")}
    with pytest.raises(DataError, match=r"x\.csv may be one or two") as error:
        Recognition(profiles).best(header("jd_ads"), "x.csv")
    assert "--as one" in error.value.advice


def test_a_profile_that_is_asked_for_and_does_not_fit_says_which_column_lacks():
    with pytest.raises(DataError, match="it has no 订单号"):
        KNOWN.best(header("jd_ads"), "x.csv", forced="jd_order")


def test_a_profile_that_nobody_knows_names_the_nearest():
    with pytest.raises(DataError) as error:
        KNOWN.best(header("jd_ads"), "x.csv", forced="jd_orders")
    assert "jd_order" in error.value.advice


def test_a_workspace_adds_profiles_of_its_own(tmp_path):
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "till.yml").write_text(TILL, encoding="utf-8")
    assert profile.load(tmp_path).keys() == PROFILES.keys() | profile.by_hand().keys() | {"till"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [", "profiles/till.yml is not readable as YAML"),
        (
            TILL_WITHOUT_TABLE := "title: {en: a}\nneeds: [a]\nfields: {a: {id: A}}\ntables: {tills: {columns: {}}}\n",
            "no table 'tills'",
        ),
        ("title: {en: a}\nneeds: [b]\nfields: {a: {id: A}}\ntables: {}\n", "there is no field 'b'"),
        ("title: {en: a}\nneeds: [a]\nfields: {a: {ident: A}}\ntables: {}\n", "begin with one kind of cell"),
        (
            "title: {en: a}\nneeds: [a]\nfields: {a: {id: A}}\ntables: {orders: {columns: {price: a}}}\n",
            "there is no column price",
        ),
    ],
    ids=["yaml", "table", "field", "kind", "column"],
)
def test_a_profile_that_is_wrong_says_where(tmp_path, text, said):
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "till.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        profile.load(tmp_path)


TILL = """
title: {en: The till, zh: 收银机}
needs: [receipt, sum]
fields: {receipt: {id: Receipt}, sold: {time: Sold at}, sum: {money: Sum}}
tables: {orders: {per: receipt, columns: {order_id: receipt, ordered_at: sold, paid_at: sold, paid: sum}}}
"""
