"""Keeps the web server and the worker running, and takes them down together."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from xiangji.project.children import Child
from xiangji.project.signals import Signals

# Seconds before a child that died is started again; after the last one all stop.
BACK_OFF = (1.0, 2.0, 4.0, 8.0, 16.0)
RAN_WELL_SECONDS = 60.0


@dataclass
class Watched:
    """A child, how often it died in a row, and when it may start again."""

    child: Child
    deaths: int = 0
    started_at: float = 0.0
    again_at: float | None = None

    def start(self) -> None:
        self.child.start()
        self.started_at, self.again_at = time.monotonic(), None

    def mourn(self) -> float | None:
        """Seconds until the next start, or None when it died too often."""
        if time.monotonic() - self.started_at > RAN_WELL_SECONDS:
            self.deaths = 0
        if self.deaths == len(BACK_OFF):
            return None
        pause = BACK_OFF[self.deaths]
        self.deaths += 1
        self.again_at = time.monotonic() + pause
        return pause


@dataclass
class Supervisor:
    """Runs the children until somebody asks to stop or one of them is beyond help."""

    children: list[Child]
    say: Callable[[str], None]
    is_ready: Callable[[], bool]
    when_ready: Callable[[], None]
    not_ready: str = "网页还没有应答"
    grace_seconds: float = 10.0
    ready_within_seconds: float = 60.0
    _watched: list[Watched] = field(default_factory=list)

    def run(self, signals: Signals) -> int:
        """0 when it was asked to stop, 1 when it gave up. Nothing runs any more when this returns."""
        self._watched = [Watched(child) for child in self.children]
        try:
            for watched in self._watched:
                watched.start()
            return 0 if self._come_up(signals) and self._keep_up(signals) else 1
        finally:
            self._take_down(signals)

    def _come_up(self, signals: Signals) -> bool:
        """While nothing has worked yet, a death means a fault that a restart does not mend."""
        until = time.monotonic() + self.ready_within_seconds
        while not signals.times_asked:
            for watched in self._watched:
                if not watched.child.is_running:
                    self.say(f"没有启动成：{watched.child.name}一开始就停了，原因写在 {watched.child.log}。")
                    return False
            if self.is_ready():
                self.when_ready()
                return True
            if time.monotonic() > until:
                self.say(f"没有启动成：等了 {self.ready_within_seconds:.0f} 秒，{self.not_ready}。")
                return False
            signals.wait(0.05)
        return True

    def _keep_up(self, signals: Signals) -> bool:
        while not signals.times_asked:
            for watched in self._watched:
                if not watched.child.is_running and not self._revive(watched):
                    return False
            signals.wait(self._next_look())
        return True

    def _revive(self, watched: Watched) -> bool:
        child = watched.child
        if watched.again_at is None:
            pause = watched.mourn()
            if pause is None:
                self.say(f"{child.name}接连停了 {len(BACK_OFF) + 1} 次，全部停下。原因写在 {child.log}。")
                return False
            self.say(f"{child.name}意外停了，{pause:.0f} 秒后重新启动。原因写在 {child.log}。")
        elif time.monotonic() >= watched.again_at:
            watched.start()
        return True

    def _next_look(self) -> float:
        """A child's end wakes us anyway; a pause before a start has its own end."""
        now = time.monotonic()
        due = [watched.again_at - now for watched in self._watched if watched.again_at is not None]
        return max(0.0, min(due, default=5.0))

    def _take_down(self, signals: Signals) -> None:
        """Ask, wait, kill. Who asks a second time does not want to wait."""
        for child in self.children:
            child.ask_to_end()
        until = time.monotonic() + self.grace_seconds
        while any(child.is_running for child in self.children):
            left = until - time.monotonic()
            if left <= 0 or signals.times_asked > 1:
                break
            signals.wait(min(left, 0.5))
        for child in self.children:
            child.kill()
