"""The outputs of cells that run in this process, in the form that a notebook file keeps."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from jupyter_client.jsonutil import json_default


class Outputs:
    """What the cell at work has put out so far, and the displays that a later cell may still change."""

    def __init__(self) -> None:
        self.cells: dict[int, list[dict[str, Any]]] = {}
        self.cell: list[dict[str, Any]] = []
        self.changed: set[int] = set()  # cells whose outputs are others than before the one at work
        self._displays: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self._clears = False
        self._index = 0

    @property
    def failed(self) -> bool:
        """Tell whether the cell has put out an error, such as that of a value that cannot be shown."""
        return any(output["output_type"] == "error" for output in self.cell)

    def begin(self, index: int) -> None:
        """Begin the outputs of another cell."""
        self.cell = self.cells[index] = []
        self.changed, self._index, self._clears = {index}, index, False

    def add(self, output: dict[str, Any]) -> None:
        """Add an output; text that follows text of the same stream joins it."""
        if self._clears:
            self.clear(wait=False)
        last = self.cell[-1] if self.cell else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            self.cell.append(output)

    def clear(self, *, wait: bool) -> None:
        """Drop what the cell has put out, now or when the next output comes."""
        self._clears = wait
        if not wait:
            self.cell.clear()

    def display(self, data: object, metadata: object, name: str | None, *, update: bool) -> None:
        """Add a display; one with a name can be changed later."""
        shown = {"data": plain(data), "metadata": plain(metadata)}
        if update:
            for index, output in self._displays.get(name or "", ()):
                output.update(shown)
                self.changed.add(index)
            return
        output = {"output_type": "display_data", **shown}
        self.add(output)
        if name:
            self._displays.setdefault(name, []).append((self._index, output))


class Stream:
    """What ``sys.stdout`` or ``sys.stderr`` is while cells run."""

    encoding, errors, closed = "UTF-8", "strict", False

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name = name
        self._outputs = outputs

    def write(self, text: str) -> int:
        """Add text to the cell's outputs."""
        if not isinstance(text, str):
            raise TypeError(f"write() takes a text, not {type(text).__name__}")
        if text:
            self._outputs.add({"output_type": "stream", "name": self.name, "text": text})
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Add several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def isatty(self) -> bool:
        """Tell that nobody reads along."""
        return False

    def writable(self) -> bool:
        """Tell that it takes text."""
        return True


class Spill:
    """What reaches a file of the process past ``sys.stdout``: from commands that a cell starts, and libraries in C."""

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self._file = os.memfd_create(name)
        self._read = 0
        os.dup2(self._file, number)

    def pour(self, outputs: Outputs) -> None:
        """Add what has come since."""
        if content := os.pread(self._file, os.fstat(self._file).st_size - self._read, self._read):
            self._read += len(content)
            outputs.add({"output_type": "stream", "name": self.name, "text": content.decode(errors="replace")})


class Publisher(DisplayPublisher):
    """Takes what ``display`` is given."""

    outputs: Outputs

    def publish(  # type: ignore[override]  # noqa: D102 - as IPython calls it
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None = None,
        *,
        transient: Mapping[str, Any] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        name = (transient or {}).get("display_id")
        self.outputs.display(data, metadata or {}, name, update=update)

    def clear_output(self, wait: bool = False) -> None:  # noqa: D102
        self.outputs.clear(wait=wait)


class Hook(DisplayHook):
    """Takes the value of a cell's last line."""

    outputs: Outputs

    def write_output_prompt(self) -> None:  # noqa: D102 - the number stands in the output
        pass

    def write_format_data(self, format_dict: Mapping[str, Any], md_dict: Mapping[str, Any] | None = None) -> None:  # noqa: D102
        shown = {"data": plain(format_dict), "metadata": plain(md_dict or {})}
        self.outputs.add({"output_type": "execute_result", "execution_count": self.prompt_count, **shown})

    def finish_displayhook(self) -> None:  # noqa: D102 - no line is ended, since none was begun
        pass


def plain(value: object) -> Any:
    """Turn a bundle into what JSON holds, as a kernel's messages do: bytes become base64."""
    return json.loads(json.dumps(value, default=json_default, ensure_ascii=False))
