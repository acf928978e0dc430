"""The table that both READMEs show."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks.turns import CORES, ROOT

# race → what is measured, in both languages; what is wanted
WORDS = {
    "big": (
        "review of {lines:,} order lines; rival: the bare SQL in DuckDB",
        "{lines:,} 行订单明细的复盘；对手：DuckDB 纯 SQL",
        "≤ 2",
    ),
    "big memory": ("its largest memory", "其内存峰值", "< 2,000 MB"),
    "one": (
        "a report of the sample shop; rival: `papermill`, then `jupyter nbconvert`",
        "示例店铺的一份报告；对手：`papermill` 加 `jupyter nbconvert`",
        "≤ 0.5",
    ),
    "pack loop": (
        "12 reports by `planbook batch`; rival: the same two commands in a loop",
        "批量出 12 份报告（`planbook batch`）；对手：上面两条命令循环执行",
        "≤ 1/6",
    ),
    "pack pool": (
        "the same 12; rival: papermill's and nbconvert's Python API in a pool of two processes",
        "同样 12 份；对手：两个进程并行调用 papermill 和 nbconvert 的 Python 接口",
        "≤ 1/2",
    ),
    "many": ("120 reports; beside them 12", "120 份报告；右侧是 12 份", "≤ 10.5"),
    "many runner": ("the runner's own memory with 120, with 12", "120 份与 12 份时，主进程自身的内存峰值", "flat|持平"),
    "many parent": (
        "the warm parent's memory with 120, with 12",
        "120 份与 12 份时，预热父进程的内存峰值",
        "flat|持平",
    ),
    "above": (
        "a report above its cells, without rendering; beside it the cells alone in a warm interpreter",
        "一份报告在单元格之外的耗时（不含生成页面）；右侧是单元格本身在预热好的解释器里的耗时",
        "≤ 0.6 s",
    ),
    "rendering": ("its rendering", "其生成页面的耗时", ""),
    "import taobao": (
        "import of {lines:,} lines of a Taobao export in GBK; rival: the same rows, clean, into a DuckDB table",
        "导入 {lines:,} 行淘宝 GBK 宝贝报表；对手：同样的行已整理干净，DuckDB 建表",
        "≤ 3",
    ),
    "import jd": (
        "import of {lines:,} lines of a JD export, which become orders and lines; the same rival",
        "导入 {lines:,} 行京东 GBK 订单报表（生成订单与明细）；对手同上",
        "≤ 3",
    ),
    "import memory": ("its largest memory", "其内存峰值", "< 1,000 MB"),
    "unchanged": (
        "12 reports that have not changed; beside them made anew",
        "12 份没有变化的报告；右侧是全部重做",
        "≤ 2 s",
    ),
}
HEADS = {
    "README.md": "| | Planbook | rival | Planbook ÷ rival | wanted |",
    "README.zh-CN.md": "| | Planbook | 对手 | Planbook ÷ 对手 | 目标 |",
}
FEET = {
    "README.md": "Medians of {runs} turns on {machine}.",
    "README.zh-CN.md": "双方交替运行 {runs} 轮，取中位数；机器：{machine}。",
}
MARKS = ("<!-- benchmarks -->", "<!-- end of benchmarks -->")


class Row:
    """A line of the table: what was measured, ours, the rival's, and the ratio where there is one."""

    def __init__(self, key: str, ours: str, rival: str = "", ratio: str = "", **words: Any) -> None:
        self.key, self.words = key, words
        self.figures = (ours, rival, ratio)

    def line(self, place: int) -> str:
        """Write it in a language: 0 English, 1 Chinese."""
        what = WORDS[self.key][place].format(**self.words)
        wanted = WORDS[self.key][2].split("|")
        return f"| {' | '.join((what, *self.figures, wanted[min(place, len(wanted) - 1)]))} |".replace("  ", " ")


def tables(rows: Sequence[Row], runs: int) -> dict[str, str]:
    """Write the table for each README."""
    told = {}
    for place, name in enumerate(HEADS):
        lines = [HEADS[name], "| --- | ---: | ---: | ---: | ---: |", *(row.line(place) for row in rows)]
        told[name] = "\n".join((*lines, "", FEET[name].format(runs=runs, machine=machine()), ""))
    return told


def write(readme: Path, table: str) -> None:
    """Put a table between its two marks."""
    between = f"{MARKS[0]}\n{table}{MARKS[1]}"
    old = readme.read_text(encoding="utf-8")
    readme.write_text(re.sub(f"(?s){MARKS[0]}.*{MARKS[1]}", lambda _: between, old), encoding="utf-8")


def machine() -> str:
    """Tell what the races ran on."""
    file = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", file.read_text()) if file.exists() else None
    model = found[1] if found else platform.processor() or platform.machine()
    return f"{CORES} × {model}, {psutil.virtual_memory().total / 1e9:.0f} GB"


def publish(rows: Sequence[Row], runs: int, *, keep: bool) -> None:
    """Print the tables, and keep them in both READMEs."""
    for name, table in tables(rows, runs).items():
        print(f"\n{table}")
        if keep:
            write(ROOT / name, table)
