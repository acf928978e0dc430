"""Make a workspace: the folder with a shop's planbook.yml, data, plans and reports."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from planbook.absence import ConfigError

FOLDERS = ("data", "store", "plans", "notes", "reports", "notebooks", ".planbook")
IGNORED = ("store/", "plans/", "notes/", "reports/", ".planbook/", ".ipynb_checkpoints/")

SETTINGS = """\
# Everything Planbook knows of your shops. Change what is here; add what you need; delete what you do not.

language: zh                      # of reports when none is asked for: zh or en

shops:
  myshop:                         # a short key; it names folders and is given as --shop
    name: {zh: 我的店, en: My shop}
    currency: CNY
    timezone: Asia/Shanghai
    dated_by: paid_at             # or ordered_at: which time decides the period of an order
    # margin: 0.45                # after cost of goods, before fees; where no unit costs are known
    # sources:                    # only what is not in store/ yet: files read where they are
    #   orders: {path: "data/orders*.csv", encoding: gb18030, columns: {order_id: 订单编号, ordered_at: 订单创建时间}}
    #   traffic: {path: "data/traffic*.csv"}

# channels:                       # how you group what you pay for; a budget is planned by these
#   search_ads: {tools: [万相台, 关键词推广], sources: [search_ad], role: core}
#   creators: {sources: [creator], role: test}
# paid_sources: [search_ad, feed_ad, creator]
# thresholds: {stock_days: 7}
# budget: {core: [0.6, 0.7], test: [0.1, 0.2]}
# brand: {color: "#2F6F4F", logo: brand.svg}
"""


def init(folder: Path) -> Path:
    """Make a workspace in a new or empty folder; never overwrites.

    Raises
    ------
    ConfigError
        When the folder holds anything, or cannot be written.
    """
    folder = folder.resolve()
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ConfigError(f"{folder} is not empty.", "Give a new folder: planbook init my-shop")
        for name in FOLDERS:
            (folder / name).mkdir(parents=True)
        _key(folder / ".planbook" / "key")
        (folder / ".gitignore").write_text("\n".join(IGNORED) + "\n", encoding="utf-8")
        (folder / "planbook.yml").write_text(SETTINGS, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror}.", "Choose a folder of your own.") from error
    return folder


def _key(path: Path) -> None:
    """Write the secret that customer ids are hashed with; who copies a report cannot turn them back."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
