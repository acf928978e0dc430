"""Headers of exports, brought to one form before they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TWO_LANGUAGES = re.compile(r"[^\n]*[^\x00-\x7f\n][^\n]*\n\s*([a-z][a-z0-9_]*)\s*")
INVISIBLE = re.compile(r"[\u200b-\u200f\ufeff\u00ad]")
# what stands in brackets behind a name and is no part of it: a unit, a currency, a time zone
UNIT = re.compile(r"\s*\((元|万元|%|件|个|人|次|单|笔|秒|分钟|小时|[A-Z]{3})\)$")


class Header(NamedTuple):
    """A header without its unit, in one form; and the unit that stood in brackets behind it."""

    name: str
    unit: str = ""


@lru_cache(maxsize=10_000)
def normalised(header: str) -> Header:
    r"""Bring a header to the form in which headers are compared.

    Full-width signs become plain ones, blanks and invisible signs go, Latin letters become small, and a unit in
    brackets is taken off. Of a header in two languages, as sheets that are filled in by hand have it, the name counts.

    Examples
    --------
    >>> normalised("商品总价（元） ")
    Header(name='商品总价', unit='元')
    >>> normalised("Amount spent (USD)")
    Header(name='amount spent', unit='USD')
    >>> normalised("CTR (all)")
    Header(name='ctr (all)', unit='')
    >>> normalised("到手价\ndeal_price")
    Header(name='deal price', unit='')
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", bare(header))).replace("_", " ")
    words = " ".join(plain.split())
    found = UNIT.search(words)
    return Header(words[: found.start()].casefold(), found[1]) if found else Header(words.casefold())


def bare(header: str) -> str:
    r"""Leave of a header in two languages the name on its second line; any other without the blanks around it.

    Examples
    --------
    >>> bare("到手价\ndeal_price"), bare(" 到手价 ")
    ('deal_price', '到手价')
    """
    found = _TWO_LANGUAGES.fullmatch(header)
    return found[1] if found else header.strip()
