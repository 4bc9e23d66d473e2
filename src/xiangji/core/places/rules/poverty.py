from enum import StrEnum


class Poverty(StrEnum):
    """Whether a village stands on a list of poor villages (贫困村). No list is shipped with us."""

    UNKNOWN = "unknown"
    NONE = "none"
    REGISTERED = "registered"
    PROVINCIAL = "provincial"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Poverty.UNKNOWN: "没有名单",
    Poverty.NONE: "不在名单上",
    Poverty.REGISTERED: "建档立卡贫困村",
    Poverty.PROVINCIAL: "省定贫困村",
}
