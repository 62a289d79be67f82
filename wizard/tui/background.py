"""Work beside the interface, in threads that never keep a leaving program waiting."""

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from wizard.plan.probe import Watch

Result = TypeVar("Result")


def watch_for(told: Callable[[str], None]) -> "Watch":
    """A watch over work in the background that tells the client it waits for to ``told``, in the interface's thread."""
    from wizard.plan.probe import Watch

    loop = asyncio.get_running_loop()

    def tell(client: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the wizard was left
            loop.call_soon_threadsafe(told, client)

    return Watch(tell)


async def in_background(work: Callable[[], Result]) -> Result:
    """What ``work`` returns or raises, from a daemon thread; a cancelled wait leaves the thread to itself.

    Only for work that reads: a program that ends does not wait for such a thread. Python's own pool does, so a hanging
    network folder would keep a left wizard on the screen.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()
    context = contextvars.copy_context()

    def settle(result: Result | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result)  # type: ignore[arg-type]  # None only where work returns None
        else:
            future.set_exception(error)

    def run() -> None:
        result: Result | None = None
        failed: BaseException | None = None
        try:
            result = context.run(work)
        except BaseException as error:  # noqa: BLE001  handed over to whoever waits
            failed = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, failed)

    threading.Thread(target=run, daemon=True).start()
    return await future
