"""The Chinese for what the kernel's own packages note; an app says its own words in its room `office.py`."""

from xiangji.core.office.history import says

REASON = {"reason": "理由"}
HASHES = {"rows_sha256": "各行的 HMAC-SHA-256", "sha256": "文件的 SHA-256"}
WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "accounts.account_created": ("开了账号", {}),
    "accounts.account_closed": ("停用了账号", REASON),
    "accounts.deputy_ended": ("结束了代理", {}),
    "accounts.deputy_named": ("定了代理", {"since": "从", "until": "到"}),
    "accounts.glass_broken": ("应急打开了权限", REASON),
    "accounts.key_made": ("发了接口钥匙", {}),
    "accounts.key_revoked": ("作废了接口钥匙", {}),
    "accounts.log_in_refused": ("登录没有成", {}),
    "accounts.log_in_slowed": ("登录没有成，要等一会儿", {}),
    "accounts.logged_in": ("登录了", {}),
    "accounts.logged_out": ("退出了", {}),
    "accounts.network_changed": ("换了网络，登录没有退出", {"network": "换到哪里", "began_in": "从哪里登录"}),
    "accounts.organisation_opened": ("登记了单位", {}),
    "accounts.password_changed": ("改了口令", {}),
    "accounts.password_handed_out": ("发了一次性口令", {}),
    "accounts.password_reset": ("重设了口令", {}),
    "accounts.post_ended": ("收回了岗位", REASON),
    "accounts.post_given": ("给了岗位", {"since": "从", "until": "到"}),
    "accounts.second_factor_confirmed": ("登记了动态口令", {}),
    "accounts.second_factor_reset": ("清掉了动态口令", REASON),
    "accounts.session_ended": ("被退出登录", {}),
    "approvals.approved": ("同意了", {"stage": "哪一步", "reason": "理由"}),
    "approvals.begun": ("起草了", {}),
    "approvals.returned": ("退回了", {"stage": "哪一步", "reason": "理由"}),
    "approvals.submitted": ("提交了", {"reason": "说明"}),
    "approvals.withdrawn": ("撤回了", REASON),
    "calendar.loaded": ("装入了节假日", {}),
    "evidence.added": ("加了凭证", {}),
    "evidence.phone_ended": ("手机拍照的码用完了", {}),
    "evidence.phone_shown": ("亮出了手机拍照的码", {}),
    "evidence.read": ("看了凭证", {}),
    "evidence.withdrawn": ("撤下了凭证", REASON),
    "county_key.renewal_begun": ("开始换县钥匙", {}),
    "county_key.renewed": ("换好了县钥匙", {}),
    "office.export_asked": ("写明了要导出什么", {"columns": "完整的列", "rows": "行数", "words": "哪些行"}),
    "office.export_downloaded": (
        "下载了带完整信息的导出",
        {"number": "第几次", "rows": "行数", "sha256": "SHA-256"},
    ),
    "outside.dropped": ("不再往外送", {"name": "什么事", **REASON}),
    "outside.sent_again": ("重新往外送", {"name": "什么事"}),
    "party.corrected": ("改了登记", {"changed": "哪一项"}),
    "party.erased": ("抹去了个人信息", REASON),
    "party.looked_up": ("按号码找过", {"by_what": "哪一种", "found": "找到几份"}),
    "party.merged": ("并到了另一份", {"into": "登记号", "reason": "理由"}),
    "party.registered": ("登记了人或单位", {}),
    "party.revealed": ("打开了遮住的信息", {"field": "哪一项", "reason": "理由"}),
    "places.loaded": ("装入了镇村名录", {}),
    "policy.published": ("公布了方案", {}),
    "sheets.entered": ("补录进来", {"document": "文号或凭据", "intake": "导入编号", "row": "表里第几行"}),
    "sheets.intake_confirmed": (
        "确认导入一份表",
        {"kind": "导入什么", "rows": "行数", "doubts": "提醒", "reason": "为什么照样导入", **HASHES},
    ),
    "sheets.intake_done": ("导入完一份表", {"taken": "收了几行", "refused": "没有收几行", **HASHES}),
    "sheets.intake_stopped": (
        "导入中途停下",
        {"taken": "收了几行", "refused": "没有收几行", "why": "为什么停下", **HASHES},
    ),
}
for _did, (_word, _facts) in WORDS.items():
    says(_did, _word, _facts)
