"""Facts that core.outside announces."""

from dataclasses import dataclass

from xiangji.core.events import Event


@dataclass(frozen=True, slots=True)
class OutsideAnswered(Event):
    """A question of the queue was answered; whoever asked reads the answer by its number."""

    exchange: int
    remote: str
    name: str
    about: str

    def order_key(self) -> str:
        return f"{self.remote} {self.about}" if self.about else ""
