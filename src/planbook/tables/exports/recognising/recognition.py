"""Which export a table is: the profile that knows most of its columns, and how sure that is."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatch
from typing import NamedTuple

from planbook.absence import DataError
from planbook.tables.exports.recognising.headers import bare, normalised
from planbook.tables.exports.recognising.profile import Profile

NEAR = 0.95  # of the best one's evidence: below it, the second best is no rival
HALF = 0.5  # of the named columns a strict profile knows more than these, else it is taken only where it is asked for


class Match(NamedTuple):
    """A profile, where its fields stand, and how sure it is that it is this one."""

    profile: Profile
    places: dict[str, list[int]]
    sure: float  # share of the named columns that the profile knows, 0–1
    weight: float  # the same, where a column that few profiles know counts for more


class Recognition:
    """Profiles side by side, and what each header says for one or the other."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self.profiles = profiles
        self._shared = Counter(name for profile in profiles.values() for name in profile.headers)
        self._marks = [each.questions for each in profiles.values() if each.strict and each.questions]

    def known(self, row: Sequence[str]) -> int:
        """Count the cells of a row that are headers of some export, or columns of a sheet of ours."""
        names = (normalised(cell).name for cell in row if cell.strip())
        return sum(name in self._shared or any(re.search(mark, name) for mark in self._marks) for name in names)

    def best(self, header: Sequence[str], file: str, *, forced: str = "") -> Match | None:
        """Find the export that a header is of; None where no profile fits.

        Raises
        ------
        DataError
            When two fit equally well, or the one that was asked for lacks a column, or it is a sheet of ours that does;
            it says what to do.
        """
        if forced:
            return self._forced(header, file, forced)
        found = (match for match in self._matches(header) if match.sure > HALF or not match.profile.strict)
        matches = sorted(found, key=lambda match: match.weight, reverse=True)
        rivals = [match for match in matches if match.weight > NEAR * matches[0].weight]
        by_file = [match for match in rivals if _named(match.profile, file)]
        if len(rivals) > 1 and len(by_file) != 1:
            names = " or ".join(match.profile.name for match in rivals)
            raise DataError(f"{file} may be {names}.", f"Say which: --as {rivals[0].profile.name}")
        if not rivals:
            self._refuse_cut(header, file)
            return None
        return (by_file if len(rivals) > 1 else rivals)[0]

    def _matches(self, header: Sequence[str]) -> Iterable[Match]:
        names = [normalised(cell).name for cell in header]
        filled = [name for name in names if name]
        for profile in self.profiles.values():
            places = _places(profile, names)
            if lacking(profile, places):
                continue
            asked = [name for name in filled if profile.questions and re.search(profile.questions, name)]
            if profile.questions and not asked:
                continue
            known = [name for name in filled if name in profile.headers]
            weight = sum(1 / self._shared[name] for name in known) + len(asked)
            yield Match(profile, places, len({*known, *asked}) / max(1, len({*filled})), weight)

    def _refuse_cut(self, header: Sequence[str], file: str) -> None:
        """Say which column a sheet of ours lacks; headers in two languages tell that it is one."""
        ours = [normalised(cell).name for cell in header if bare(cell) != cell.strip()]
        sheets = [(each, lacking(each, _places(each, ours))) for each in self.profiles.values() if each.strict]
        if ours and sheets:
            nearest, lacks = max(sheets, key=lambda each: (len(each[0].headers.intersection(ours)), not each[1]))
            said = f"it has no {lacks}" if lacks else "most of its columns are others"
            advice = "Put it back, as templates/inputs/ has it." if lacks else f"Say so: --as {nearest.name}"
            raise DataError(f"{file} looks like {nearest.name}, but {said}.", advice)

    def _forced(self, header: Sequence[str], file: str, name: str) -> Match:
        profile = named(self.profiles, name)
        found = next((match for match in self._matches(header) if match.profile is profile), None)
        if found is None:
            lacks = lacking(profile, _places(profile, [normalised(cell).name for cell in header]))
            raise DataError(f"{file} is no {name}: it has no {lacks}.", "Try without --as.")
        return found


def named(profiles: Mapping[str, Profile], name: str) -> Profile:
    """Find a profile by its name.

    Raises
    ------
    DataError
        When there is none; it says which one may be meant.
    """
    if name not in profiles:
        near = difflib.get_close_matches(name, profiles, n=1)
        hint = f"Did you mean {near[0]}?" if near else "planbook profiles lists them."
        raise DataError(f"There is no profile {name!r}.", hint)
    return profiles[name]


def lacking(profile: Profile, places: Mapping[str, object]) -> str:
    """Name the first column that a profile needs and that is not there; empty where none is."""
    for need in profile.needs:
        names = (need,) if isinstance(need, str) else need
        if not any(name in places for name in names):
            return " or ".join(profile.fields[name].headers[0] for name in names)
    return ""


def _places(profile: Profile, names: list[str]) -> dict[str, list[int]]:
    return {field: found for field, spec in profile.fields.items() if (found := spec.place(names))}


def _named(profile: Profile, file: str) -> bool:
    return any(fnmatch(file.casefold(), pattern.casefold()) for pattern in profile.files)
