"""What stations notes, in words."""

from xiangji.core.office.history import calls, says

calls(
    {
        "code": "编码",
        "host": "依托",
        "build": "建设方式",
        "address": "地址",
        "area_m2": "面积（平方米）",
        "hours": "营业时间",
        "phone": "服务电话",
        "broadband_mbps": "宽带（Mbps）",
        "has_fibre": "光纤到村",
        "budget_line": "预算行",
        "operator": "运营单位",
    }
)
says("stations.registered", "登记了站点", {"kind": "类别", "place": "设在"})
says("stations.changed", "改了站点的登记")
says("stations.opened", "记下开业", {"day": "哪天"})
says("stations.suspended", "记下停业", {"day": "哪天", "reason": "理由"})
says("stations.reopened", "记下恢复营业", {"day": "哪天", "reason": "理由"})
says("stations.closed", "记下关闭", {"day": "哪天", "reason": "理由"})
says("stations.village_assigned", "定了服务的村", {"village": "村", "day": "从哪天起", "own": "本村的站点"})
says("stations.village_let_go", "不再服务一个村", {"village": "村", "day": "从哪天起", "reason": "理由"})
says("stations.equipment_recorded", "登记了设备", {"kind": "类别", "serial": "序列号", "station": "站点"})
says("stations.equipment_inspected", "查了设备", {"finding": "结果", "day": "哪天", "note": "说明"})
says(
    "stations.equipment_moved",
    "调了设备",
    {"left": "从哪里", "reached": "到哪里", "day": "哪天", "reason": "理由"},
)
says("stations.equipment_retired", "报废了设备", {"day": "哪天", "reason": "理由"})
says("stations.keeper_applied", "收到站长申请", {"kind": "申请做", "place": "想在哪里"})
says("stations.keeper_scored", "给站长申请打了分", {"marks": "各项"})
says("stations.keeper_chosen", "选了站长", {"station": "站点", "reason": "理由"})
says("stations.keeper_declined", "没有选这份申请", {"reason": "理由"})
says("stations.zone_opened", "加了功能区", {"zone": "功能区", "day": "从哪天起"})
says("stations.zone_ended", "不再有一个功能区", {"zone": "功能区", "day": "从哪天起", "reason": "理由"})
says("stations.resident_settled", "记下入驻", {"day": "哪天"})
says("stations.resident_left", "记下离开", {"day": "哪天", "reason": "理由"})
says("stations.checked", "查了站点", {"day": "哪天", "lacking": "差什么", "note": "说明"})
says("stations.person_named", "加了一个人", {"role": "身份", "day": "从哪天起"})
says("stations.person_left", "记下一个人不再担任", {"role": "身份", "day": "从哪天起", "reason": "理由"})
