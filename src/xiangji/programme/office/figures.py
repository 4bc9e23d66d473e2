"""What of the plan stands above a leader's to-do: money, how far it is paid and bound, and what waits."""

from xiangji.core.office.figures import Figure, figure
from xiangji.programme.rules.budget import Source

_SHORT = {
    Source.CENTRAL: "中央",
    Source.PROVINCIAL: "省级",
    Source.COUNTY: "配套",
    Source.ENTERPRISE: "自筹",
}

figure(
    Figure(
        "programme.planned_fen",
        "计划资金",
        "万元",
        order=10,
        parts=tuple(
            Figure(f"programme.planned_{source}_fen", word, "万元", order=0)
            for source, word in _SHORT.items()
        ),
    )
)
figure(
    Figure(
        "programme.use_rate",
        "专项资金拨付",
        "%",
        order=20,
        parts=(Figure("programme.in_force_share", "落到生效项目", "%", order=0),),
    )
)
figure(Figure("programme.projects_in_review", "在审项目", "个", order=30))
figure(
    Figure(
        "programme.projects_objected",
        "异议没答复",
        "个",
        order=40,
        parts=(Figure("programme.projects_publicised", "正在公示", "个", order=0),),
    )
)
figure(Figure("programme.questions_open", "存疑", "处", order=50))
