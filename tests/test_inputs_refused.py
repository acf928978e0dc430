"""A cell of a filled-in workbook that cannot be is named by its sheet, row and place."""

from __future__ import annotations

import pytest
from import_factory import read, told
from input_factory import ITEM, filled
from shop_factory import write

from planbook.absence import DataError
from planbook.tables.exports.shaping.fields import _letters


def refused(folder, table, *rows):
    with pytest.raises(DataError) as error:
        read(folder, filled(folder, table, *rows))
    return f"{error.value.message} {error.value.advice}"


def test_a_word_that_is_not_known_is_named_with_its_cell(tmp_path):
    said = refused(tmp_path, "products", ITEM, ITEM | {"sku": "LM-2", "role": "heroo"})
    assert "products.xlsx, sheet 'products', row 3, cell D3 (role): it says 'heroo'" in said
    assert "none of 引流款 (traffic), 主推款 (hero), 利润款 (profit), 形象款 (image)" in said


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("unit_cost", "abc", "row 2, cell E2 (unit_cost): it says 'abc', which is no money"),
        ("unit_cost", -5.0, "row 2, cell E2 (unit_cost): it says '-5', which is below 0"),
        ("launched", "soon", "row 2, cell H2 (launched): it says 'soon', which is no day"),
        ("stock", 2.5, "row 2, cell I2 (stock): it says '2.5', which is no count"),
        ("sku", None, "row 2, cell A2 (sku): it is empty, and every row needs it"),
        (
            "sku",
            3.1054201234567890e17,
            "row 2, cell A2 (sku): it says '3.10542E+17', which is a number that was rounded",
        ),
    ],
)
def test_a_cell_that_cannot_be_is_named(column, value, said, tmp_path):
    assert f"products.xlsx, sheet 'products', {said}" in refused(tmp_path, "products", ITEM | {column: value})


def test_the_first_wrong_cell_of_the_sheet_is_named_and_how_many_are_like_it(tmp_path):
    rows = [ITEM | {"sku": f"LM-{at}", "stock": "many"} for at in (1, 2)]
    assert "cell I2 (stock): it says 'many', which is no count (2 such cells)" in refused(tmp_path, "products", *rows)


def test_a_share_above_one_is_told_how_shares_are_written(tmp_path):
    row = {"period": "2026-10", "source": "search", "share": 31}
    said = refused(tmp_path, "competitor_traffic", row)
    assert "cell E2 (share): it says '31', which is above 1" in said
    assert "0.31 or 31%" in said


def test_a_column_that_was_deleted_is_named(tmp_path):
    heads = '"查看日期 *\ndate","到手价\ndeal_price"'
    with pytest.raises(DataError, match=r"looks like sheet_competitor_items, but it has no sku"):
        read(tmp_path, write(tmp_path / "looks.csv", f"{heads}\n2026-10-05,219\n"))


def test_a_sheet_with_many_columns_of_ones_own_is_taken_when_it_is_asked_for(tmp_path):
    file = write(tmp_path / "p.csv", '"商品编号 *\nsku",库位,供应商\nLM-1,A3,x\n')
    with pytest.raises(DataError, match="most of its columns are others"):
        read(tmp_path, file)
    assert told(read(tmp_path, file, profile="sheet_products")["products"], "sku") == [("LM-1",)]


def test_two_rows_of_one_key_are_named(tmp_path):
    said = refused(tmp_path, "products", ITEM, ITEM | {"stock": 4})
    assert "products.xlsx, sheet 'products': rows 2 and 3 are of one sku, and say different things" in said


def test_a_text_is_told_by_column_as_before(tmp_path):
    with pytest.raises(DataError, match=r"products\.csv, row 2, column 'stock': it says 'many', which is no count"):
        read(tmp_path, write(tmp_path / "products.csv", "sku,stock\nLM-1,many\n"))


def test_a_column_beyond_z_has_two_letters():
    assert [_letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
