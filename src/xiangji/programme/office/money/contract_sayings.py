"""What contracts, promises and registers note, in words."""

from xiangji.core.office.history import says

_CONTRACT = {
    "number": "编号",
    "signed_on": "签订",
    "amount": "金额",
    "guarantee": "履约担保",
    "reason": "为什么补充",
}
_PROOF = {"what": "投入了什么", "document": "凭证号", "amount": "金额", "reason": "理由"}
says("programme.contract_signed", "登记了合同", _CONTRACT)
says("programme.contract_supplemented", "登记了补充协议", _CONTRACT)
says(
    "programme.promise_recorded",
    "登记了企业承诺",
    {"amount": "金额", "reading": "怎样算", "document": "写在哪份文件", "reason": "为什么改"},
)
says("programme.proof_reported", "报了企业投入凭证", _PROOF)
says("programme.proof_confirmed", "核实了企业投入凭证", _PROOF)
says("programme.proof_refused", "没有认企业投入凭证", _PROOF)
says(
    "programme.asset_recorded",
    "登记了资产",
    {"name": "名称", "quantity": "数量", "amount": "价值", "where": "放在哪里"},
)
says("programme.fund_recorded", "登记了其他资金", {"giver": "谁给的", "amount": "金额", "document": "文号"})
says("programme.support_recorded", "登记了入驻扶持", {"kind": "种类", "what": "内容", "document": "依据"})
says("programme.register_row_ended", "记下不再算", {"reason": "为什么"})
