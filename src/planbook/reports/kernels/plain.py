"""The process that runs a notebook's cells: started early, spoken to over private sockets, ended at once.

A kernel is started with the standard library alone, before the runner itself has loaded papermill, so that
both load side by side. It gets its folder from us; the runner never changes its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from planbook.reports.kernels import workers

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


class Kernel:
    """A running kernel: its process, and the private folder with its connection file and log."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.process = process
        self.folder = folder

    @property
    def connection_file(self) -> Path:
        """Where the addresses and the key for its messages stand."""
        return self.folder / "connection.json"

    def peak(self) -> float | None:
        """Tell the largest memory that a live process had, in MB, where the system keeps it."""
        return _peak_mb(self.process.pid) if self.process.poll() is None else None

    def kill(self) -> None:
        """End the process and all it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def stop(self) -> None:
        """End the process and all it started, and remove its folder."""
        self.kill()  # also when it has ended by itself: what it started has not
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        workers.LIVE.discard(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(cwd: Path, modules: Iterable[str] = (), environment: Mapping[str, str] | None = None) -> Kernel:
    """Start a kernel in a folder and let it load modules while the caller goes on.

    Parameters
    ----------
    cwd
        The workspace; relative paths in the notebook begin here.
    modules
        What the notebook imports.
    environment
        Variables for the process besides those of this one.
    """
    folder = Path(tempfile.mkdtemp(prefix="planbook-"))
    connection = folder / "connection.json"
    connection.touch(mode=0o600)
    connection.write_text(json.dumps(_addresses(folder)))
    own = {
        "IPYTHONDIR": str(folder),
        "JPY_PARENT_PID": str(os.getpid()),  # the kernel ends by itself when this process is killed
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module in our own Python
            [sys.executable, "-P", "-m", "planbook.reports.kernels.main", str(connection), *modules],
            cwd=cwd,
            env={**os.environ, **own, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    kernel = Kernel(process, folder)
    workers.LIVE.add(kernel)
    return kernel


def _addresses(folder: Path) -> dict[str, Any]:
    """Sockets in the private folder where the system has them: no port to race for, no neighbour to listen."""
    common = {"key": secrets.token_hex(), "signature_scheme": "hmac-sha256", "kernel_name": "python3"}
    if hasattr(socket, "AF_UNIX") and len(str(folder)) < 90:
        return {"transport": "ipc", "ip": str(folder / "k"), **common} | {p: n for n, p in enumerate(PORTS, 1)}
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in PORTS]
        free = {port: each.getsockname()[1] for port, each in zip(PORTS, sockets, strict=True)}
    return {"transport": "tcp", "ip": "127.0.0.1", **common, **free}


def _peak_mb(pid: int) -> float | None:
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return None  # only Linux keeps it there
    return round(int(found[1]) / 1024, 1) if found else None
