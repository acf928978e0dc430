"""What a free text tells of people is masked before anyone can read it."""

from __future__ import annotations

import pytest
from shop_factory import shop

from planbook.tables.store import fetch

HEAD = "feedback_id,at,origin,text\n"


def shown(folder, text):
    tables = shop(folder, {"feedback": f'{HEAD}R1,2026-10-05 20:14:00,review,"{text}"\n'})
    return fetch(tables["feedback"])["text"][0]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打我电话 13800138000 谢谢", "打我电话 *** 谢谢"),
        ("call +1 415-555-0100 please", "call *** please"),
        ("write to ana.b@mail.example.com", "write to ***"),
        ("加微信:tea_lover88 领券", "加*** 领券"),
        ("250g 装 3 罐, 168 元", "250g 装 3 罐, 168 元"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
    ids=["mobile", "telephone", "mail", "messenger", "weights and prices", "html", "formula"],
)
def test_a_text_keeps_all_but_what_leads_to_a_person(tmp_path, text, masked):
    assert shown(tmp_path, text) == masked


def test_whoever_wrote_it_is_hashed_as_in_orders(tmp_path):
    tables = shop(
        tmp_path,
        {
            "feedback": "feedback_id,at,origin,customer_id\nR1,2026-10-05 20:14:00,review,ana\n",
            "orders": "order_id,paid,paid_at,customer_id\n1,20,2026-10-01 08:00:00,ana\n",
        },
    )
    who, bought = (fetch(tables[name])["customer_id"][0] for name in ("feedback", "orders"))
    assert who == bought != "ana"
