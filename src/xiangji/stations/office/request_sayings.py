"""What the service desk and the matching note, in words."""

from xiangji.core.office.history import says

says(
    "stations.request_received",
    "收到服务申请",
    {"number": "编号", "service": "办什么", "kind": "谁来办", "due": "哪天前"},
)
says("stations.request_handled", "办服务申请", {"step": "这一步", "due": "哪天前"})
says("stations.request_rated", "记了满意度", {"score": "几分"})
says("stations.service_added", "加了一项服务", {"service": "服务", "day": "从哪天起", "reason": "理由"})
says("stations.service_dropped", "不再提供一项服务", {"service": "服务", "day": "从哪天起", "reason": "理由"})
says("stations.offer_recorded", "记了供需", {"side": "提供还是需要", "branch": "哪一环", "until": "有效到"})
says("stations.offer_matched", "对上了一对", {"branch": "哪一环", "with": "和哪一条"})
says("stations.match_ended", "记了对接的结果", {"outcome": "结果"})
says("stations.offer_ended", "撤下了供需", {"reason": "理由"})
