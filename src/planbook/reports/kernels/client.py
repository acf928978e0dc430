"""Papermill's view of a kernel that is already running, and that someone else will end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty
from typing import TYPE_CHECKING, Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import ensure_event_loop, run_sync

if TYPE_CHECKING:
    from planbook.reports.kernels.plain import Kernel

START = 60.0  # seconds until a kernel must have answered


class Client(AsyncKernelClient):
    """A client that goes on as soon as both channels have answered."""

    def start_channels(self, *args: Any, **channels: Any) -> None:
        """Open the channels but the heartbeat's: the process itself tells whether it lives."""
        super().start_channels(*args, **{**channels, "hb": False})

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as it is called
        """Wait for the first answer; what else is in the channels is told apart by its id."""
        end = time.monotonic() + (timeout or START)
        while time.monotonic() < end:
            self.kernel_info()
            try:
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=1)
            except Empty:
                if self.parent is None or not await self.parent.is_alive():
                    break
            else:
                return
        raise RuntimeError("The kernel did not start.")


class Manager(AsyncKernelManager):
    """A manager of one process and one client."""

    connected: Any = None

    def client(self, **options: Any) -> Any:
        """Connect to the kernel, and remember what is to be closed."""
        self.connected = super().client(**options)
        return self.connected


@contextmanager
def managing(kernel: Kernel) -> Iterator[Manager]:
    """Give a manager of a running kernel; closes every socket afterwards, and leaves the process alone."""
    manager = Manager(client_class=f"{__name__}.Client", connection_file=str(kernel.connection_file))
    manager.load_connection_file()
    identity = str(kernel.process.pid)
    provisioner = LocalProvisioner(parent=manager, kernel_id=identity, kernel_spec=manager.kernel_spec)
    provisioner.process = kernel.process
    provisioner.pid = provisioner.pgid = kernel.process.pid
    manager.provisioner = provisioner
    try:
        yield manager
    finally:
        if manager.connected is not None:
            manager.connected.stop_channels()
        run_sync(manager.cleanup_resources)()
        _close_loop()


def _close_loop() -> None:
    """Close the event loop that jupyter_core keeps open in each thread that once asked for one."""
    loop = ensure_event_loop()
    if loop.is_running():
        return  # it belongs to a caller, such as a cell in JupyterLab
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()
    asyncio.set_event_loop(None)
