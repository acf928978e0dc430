"""What a campaign's brief stands on, as 24_campaign_plan chooses it: one message, one theme, offers that pay."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from planbook import summaries
from planbook.absence import given
from planbook.measures import planning
from planbook.measures.planning.ideas import MESSAGE, OUT, THEME
from planbook.summaries import Campaign, campaign_ahead, campaign_copy
from planbook.tables.store import Tables

AUDIENCE, OFFER, ROOM = "audience", "offer", "white_space"
RECOMMENDED = "recommended"
IN = "in-"  # how a line is called that says the message in a channel's words
FEW = 3  # lines of audience, room and lessons


class Standing:
    """The lines of a campaign's brief that count, each frame empty where nothing is known."""

    def __init__(self, tables: Tables, ran: Campaign) -> None:
        self.tables, self.ran = tables, ran

    @cached_property
    def lines(self) -> pd.DataFrame:
        """What earlier notebooks and people wrote down; of audience and room the last period's."""
        found = given(campaign_ahead.brief(self.tables, self.ran))
        return pd.DataFrame(columns=campaign_ahead.LINE) if found is None else found

    @cached_property
    def ideas(self) -> pd.DataFrame:
        """Ideas for the theme, screened; the best first, those that the word list forbids last."""
        known, project = self.lines, self.tables.shop.project
        if known[known["part"] == THEME].empty:
            return known.head(0).assign(verdict="")
        hits = planning.copy.check(campaign_copy.copy_texts(self.tables, self.ran), project.wordlist)
        asked = campaign_ahead.answers(self.tables, self.ran)
        found = given(planning.ideas.screen(known, hits, asked, project.codebook))
        return known.head(0).assign(verdict="") if found is None else found

    @cached_property
    def reckoned(self) -> pd.DataFrame:
        """The offers that were reckoned for the campaign."""
        found = given(campaign_ahead.offers(self.tables, self.ran))
        return pd.DataFrame(columns=campaign_ahead.OFFER) if found is None else found

    def part(self, name: str) -> pd.DataFrame:
        """Give the lines of a part, in their order."""
        own = self.lines[self.lines["part"] == name]
        return own[~own["line"].astype(str).str.startswith(IN)]

    @property
    def message(self) -> pd.DataFrame:
        """The first line of the message: a brief says one thing."""
        return self.part(MESSAGE).head(1)

    @property
    def theme(self) -> pd.DataFrame:
        """The best idea that the rules allow."""
        return self.ideas[self.ideas["verdict"] != OUT].head(1)

    @property
    def promised(self) -> pd.DataFrame:
        """Offers that may be promised to a buyer: those that are recommended, each once."""
        return self.reckoned[self.reckoned["status"] == RECOMMENDED].drop_duplicates("offer")

    @property
    def offer(self) -> pd.DataFrame:
        """What there is to say of offers: those that are recommended, else the verdict on all of them."""
        return self.promised if len(self.promised) else self.part(OFFER).head(1)

    @cached_property
    def lessons(self) -> pd.DataFrame:
        """What earlier campaigns taught that fits this one, the nearest and weightiest first."""
        taught = summaries.earlier_lessons(self.tables, self.ran)
        found = given(planning.earlier.fitting(taught, campaign_ahead.places(self.tables), self.ran))
        return pd.DataFrame(columns=["text_en", "text_zh"]) if found is None else found.head(FEW)

    def channels(self, language: str) -> dict[str, str]:
        """Give the message in each channel's words, by the channel's name in planning.yml."""
        found = given(campaign_ahead.own(self.tables, self.ran, "brief", campaign_ahead.LINE))
        if found is None:
            return {}
        own = found[(found["part"] == MESSAGE) & found["line"].astype(str).str.startswith(IN)]
        told = own[own[f"text_{language}"].notna()]
        return {
            line.removeprefix(IN): str(text) for line, text in zip(told["line"], told[f"text_{language}"], strict=True)
        }

    def kept(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Keep of a campaign's rows of the brief those on which it stands, and what a person locked.

        Of the themes the chosen one, of the offers those that are told; the others stay in the plan.
        """
        stands = {(THEME, line) for line in self.theme["line"]}
        stands |= {(OFFER, line) for line in (*self.part(OFFER).head(1)["line"], *self.promised["offer"])}
        locked = rows.reindex(columns=["locked"])["locked"].astype(object).fillna(value=False).astype(bool)
        pairs = pd.Series(zip(rows["part"], rows["line"], strict=True), index=rows.index, dtype=object)
        return rows[locked | ~rows["part"].isin([THEME, OFFER]) | pairs.isin(stands)]
