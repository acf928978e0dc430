"""planbook.yml as checked objects: the workspace, its shops, and what the planner set for them."""

from __future__ import annotations

import difflib
import hashlib
import math
import zoneinfo
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    field_validator,
)

from planbook import codebook as coding
from planbook import naming, settings
from planbook import offers as offering
from planbook import planning as plans
from planbook import wordlist as wording
from planbook.absence import ConfigError

FILE = "planbook.yml"
CLONE = Path(__file__).resolve().parents[2]
SAMPLE_KEY = hashlib.sha256(b"planbook sample shop").hexdigest()

Key = Annotated[str, StringConstraints(pattern=r"^\w[\w-]*$", max_length=60)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Model):
    """Where a table comes from when it is not in the store: files, a query over them, or a database table."""

    path: str | None = None
    query: str | None = None
    url_env: str | None = None
    table: str | None = None
    encoding: str = "utf-8"
    columns: dict[str, str] = {}

    def model_post_init(self, _: Any) -> None:
        """Refuse a source that names no place, or two."""
        ways = [self.path, self.query, self.url_env]
        if sum(way is not None for way in ways) != 1 or (self.url_env is None) != (self.table is None):
            raise ValueError("give one of: path · query · url_env with table")


class Channel(_Model):
    """The planner's own grouping: the tools that are paid and the sources whose visits they bring.

    ``campaigns`` are those of a tool that belongs to another channel; ``least`` and ``most`` bound its share of a
    budget.
    """

    tools: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    least: Share = 0.0
    most: Share = 1.0
    role: Literal["core", "test", "reserve"] = "core"


class Brand(_Model):
    """How a report is dressed."""

    color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#2F6F4F"
    logo: str | None = None


class ShopSettings(_Model):
    """What planbook.yml says of one shop."""

    name: dict[Literal["zh", "en"], str] = {}
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    timezone: str = "UTC"
    dated_by: Literal["paid_at", "ordered_at"] = "paid_at"
    fees: dict[str, Share] = {}
    margin: Share | None = None
    not_items: tuple[str, ...] = ()
    team: dict[str, Annotated[float, Field(ge=0, le=168)]] = {}
    sources: dict[str, Source] = {}

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            zoneinfo.ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            near = difflib.get_close_matches(name, sorted(zoneinfo.available_timezones()), n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else "write one such as Asia/Shanghai"
            raise ValueError(f"there is no such time zone; {hint}") from None
        return name


class Project(_Model):
    """A workspace: planbook.yml and the folder it stands in."""

    language: Literal["zh", "en"] = "en"
    store: str = "store"
    shops: dict[Key, ShopSettings] = Field(min_length=1)
    channels: dict[str, Channel] = {}
    paid_sources: tuple[str, ...] = ()
    thresholds: dict[str, float] = {}
    budget: dict[str, tuple[Share, Share]] = {}
    brand: Brand = Brand()
    _root: Path = PrivateAttr(default=Path())

    @property
    def root(self) -> Path:
        """The folder of planbook.yml, absolute."""
        return self._root

    @property
    def codebook(self) -> coding.Codebook:
        """The codebook for what people say: the package's, with the workspace's own codebook.yml over it."""
        return coding.load(self._root)

    @property
    def offers(self) -> offering.Offers:
        """The offers that are reckoned: the package's, with the workspace's own offers.yml over them."""
        return offering.load(self._root)

    @property
    def wordlist(self) -> wording.Wordlist:
        """The words that copy had better not use: the package's, with the workspace's own wordlist.yml over them."""
        return wording.load(self._root)

    @property
    def own_words(self) -> frozenset[str]:
        """The channels and topics that the workspace names."""
        return frozenset((*self.channels, *self.codebook.topics))

    @property
    def names(self) -> naming.Names:
        """The lasting names of tools and sources: the package's, with the workspace's own before them."""
        return naming.load(self._root)

    @property
    def planning(self) -> plans.Planning:
        """What plans are made by: the package's, with the workspace's own planning.yml over it."""
        return plans.load(self._root)

    @property
    def key(self) -> str:
        """The workspace's key for hashes; the sample's is fixed, so that its hashes never change.

        Raises
        ------
        ConfigError
            When a workspace other than the clone has none: a key that everyone knows would hide nobody.
        """
        path = self._root / ".planbook" / "key"
        own = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
        if not own and self._root != CLONE:
            raise ConfigError(
                "The key that customer ids are hashed with is missing: .planbook/key.",
                "Copy .planbook/key from a colleague, or from a new workspace: planbook init DIR",
            )
        return own or SAMPLE_KEY

    def shop(self, key: str = "") -> Shop:
        """Find a shop by its key (empty: the first); an unknown key names the nearest."""
        key = key or next(iter(self.shops))
        if key not in self.shops:
            near = difflib.get_close_matches(key, self.shops, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"planbook.yml has: {', '.join(self.shops)}."
            raise ConfigError(f"There is no shop {key!r} in planbook.yml.", hint)
        return Shop(self, key, self.shops[key])


class Shop:
    """One shop of a project: its settings, its key, and its folder in the store."""

    def __init__(self, project: Project, key: str, settings: ShopSettings) -> None:
        self.project = project
        self.key = key
        self.settings = settings
        self.currency = settings.currency
        self.dated_by = settings.dated_by
        self.folder = project.root / project.store / key

    @property
    def margin(self) -> float:
        """The margin planbook.yml gives for goods of unknown cost; NaN where it gives none."""
        return math.nan if self.settings.margin is None else self.settings.margin

    def name(self, language: str) -> str:
        """Name the shop in a language, or in the other one, or by its key."""
        names = {str(code): text for code, text in self.settings.name.items()}
        return names.get(language) or next(iter(names.values()), self.key)

    def channel_of(self, *, tool: str | None = None, source: str | None = None) -> str | None:
        """Name the channel that a tool or a source belongs to, by whichever of its names.

        Examples
        --------
        >>> project = Project(shops={"tea": {"currency": "CNY"}}, channels={"feed": {"tools": ["千川"]}})
        >>> project.shop("tea").channel_of(tool="千川"), project.shop("tea").channel_of(tool="巨量千川")
        ('feed', 'feed')
        """
        names = self.project.names
        for name, channel in self.project.channels.items():
            by_tool = tool is not None and names.among("tool", tool, channel.tools)
            if by_tool or (source is not None and names.among("source", source, channel.sources)):
                return name
        return None


def find(start: Path | str = ".") -> Path:
    """Walk up from a folder to the one that holds planbook.yml."""
    start = Path(start).resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise ConfigError(
        f"There is no {FILE} in {start.name or 'this folder'} or above it.", "Make one: planbook init DIR"
    )


def load(workspace: Path | str = ".") -> Project:
    """Read and check planbook.yml; an error names the entry and what is wrong with it."""
    root = find(workspace)
    try:
        project = Project.model_validate(settings.read(root / FILE))
    except ValidationError as error:
        raise settings.refused(error, FILE, "See docs/workspace.md for every entry.") from error
    object.__setattr__(project, "_root", root)
    return project
