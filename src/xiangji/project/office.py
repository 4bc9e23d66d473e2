"""The Chinese for what the commands of this machine note in the audit."""

from xiangji.core.office.history import says

says("events.delivery_let_go", "放过了一条停下的消息", {"reason": "理由", "fact": "消息", "reaction": "反应"})
