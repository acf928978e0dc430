"""Write pages and names from the code: ``write_docs.py [--check]``.

GLOSSARY.md, docs/tables.md, docs/exports.md, and what an import knows of the vocabulary, tables/named.yml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import yaml
from pages import ROOT, settle

from planbook.documents.lists import called
from planbook.measures.catalog import CATALOG, KPI
from planbook.tables.exports.recognising.explaining import meanings
from planbook.tables.exports.recognising.handmade import FILLED_IN
from planbook.tables.exports.recognising.profile import Profile, ours
from planbook.tables.schema import TABLES, Column, Table
from planbook.views.words import open_words

NOTE = "<!-- written by scripts/write_docs.py; do not edit -->"
DIRECTIONS = {1: "more is better", -1: "less is better", 0: "neither"}

# Words that are no figures; a report uses the Chinese one as it stands here.
WORDS = (
    ("platform", "平台", "where a shop sells: tmall, jd, douyin, shopify …"),
    ("source", "流量来源", "where a visit comes from: search, recommendation, live, creator, e-mail …"),
    ("tool", "推广工具", "what was paid: 关键词推广, 千川, Google Ads …"),
    ("channel", "渠道", "the planner's own grouping of tools and sources for budgets, from planbook.yml"),
    ("period", "周期", "a month, ISO week, day, range or event; both ends count"),
    ("as_of", "数据截至", "last day that the data cover"),
    ("previous", "环比", "against the period just before, of the same length or kind"),
    ("year_ago", "同比", "against the same period a year before"),
    ("aligned", "活动对齐同比", "an event's days D−10 … D+7 against those of its last edition, D being the burst"),
    ("interval", "预估区间", "from low to high: where the true value is expected to be"),
    ("target", "目标", "the goal for a figure in a period, from the table targets"),
    ("contribution", "贡献", "the part of a change that one factor or item brings; all parts add up to the change"),
    ("mix shift", "结构变化", "the total moves because the shares of its parts move, not the parts themselves"),
    ("burst", "爆发", "the days of an event on which most is sold; before it 预热(蓄水), after it 返场"),
)

GLOSSARY = f"""\
# Glossary

{NOTE}

One word for one thing: these are the names in the code, in `result.json` and in reports. Chinese names are those of
the platforms' own consoles. Money is in the shop's currency, shares are 0–1, and `paid` → `refund` → `net` is the order
in which a report reconciles with a platform's page.
"""

HEADS = """\
What stands in a column whose head is no figure: a number that repeats what people wrote, ends of an interval, parts of
what the table's title names, and what means something only beside the other columns. Nobody sets a goal for these.
"""

GUIDE = f"""\
# Tables

{NOTE}

What each table holds. A source may lack any column that is not marked "always", and whole tables: a section that needs
what is not there says so. Money is in the currency of the order or shop, shares are 0–1, times are in the shop's zone.
Where yours have other names, map them in `planbook.yml` ([workspace.md](workspace.md)).
"""

EXPORTS = f"""\
# Exports

{NOTE}

What `planbook import` recognises, and what the words of each become. Tables and columns are those of
[tables.md](tables.md); what an export calls 支付金额, GMV or Total is `paid` here, and
[GLOSSARY.md](../GLOSSARY.md) has its formula. Sheets that are filled in by hand have the names of our own columns.
For an export that is not here: [profiles.md](profiles.md).
"""


def glossary() -> str:
    """Write each figure once, then the heads of tables that are no figures, and the other words."""
    figures = _table(("Figure", "English", "中文", "Formula", "Unit", "Direction", "Tables", "Note"), _figures())
    words = _table(("Word", "中文", "Meaning"), WORDS)
    heads = _table(("Head", "中文", "Meaning"), _heads())
    return f"{GLOSSARY}\n## Figures\n\n{figures}\n## Heads of tables\n\n{HEADS}\n{heads}\n## Other words\n\n{words}"


def tables() -> str:
    """Write a section for each table."""
    return "\n".join([GUIDE, *(_section(table) for table in TABLES.values())])


def exports() -> str:
    """Write a section for each export that is recognised."""
    return "\n".join([EXPORTS, *(_export(profile) for profile in ours().values())])


def _export(profile: Profile) -> str:
    notes = "".join(f"{profile.notes[language]}\n\n" for language in ("en", "zh") if language in profile.notes)
    head = f"## {profile.name}\n\n{profile.title['en']} · {profile.title['zh']}\n\n{notes}"
    rows = [(each.table, f"`{each.column}`", each.headers) for each in meanings(profile)]
    return head + _table(("Table", "Column", "Made of"), rows)


def _figures() -> list[tuple[str, ...]]:
    return [_figure(kpi) for kpi in CATALOG.values()]


def _figure(kpi: KPI) -> tuple[str, ...]:
    needed = ", ".join(kpi.tables)
    return (f"`{kpi.id}`", kpi.en, kpi.zh, kpi.formula, kpi.unit, DIRECTIONS[kpi.direction], needed, kpi.note)


def _heads() -> list[tuple[str, ...]]:
    chinese, heads = open_words("zh"), yaml.safe_load((ROOT / "scripts/heads.yml").read_text(encoding="utf-8"))
    return [(head, chinese(head), meaning) for head, meaning in heads.items()]


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    dated = f" Periods are cut by `{table.dated_by}`." if table.dated_by else ""
    head = f"## {table.name}\n\nA row is {table.row}; {key} make it unique.{dated}\n\n"
    columns = [_column(column) for column in table.columns]
    return head + _table(("Column", "Type", "Always", "Meaning", "Example"), columns)


def _column(column: Column) -> tuple[str, ...]:
    words = f"; one of {', '.join(column.one_of)}" if column.one_of else ""
    always = "always" if column.required else ""
    return (f"`{column.name}`", column.type, always, column.meaning + words, str(column.example))


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]] | tuple[tuple[str, ...], ...]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def named() -> str:
    """Write what people call the codes of columns, in both languages: once where all tables agree."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for table in FILLED_IN.values():
        for column in table.columns:
            names = {
                name: code
                for language in ("zh", "en")
                for code, name in called(table, column, language).items()
                if name != code
            }
            if names:
                found.setdefault(column.name, {})[table.name] = names
    agree = {column for column, own in found.items() if _agree(own.values())}
    columns = {column: dict(sorted(_joined(found[column].values()).items())) for column in sorted(agree)}
    differ = sorted(found.keys() - agree)
    tables_ = {
        f"{table}.{column}": dict(sorted(own.items())) for column in differ for table, own in found[column].items()
    }
    note = "# written by scripts/write_docs.py from the vocabulary of reports; do not edit\n"
    return note + yaml.safe_dump(
        {"columns": columns, "tables": tables_}, allow_unicode=True, sort_keys=False, width=120
    )


def _joined(maps: Iterable[dict[str, str]]) -> dict[str, str]:
    return {name: code for each in maps for name, code in each.items()}


def _agree(maps: Collection[dict[str, str]]) -> bool:
    return all(each.items() <= _joined(maps).items() for each in maps)


def main() -> int:
    """Write the pages, or with ``--check`` name those that are out of step."""
    return settle(
        {
            ROOT / "GLOSSARY.md": glossary(),
            ROOT / "docs/tables.md": tables(),
            ROOT / "docs/exports.md": exports(),
            ROOT / "src/planbook/tables/named.yml": named(),
        }
    )


if __name__ == "__main__":
    raise SystemExit(main())
