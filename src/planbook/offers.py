"""The offers that are reckoned on a shop's baskets: the package's list, with what the workspace's own says instead."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from planbook import settings
from planbook.absence import ConfigError

FILE = "offers.yml"
DEFAULT = Path(__file__).with_name(FILE)
CROSS_SHOP = "cross_shop"  # the platform's own full reduction, as part of a stack

Mechanic = Literal[
    "item_cut", "percentage", "full_reduction", "coupon", "second_half_price", "buy_one_get_one", "bundle", "points",
    "new_buyer_gift", "deposit_presale", "stacked",
]  # fmt: skip
STEPPED = ("full_reduction", "coupon", "new_buyer_gift", "deposit_presale")
Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Offer(_Model):
    """An offer as it is written down; amounts may be left to be scaled to the shop (``at``, ``takes``)."""

    mechanic: Mechanic
    at: tuple[Share, ...] = ()
    takes: tuple[Share, ...] = ()
    thresholds: tuple[Amount, ...] = ()
    cuts: tuple[Amount, ...] = ()
    depth: Share = 0.0
    roles: tuple[str, ...] = ()
    repeated: bool = False
    pieces: Annotated[int, Field(ge=2)] = 2
    factor: Annotated[float, Field(gt=1)] = 2.0
    redeemed: Share | None = None
    parts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Refuse an offer whose steps do not pair, or that takes nothing off."""
        pairs = [(self.at, self.takes), (self.thresholds, self.cuts)]
        if any(len(first) != len(second) for first, second in pairs):
            raise ValueError("give as many amounts as cuts: at with takes, or thresholds with cuts")
        if self.mechanic in STEPPED and not (self.at or self.thresholds):
            raise ValueError("give at and takes, or thresholds and cuts")
        if self.repeated and len(self.at or self.thresholds) > 1:
            raise ValueError("what counts for each full amount has one step")
        if self.mechanic == "stacked" and not self.parts:
            raise ValueError("give the offers that are stacked: parts")
        return self


class CrossShop(_Model):
    """A platform's full reduction over the baskets of several shops, what of it the shop pays, and if others stack."""

    threshold: Annotated[float, Field(gt=0)]
    cut: Amount
    repeated: bool = True
    shop_pays: Share = 1.0
    stacks: bool = True


class Offers(_Model):
    """Offers by their key, and platforms' own full reductions."""

    offers: dict[str, Offer | None] = {}
    platforms: dict[str, CrossShop | None] = {}

    @model_validator(mode="after")
    def _parts_are_known(self) -> Self:
        for key, offer in self.offers.items():
            for part in offer.parts if offer else ():
                named = self.offers.get(part)
                if part != CROSS_SHOP and (named is None or named.mechanic == "stacked"):
                    raise ValueError(f"{key}: {part!r} is no offer that can be stacked")
        return self


def load(root: Path) -> Offers:
    """Read the package's offers, and over them the workspace's, where it has some.

    Raises
    ------
    ConfigError
        When the workspace's offers.yml cannot be read, or has an entry that is not known.
    """
    default = settings.read(DEFAULT)
    own = settings.read(root / FILE) if (root / FILE).is_file() else {}
    merged = {
        part: {key: said for key, said in ({**default[part], **_entries(own, part)}).items() if said}
        for part in ("offers", "platforms")
    }
    try:
        return Offers.model_validate({**own, **merged})
    except ValidationError as error:
        advice = "See the head of the package's offers.yml for what each entry means."
        raise settings.refused(error, FILE, advice) from error


def _entries(own: dict[str, Any], part: str) -> dict[str, Any]:
    found = own.get(part) or {}
    if not isinstance(found, dict):
        raise ConfigError(f"{FILE}, {part}: it is no list of entries by name.", "Write a name and a colon before each.")
    return found
