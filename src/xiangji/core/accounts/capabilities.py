"""Who may do what (权限表): one frozen table, kind of post × capability, with how far each reaches.

This is the whole truth: nothing is added when the program runs. A capability is asked by its name, through
`permitting.may` and `permitting.permit`; a name that stands not in WORDS is a bug and rises.
"""

from collections.abc import Mapping
from types import MappingProxyType

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.rules.scopes import Scope

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "programme.read_register": "看方案与规则登记",
        "programme.propose_reading": "为存疑提出读法",
        "programme.decide_question": "裁定存疑读法",
        "programme.read_plan_papers": "看方案文件、备案和公示",
        "programme.draft_plan_paper": "起草方案文件、写变更（领导小组办公室）",
        "programme.record_meeting": "记常务会议审议通过、退回",
        "programme.record_filing": "记备案、报备",
        "programme.read_projects": "看项目",
        "programme.draft_project": "写项目、报送项目（本单位的）",
        "programme.review_project": "初审项目",
        "programme.approve_project": "审定项目",
        "programme.enter_project": "补录平台以前审定的项目",
        "programme.publicise": "公示项目",
        "programme.handle_objection": "处理公示异议",
        "programme.read_selections": "看承办企业选定",
        "programme.choose_contractor": "选定承办企业（条件、公告、响应、结果）",
        "programme.read_contractors": "看承办企业档案、开工和履约",
        "programme.keep_contractor": "登记承办企业",
        "programme.write_record": "写承办企业档案",
        "programme.plan_construction": "写项目建设方案（本单位的）",
        "programme.review_construction": "审核项目建设方案",
        "programme.decide_construction": "记县政府对建设方案的批准",
        "programme.keep_agreements": "登记协议",
        "programme.check_service": "检查运营服务",
        "programme.start_work": "登记开工",
        "stations.read_register": "看站点",
        "stations.keep_register": "登记站点、定它服务哪些村（运营单位的只管自己的）",
        "stations.open_station": "记站点开业、停业、恢复、关闭",
        "stations.check_station": "查站点和它的设备",
        "stations.read_applications": "看站长申请",
        "stations.score_keeper": "给站长申请打分",
        "stations.choose_keeper": "选站长",
        "office.read_audit": "看审计记录",
        "office.read_outbox": "看发件箱（发给谁、看了没有，不看内容）",
        "office.read_figures": "在待办上头看全县的几个数",
        "accounts.read_capabilities": "看权限表",
        "accounts.read_staff": "看人员和岗位",
        "accounts.manage_staff": "管本单位、本辖区的人员和岗位",
        "accounts.create_account": "开账号、停账号、重设口令（不给岗位）",
        "accounts.give_post": "给岗位、收岗位、定代理，重设动态口令",
        "accounts.manage_keys": "管接口钥匙",
        "parties.read": "看人与单位（号码遮住）",
        "parties.read_names": "看人的全名",
        "parties.register": "登记、更正人与单位",
        "parties.merge": "合并同一个人的两份登记",
        "parties.reveal": "打开遮住的证件号、电话、账号（要写理由）",
        "parties.erase": "删除个人信息（销毁钥匙，找不回来）",
        "office.ask_export": "申请带完整信息的导出",
        "office.approve_export": "批准带完整信息的导出",
        "office.read_exports": "看导出审批",
    }
)

# Capabilities that no code asks yet; each waits for its first user.
COMING: frozenset[str] = frozenset()

_ORGANISATION, _PLACE, _COUNTY = Scope.OWN_ORGANISATION, Scope.OWN_PLACE, Scope.COUNTY

