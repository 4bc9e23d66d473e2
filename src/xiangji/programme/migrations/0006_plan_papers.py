import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_posts"),
        ("approvals", "0001_initial"),
        ("policy", "0001_initial"),
        ("programme", "0005_contractors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Filing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        help_text="programme.PlanPaper:3", max_length=120, verbose_name="报的是哪一件"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="报的是什么")),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("prefecture", "市（地）商务局"),
                            ("province", "省商务厅"),
                            ("province_finance", "省财政厅"),
                            ("province_relief", "省扶贫（乡村振兴）部门"),
                            ("national", "国家有关部门"),
                        ],
                        max_length=16,
                        verbose_name="报给谁",
                    ),
                ),
                ("on", models.DateField(verbose_name="哪天报的")),
                (
                    "number",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="文号或者回执号"),
                ),
                ("post_title", models.CharField(max_length=200, verbose_name="当时的岗位")),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁记的",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.programme",
                        verbose_name="方案",
                    ),
                ),
            ],
            options={
                "verbose_name": "备案",
                "verbose_name_plural": "备案",
                "ordering": ("on", "pk"),
                "indexes": [models.Index(models.F("about"), name="filings_are_found_by_thing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="filing_says_what_it_is",
                    ),
                    models.UniqueConstraint(
                        models.F("about"),
                        models.F("whom"),
                        models.F("on"),
                        name="a_thing_is_filed_once_a_day_with_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("plan", "实施方案"),
                            ("funds", "资金安排"),
                            ("money_rules", "项目和资金管理办法"),
                            ("measure", "配套措施"),
                        ],
                        db_index=True,
                        max_length=12,
                        verbose_name="是什么",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="题目")),
                ("number", models.CharField(blank=True, default="", max_length=60, verbose_name="文号")),
                ("summary", models.TextField(verbose_name="写了什么")),
                (
                    "order",
                    models.CharField(
                        choices=[
                            ("publicity_first", "先公示，再向省里报备"),
                            ("filing_first", "先上报，再公示"),
                        ],
                        max_length=16,
                        verbose_name="次序",
                    ),
                ),
                ("because", models.CharField(max_length=700, verbose_name="次序的依据")),
                ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
                (
                    "meeting",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="哪一次会议"),
                ),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="哪天审议通过")),
                ("in_force_at", models.DateTimeField(blank=True, null=True, verbose_name="什么时候生效")),
                (
                    "change_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contractor", "增加或者更换承建企业"),
                            ("improvement", "创新或者完善方案"),
                            ("content", "调整建设内容或者资金安排"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="哪一种变更",
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=500, verbose_name="变更理由")),
                ("edits", models.JSONField(blank=True, default=list, verbose_name="改方案的哪几处")),
                (
                    "before_name",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="原来的承建企业"),
                ),
                (
                    "approval",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.paper",
                        verbose_name="审批件",
                    ),
                ),
                (
                    "changes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.planpaper",
                        verbose_name="变更哪一份",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="增加或者换上的企业",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.programme",
                        verbose_name="方案",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.project",
                        verbose_name="换哪个项目的承建企业",
                    ),
                ),
                (
                    "publicity",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.publicity",
                        verbose_name="公示",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.policyversion",
                        verbose_name="变更以后的版本",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.policyversion",
                        verbose_name="按哪一版写的",
                    ),
                ),
            ],
            options={
                "verbose_name": "方案文件",
                "verbose_name_plural": "方案文件",
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("summary", ""), _negated=True)
                        ),
                        name="plan_paper_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publicity", None), models.Q(("meeting", ""), _negated=True), _connector="OR"
                        ),
                        name="plan_paper_is_shown_after_its_meeting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("meeting", ""), ("met_on", None)),
                            models.Q(models.Q(("meeting", ""), _negated=True), ("met_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_of_a_plan_paper_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_at", None), ("publicity__isnull", False), _connector="OR"
                        ),
                        name="plan_paper_counts_after_its_publicity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change_kind", ""), ("changes", None), ("reason", "")),
                            models.Q(
                                ("changes__isnull", False),
                                models.Q(("change_kind", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="change_of_a_plan_says_its_kind_and_why",
                    ),
                ],
            },
        ),
        AppendOnly("programme_filing"),
    ]
