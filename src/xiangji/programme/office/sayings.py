"""What programme notes, in words."""

from xiangji.core.office.history import calls, says

# What a project says, word for word, stands in the entry of its submission.
calls(
    {
        "name": "名称",
        "responsible_body": "责任主体",
        "goal": "工作目标",
        "content": "建设内容",
        "due": "时间节点",
        "acceptance_standard": "验收考核标准",
        "central_fen": "中央财政",
        "provincial_fen": "省级",
        "county_fen": "县（市）配套",
        "enterprise_fen": "企业自筹",
    }
)
says("programme.opened", "登记了方案", {"version": "版本"})
says("questions.raised", "提出了存疑")
says("programme.reading_proposed", "提了读法", {"post": "岗位", "reading": "读法", "reason": "理由"})
says(
    "programme.question_decided",
    "定了读法",
    {"post": "岗位", "reading": "读法", "before": "原来定的", "reason": "理由", "paper": "依据"},
)
says("programme.question_reopened", "因为新版本改了读法，重新问")
says("programme.publicised", "开始公示", {"days": "工作日", "ends_on": "公示到", "because": "天数依据"})
says("programme.medium_noted", "记下登在哪里", {"medium": "媒体", "address": "网址或者版面", "on": "哪天"})
says("programme.objection_filed", "收到了异议")
says("programme.objection_handled", "处理了异议", {"finding": "结果", "reply": "答复"})