TABLE: Mapping[PostKind, Mapping[str, Scope]] = MappingProxyType(
    {
        kind: MappingProxyType({"accounts.read_capabilities": _COUNTY, **row})
        for kind, row in {
            PostKind.COMMERCE_CLERK: {
                "stations.read_applications": _PLACE,
                "stations.score_keeper": _PLACE,
                "stations.choose_keeper": _PLACE,
                "stations.read_register": _PLACE,
                "stations.check_station": _PLACE,
                "stations.keep_register": _PLACE,
                "stations.open_station": _PLACE,
                "programme.read_plan_papers": _PLACE,
                "programme.draft_plan_paper": _PLACE,
                "programme.record_filing": _PLACE,
                "programme.read_selections": _PLACE,
                "programme.read_contractors": _PLACE,
                "programme.choose_contractor": _PLACE,
                "programme.keep_contractor": _PLACE,
                "programme.write_record": _PLACE,
                "programme.review_construction": _PLACE,
                "programme.keep_agreements": _PLACE,
                "programme.check_service": _PLACE,
                "programme.start_work": _PLACE,
                "programme.read_projects": _PLACE,
                "programme.review_project": _PLACE,
                "programme.enter_project": _PLACE,
                "programme.publicise": _PLACE,
                "programme.handle_objection": _PLACE,
                "programme.read_register": _PLACE,
                "programme.propose_reading": _PLACE,
                "accounts.read_staff": _ORGANISATION,
                "parties.read": _PLACE,
                "parties.register": _PLACE,
                "parties.merge": _PLACE,
                "office.ask_export": _PLACE,
                "office.read_exports": _ORGANISATION,
            },
            PostKind.COMMERCE_HEAD: {
                "stations.read_applications": _PLACE,
                "stations.score_keeper": _PLACE,
                "stations.choose_keeper": _PLACE,
                "stations.read_register": _PLACE,
                "stations.check_station": _PLACE,
                "stations.open_station": _PLACE,
                "programme.read_plan_papers": _PLACE,
                "programme.record_filing": _PLACE,
                "programme.read_selections": _PLACE,
                "programme.read_contractors": _PLACE,
                "programme.choose_contractor": _PLACE,
                "programme.keep_contractor": _PLACE,
                "programme.write_record": _PLACE,
                "programme.review_construction": _PLACE,
                "programme.keep_agreements": _PLACE,
                "programme.check_service": _PLACE,
                "programme.start_work": _PLACE,
                "office.read_figures": _PLACE,
                "programme.read_projects": _PLACE,
                "programme.approve_project": _PLACE,
                "programme.enter_project": _PLACE,
                "programme.publicise": _PLACE,
                "programme.handle_objection": _PLACE,
                "programme.read_register": _PLACE,
                "programme.decide_question": _PLACE,
                "accounts.read_staff": _COUNTY,
                "accounts.manage_staff": _ORGANISATION,
                "parties.reveal": _COUNTY,
                "parties.read": _PLACE,
                "office.ask_export": _PLACE,
                "office.approve_export": _PLACE,
                "office.read_exports": _PLACE,
            },
            PostKind.FINANCE: {
                "stations.read_register": _PLACE,
                "programme.read_plan_papers": _PLACE,
                "programme.read_selections": _PLACE,
                "programme.read_contractors": _PLACE,
                "programme.read_projects": _PLACE,
                "programme.read_register": _PLACE,
                "accounts.read_staff": _ORGANISATION,
                "parties.reveal": _COUNTY,
                "parties.read": _PLACE,
                "parties.read_names": _PLACE,
                "office.ask_export": _PLACE,
                "office.read_exports": _ORGANISATION,
            },
            PostKind.AUDIT_VIEWER: {
                "stations.read_applications": _PLACE,
                "stations.read_register": _PLACE,
                "programme.read_plan_papers": _PLACE,
                "programme.read_selections": _PLACE,
                "programme.read_contractors": _PLACE,
                "programme.read_projects": _PLACE,
                "programme.read_register": _PLACE,
                "office.read_audit": _COUNTY,
                "accounts.read_staff": _COUNTY,
                "office.read_exports": _COUNTY,
            },
            PostKind.LEADING_GROUP: {
                "stations.read_register": _PLACE,
                "programme.read_plan_papers": _PLACE,
                "programme.record_meeting": _PLACE,
                "programme.read_selections": _PLACE,
                "programme.read_contractors": _PLACE,
                "programme.decide_construction": _PLACE,
                "office.read_figures": _PLACE,
                "programme.read_projects": _PLACE,
                "programme.read_register": _PLACE,
                "programme.decide_question": _PLACE,
                "accounts.read_staff": _ORGANISATION,
                "office.approve_export": _PLACE,
                "office.read_exports": _PLACE,
            },
            PostKind.CONTRACTOR: {
                "stations.read_register": _ORGANISATION,
                "stations.check_station": _ORGANISATION,
                "stations.keep_register": _ORGANISATION,
                "programme.read_contractors": _ORGANISATION,
                "programme.write_record": _ORGANISATION,
                "programme.plan_construction": _ORGANISATION,
                "programme.start_work": _ORGANISATION,
                "programme.read_projects": _ORGANISATION,
                "programme.draft_project": _ORGANISATION,
                "accounts.read_staff": _ORGANISATION,
                "accounts.manage_staff": _ORGANISATION,
                "parties.read": _ORGANISATION,
                "parties.read_names": _ORGANISATION,
                "parties.register": _ORGANISATION,
            },
            PostKind.TOWN_CLERK: {
                "stations.read_applications": _PLACE,
                "stations.score_keeper": _PLACE,
                "stations.read_register": _PLACE,
                "stations.check_station": _PLACE,
                "accounts.read_staff": _PLACE,
                "accounts.manage_staff": _PLACE,
                "parties.read": _PLACE,
                "parties.read_names": _PLACE,
                "parties.register": _PLACE,
                "office.ask_export": _PLACE,
                "office.read_exports": _ORGANISATION,
            },
            PostKind.KEEPER: {},
            PostKind.DRIVER: {},
            PostKind.COOPERATIVE: {
                "accounts.read_staff": _ORGANISATION,
                "accounts.manage_staff": _ORGANISATION,
                "parties.read": _ORGANISATION,
                "parties.read_names": _ORGANISATION,
                "parties.register": _ORGANISATION,
            },
            PostKind.INSPECTOR: {
                "stations.read_register": _PLACE,
                "programme.read_plan_papers": _PLACE,
                "programme.read_selections": _PLACE,
                "programme.read_contractors": _PLACE,
                "programme.read_projects": _PLACE,
                "programme.read_register": _PLACE,
            },
            PostKind.SYSTEM_ADMIN: {
                "office.read_outbox": _COUNTY,
                "accounts.read_staff": _COUNTY,
                "accounts.create_account": _COUNTY,
            },
            PostKind.SECURITY_ADMIN: {
                "accounts.read_staff": _COUNTY,
                "accounts.give_post": _COUNTY,
                "accounts.manage_keys": _COUNTY,
                "parties.read": _COUNTY,
                "parties.erase": _COUNTY,
            },
            PostKind.AUDIT_ADMIN: {
                "office.read_audit": _COUNTY,
                "accounts.read_staff": _COUNTY,
                "office.read_exports": _COUNTY,
            },
        }.items()
    }
)

# Whom an operator takes on for his own staff, within his own scope.
OWN_STAFF: Mapping[PostKind, frozenset[PostKind]] = MappingProxyType(
    {
        PostKind.COMMERCE_HEAD: frozenset({PostKind.COMMERCE_CLERK}),
        PostKind.CONTRACTOR: frozenset({PostKind.CONTRACTOR, PostKind.DRIVER}),
        PostKind.TOWN_CLERK: frozenset({PostKind.KEEPER}),
        PostKind.COOPERATIVE: frozenset({PostKind.COOPERATIVE}),
    }
)


def scope_of(kind: PostKind, capability: str) -> Scope | None:
    """None: a post of this kind may not. Raises LookupError for a name that nobody defined."""
    if capability not in WORDS:
        raise LookupError(f"{capability} is no capability")
    return TABLE[kind].get(capability)
