"""IPython in this process: runs one cell after another and keeps what each puts out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from planbook.reports.kernels.outputs import Hook, Outputs, Publisher, Spill, Stream


class Shell(InteractiveShell):
    """A shell without a terminal, whose outputs are those that a kernel would send."""

    outputs: Outputs
    spills: tuple[Spill, ...]

    @classmethod
    def start(cls) -> Shell:
        """Make the one shell of this process."""
        from traitlets.config import Config

        settings = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "Neutral"}})
        shell = cls.instance(config=settings, display_pub_class=Publisher, displayhook_class=Hook)
        assert isinstance(shell.display_pub, Publisher)
        assert isinstance(shell.displayhook, Hook)
        shell.outputs = shell.display_pub.outputs = shell.displayhook.outputs = Outputs()
        shell.spills = (Spill("stdout", 1), Spill("stderr", 2))
        # pyplot was imported before there was a shell to tell of it
        shell.enable_matplotlib("inline")  # type: ignore[no-untyped-call]
        return shell

    def run(self, source: str, index: int) -> bool:
        """Run the cell that stands at an index; tell whether it came to its end."""
        self.outputs.begin(index)
        with self._spoken():
            done = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
            return bool(done.success)

    def ask_exit(self) -> None:
        """Take ``exit`` and ``quit`` for what they are: an end before the end."""
        raise SystemExit

    def enable_gui(self, gui: object = None) -> None:
        """Do nothing: there are no windows."""

    def _showtraceback(self, etype: type[BaseException], evalue: object, stb: list[str]) -> None:
        told = {"ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)}
        self.outputs.add({"output_type": "error", **told})

    @contextlib.contextmanager
    def _spoken(self) -> Iterator[None]:
        before: tuple[Any, Any] = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream("stdout", self.outputs), Stream("stderr", self.outputs)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before
            for spill in self.spills:
                spill.pour(self.outputs)
