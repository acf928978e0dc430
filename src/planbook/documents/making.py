"""From a document's name to its bytes: blank, or filled from a shop's plan."""

from __future__ import annotations

from planbook.documents import excel, word
from planbook.documents.filling import BLANK, Filling, filling
from planbook.documents.spec import Document, load
from planbook.project import Shop

LANGUAGES = ("en", "zh")


def blank(name: str, language: str) -> bytes:
    """Write a document with nothing filled in."""
    return written(load(name), language, BLANK)


def filled(name: str, shop: Shop, language: str, *, campaign: str = "") -> tuple[bytes, str]:
    """Write a document with what the shop's plan has for it; give the campaign that it is of too.

    Raises
    ------
    ParameterError
        When there is no such document or campaign.
    """
    document = load(name)
    found = filling(shop, document, campaign, language)
    return written(document, language, found), found.campaign


def file_name(name: str, language: str) -> str:
    """Name the file of a document.

    Examples
    --------
    >>> file_name("raci", "zh")
    'raci.zh.xlsx'
    """
    return f"{name}.{language}{load(name).suffix}"


def written(document: Document, language: str, told: Filling) -> bytes:
    """Write a document with what it is to be filled with."""
    write = excel.written if document.kind == "excel" else word.written
    return write(document, language, told)
