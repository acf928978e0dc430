"""A small file of each export becomes what it says."""

from __future__ import annotations

import pytest
from export_factory import made
from import_factory import read, told
from profile_cases import CASES, Case

from planbook.tables.exports.recognising import profile

SURVEYS = {"wjx", "surveymonkey", "typeform", "google_forms"}


def name_of(case: Case) -> str:
    return "-".join((case.export, *case.lists))


def frames(case: Case, folder):
    how = dict(case.how)
    currency = how.pop("currency", "CNY")
    return read(folder, made(folder / case.name, case.export, case.rows, *case.lists, **how), currency=currency)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_an_export_becomes_rows(case, tmp_path):
    found = frames(case, tmp_path)
    for table, (columns, expected) in case.tables.items():
        assert told(found[table].reindex(columns=columns.split()), *columns.split()) == expected
    assert {table for table, frame in found.items() if len(frame)} == case.tables.keys()


def test_every_export_has_a_case():
    assert {case.export for case in CASES} | SURVEYS | {"jd_shangzhi_funnel"} == profile.ours().keys()
