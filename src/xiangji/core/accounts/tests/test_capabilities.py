"""The table of capabilities, and the code that asks it."""

import ast
from collections.abc import Iterator

import pytest
from tools.laws.source import Module, called, modules

from xiangji.core.accounts import queries
from xiangji.core.accounts.capabilities import COMING, OWN_STAFF, TABLE, WORDS, scope_of
from xiangji.core.accounts.rules.kinds import ADMINISTRATORS, PostKind
from xiangji.core.accounts.rules.scopes import Scope

ASKING = {"may", "permit", "reach", "permit_person", "scope_of"}
NAMED = "capability"


def asked_in(those: list[Module]) -> dict[str, str]:
    """Every capability that the code names and where: given to a question, or called a capability."""
    found: dict[str, str] = {}
    for module in those:
        if "tests" not in module.rooms:
            for text, node in _asked(module):
                found.setdefault(text, module.at(node))
    return found


def _asked(module: Module) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(module.tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call):
            values += node.args[1:3] if called(node) in ASKING else []
            values += [word.value for word in node.keywords if word.arg == NAMED]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            is_named = any(isinstance(target, ast.Name) and target.id == NAMED for target in targets)
            values += [node.value] if is_named and node.value is not None else []
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value:
                yield value.value, node


def test_every_capability_that_the_code_asks_for_is_in_the_table() -> None:
    asked = asked_in(modules())

    assert {where: name for name, where in asked.items() if name not in WORDS} == {}
    assert len(asked) >= 5


def test_every_capability_is_asked_for_somewhere_or_is_coming() -> None:
    assert set(WORDS) - set(asked_in(modules())) <= COMING


def test_a_name_that_was_never_written_down_is_found() -> None:
    planted = Module("xiangji.market.actions", 'permit(by, "market.sell_the_county", place=place)')
    desk = Module("xiangji.market.office", 'class Orders(Desk):\n    capability = "market.read_orders"\n')

    assert asked_in([planted]) == {"market.sell_the_county": "xiangji.market.actions:1"}
    assert asked_in([desk]) == {"market.read_orders": "xiangji.market.office:2"}
    assert asked_in([Module("xiangji.market.tests.test_it", planted.text)]) == {}


def test_the_table_has_a_row_for_each_kind_of_post_and_only_known_capabilities() -> None:
    assert set(TABLE) == set(PostKind)
    assert {name for row in TABLE.values() for name in row} <= set(WORDS)
    assert set(WORDS) - {name for row in TABLE.values() for name in row} == set()
    assert set(WORDS) >= COMING


def test_nothing_can_be_added_to_the_table_when_the_program_runs() -> None:
    with pytest.raises(TypeError):
        TABLE[PostKind.KEEPER]["programme.decide_question"] = "county"  # type: ignore[index]
    with pytest.raises(TypeError):
        WORDS["keeper.rule"] = "x"  # type: ignore[index]


@pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
def test_an_administrator_has_no_business(kind: PostKind) -> None:
    """But one: whoever keeps the keys also destroys them, and must find whose."""
    business = {name for name in TABLE[kind] if name.partition(".")[0] not in {"accounts", "office"}}

    assert business == ({"parties.read", "parties.erase"} if kind is PostKind.SECURITY_ADMIN else set())


def test_the_three_administrators_share_no_power() -> None:
    powers = [
        set(TABLE[kind]) - {"accounts.read_staff", "accounts.read_capabilities"} for kind in ADMINISTRATORS
    ]

    assert sorted(sorted(power) for power in powers) == [
        ["accounts.create_account", "office.keep_outside", "office.read_outbox"],
        ["accounts.give_post", "accounts.manage_keys", "parties.erase", "parties.read"],
        ["office.read_audit", "office.read_exports"],
    ]


@pytest.mark.parametrize(
    "kind", [PostKind.CONTRACTOR, PostKind.KEEPER, PostKind.DRIVER, PostKind.SYSTEM_ADMIN]
)
def test_who_does_not_answer_for_the_plan_cannot_read_decide_or_propose(kind: PostKind) -> None:
    plan = {"programme.read_register", "programme.propose_reading", "programme.decide_question"}
    assert not plan & set(TABLE[kind])


def test_operators_can_manage_staff_and_take_on_no_administrator() -> None:
    for kind, own in OWN_STAFF.items():
        assert "accounts.manage_staff" in TABLE[kind]
        assert not own & ADMINISTRATORS
    assert {kind for kind, row in TABLE.items() if "accounts.manage_staff" in row} == set(OWN_STAFF)


def test_a_capability_nobody_defined_is_a_bug() -> None:
    with pytest.raises(LookupError, match=r"office\.fly is no capability"):
        scope_of(PostKind.KEEPER, "office.fly")


def test_the_table_can_be_read_on_one_page() -> None:
    lines = {line.name: line for line in queries.table()}
    columns = queries.kinds()

    decide = dict(zip(columns, lines["programme.decide_question"].cells, strict=True))
    assert decide[PostKind.LEADING_GROUP] == "本地和以下"
    assert decide[PostKind.COMMERCE_CLERK] == ""
    assert lines["programme.decide_question"].word == "裁定存疑读法"
    assert lines["parties.reveal"].is_coming is ("parties.reveal" in COMING)


def test_the_office_drafts_a_plan_paper_and_only_the_leading_group_records_its_meeting() -> None:
    def who(capability: str) -> set[PostKind]:
        return {kind for kind in PostKind if capability in TABLE[kind]}

    assert who("programme.draft_plan_paper") == {PostKind.COMMERCE_CLERK}
    assert who("programme.record_meeting") == {PostKind.LEADING_GROUP}
    assert who("programme.record_filing") == {PostKind.COMMERCE_CLERK, PostKind.COMMERCE_HEAD}


@pytest.mark.parametrize(
    ("capability", "kinds"),
    [
        ("programme.draft_project", {PostKind.CONTRACTOR}),
        ("programme.review_project", {PostKind.COMMERCE_CLERK}),
        ("programme.approve_project", {PostKind.COMMERCE_HEAD}),
        ("programme.enter_project", {PostKind.COMMERCE_CLERK, PostKind.COMMERCE_HEAD}),
        ("programme.publicise", {PostKind.COMMERCE_CLERK, PostKind.COMMERCE_HEAD}),
        ("programme.handle_objection", {PostKind.COMMERCE_CLERK, PostKind.COMMERCE_HEAD}),
    ],
)
def test_a_project_is_written_by_its_contractor_and_judged_by_the_bureau(
    capability: str, kinds: set[PostKind]
) -> None:
    assert {kind for kind in PostKind if capability in TABLE[kind]} == kinds
    assert TABLE[PostKind.CONTRACTOR]["programme.read_projects"] is Scope.OWN_ORGANISATION
