"""The kinds of posts (岗位), and which of them one person may hold at the same time."""

from collections.abc import Iterable
from enum import StrEnum


class PostKind(StrEnum):
    COMMERCE_CLERK = "commerce_clerk"
    COMMERCE_HEAD = "commerce_head"
    FINANCE = "finance"
    AUDIT_VIEWER = "audit_viewer"
    LEADING_GROUP = "leading_group"
    CONTRACTOR = "contractor"
    TOWN_CLERK = "town_clerk"
    KEEPER = "keeper"
    DRIVER = "driver"
    COOPERATIVE = "cooperative"
    INSPECTOR = "inspector"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def label(self) -> str:
        return _TITLES[self]

    @property
    def is_staff(self) -> bool:
        """Desk posts, whose log-in asks for a second factor. Field posts use an enrolled phone instead."""
        return self not in _FIELD

    @property
    def is_administrator(self) -> bool:
        return self in ADMINISTRATORS


_TITLES = {
    PostKind.COMMERCE_CLERK: "商务局经办",
    PostKind.COMMERCE_HEAD: "商务局负责人",
    PostKind.FINANCE: "财政局审核",
    PostKind.AUDIT_VIEWER: "审计查看",
    PostKind.LEADING_GROUP: "领导小组",
    PostKind.CONTRACTOR: "承办企业",
    PostKind.TOWN_CLERK: "镇级经办",
    PostKind.KEEPER: "村站长",
    PostKind.DRIVER: "司机",
    PostKind.COOPERATIVE: "合作社",
    PostKind.INSPECTOR: "市/省查看",
    PostKind.SYSTEM_ADMIN: "系统管理员",
    PostKind.SECURITY_ADMIN: "安全管理员",
    PostKind.AUDIT_ADMIN: "审计管理员",
}
_FIELD = {PostKind.KEEPER, PostKind.DRIVER, PostKind.COOPERATIVE}
ADMINISTRATORS = frozenset({PostKind.SYSTEM_ADMIN, PostKind.SECURITY_ADMIN, PostKind.AUDIT_ADMIN})


def may_be_held_together(kinds: Iterable[PostKind]) -> bool:
    """三权分立: who administers holds one administrator's post and no other, not even as a deputy."""
    different = set(kinds)
    return len(different) < 2 or not different & ADMINISTRATORS
