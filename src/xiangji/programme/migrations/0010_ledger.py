import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0001_initial"),
        ("programme", "0007_projects_from_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="建账日期")),
                (
                    "closed_through",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="2026-03；空：还没有结过账",
                        max_length=7,
                        verbose_name="结账到",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.programme",
                        verbose_name="方案",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.policyversion",
                        verbose_name="预算按哪一版",
                    ),
                ),
            ],
            options={
                "verbose_name": "账套",
                "verbose_name_plural": "账套",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("number", models.PositiveIntegerField(verbose_name="凭证号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "期初"),
                            ("budget", "预算下达"),
                            ("transfer", "资金到账"),
                            ("contract", "签约"),
                            ("contract_less", "减少合同"),
                            ("request", "申请占用"),
                            ("release", "退回"),
                            ("pay", "拨付"),
                            ("spend", "支出"),
                            ("give_back", "缴回"),
                            ("carry", "年终结转"),
                            ("promise", "承诺投入"),
                            ("proof", "投入凭证"),
                            ("reversal", "冲销"),
                        ],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                ("booked_on", models.DateField(verbose_name="记账日期")),
                ("summary", models.CharField(max_length=200, verbose_name="摘要")),
                (
                    "document_number",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="凭据号"),
                ),
                ("document_on", models.DateField(blank=True, null=True, verbose_name="凭据日期")),
                (
                    "document_kind",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="凭据种类"),
                ),
                (
                    "about",
                    models.CharField(
                        help_text="programme.Payment:12", max_length=120, verbose_name="为了哪一件"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="记下时间")),
                (
                    "post_title",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="当时的岗位"),
                ),
                ("text", models.TextField(verbose_name="正文")),
                ("sha256", models.CharField(max_length=64, verbose_name="正文的 SHA-256")),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.book",
                        verbose_name="账套",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="空：平台自己",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁记的",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.ledgerentry",
                        verbose_name="冲销哪一张",
                    ),
                ),
            ],
            options={
                "verbose_name": "记账凭证",
                "verbose_name_plural": "记账凭证",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="MonthClose",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(help_text="2026-03", max_length=7, verbose_name="哪个月")),
                ("entries", models.PositiveIntegerField(verbose_name="到月底有几张凭证")),
                ("post_title", models.CharField(max_length=200, verbose_name="当时的岗位")),
                ("at", models.DateTimeField(verbose_name="结账时间")),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.book",
                        verbose_name="账套",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁结的",
                    ),
                ),
            ],
            options={
                "verbose_name": "结账",
                "verbose_name_plural": "结账",
                "ordering": ("-month",),
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("budget", "预算数"),
                            ("available", "可用指标"),
                            ("contracted", "已签约未申请"),
                            ("requested", "申请中"),
                            ("paid", "已拨付"),
                            ("back", "缴回核减"),
                            ("received", "上级下达"),
                            ("on_hand", "专账结余"),
                            ("spent", "已支出"),
                            ("returned", "缴回国库"),
                            ("carried", "结转"),
                            ("promised", "承诺数"),
                            ("owed", "应投未投"),
                            ("proven", "已投入有凭证"),
                        ],
                        max_length=12,
                        verbose_name="科目",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central", "中央财政"),
                            ("provincial", "省级"),
                            ("county", "县（市）配套"),
                            ("enterprise", "企业自筹"),
                        ],
                        max_length=12,
                        verbose_name="资金来源",
                    ),
                ),
                (
                    "line",
                    models.SlugField(
                        blank=True, db_index=False, default="", max_length=80, verbose_name="预算行"
                    ),
                ),
                ("fen", models.BigIntegerField(verbose_name="金额（分）")),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        help_text="一份合同的第一份协议；换了以后还是它",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.agreement",
                        verbose_name="合同",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.ledgerentry",
                        verbose_name="凭证",
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
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "分录",
                "verbose_name_plural": "分录",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="科目|来源|预算行|项目|合同", max_length=160, verbose_name="哪一格"
                    ),
                ),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("budget", "预算数"),
                            ("available", "可用指标"),
                            ("contracted", "已签约未申请"),
                            ("requested", "申请中"),
                            ("paid", "已拨付"),
                            ("back", "缴回核减"),
                            ("received", "上级下达"),
                            ("on_hand", "专账结余"),
                            ("spent", "已支出"),
                            ("returned", "缴回国库"),
                            ("carried", "结转"),
                            ("promised", "承诺数"),
                            ("owed", "应投未投"),
                            ("proven", "已投入有凭证"),
                        ],
                        max_length=12,
                        verbose_name="科目",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central", "中央财政"),
                            ("provincial", "省级"),
                            ("county", "县（市）配套"),
                            ("enterprise", "企业自筹"),
                        ],
                        max_length=12,
                        verbose_name="资金来源",
                    ),
                ),
                (
                    "line",
                    models.SlugField(
                        blank=True, db_index=False, default="", max_length=80, verbose_name="预算行"
                    ),
                ),
                (
                    "fen",
                    models.BigIntegerField(help_text="按科目的方向记，不小于零", verbose_name="余额（分）"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.agreement",
                        verbose_name="合同",
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
                        verbose_name="项目",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.book",
                        verbose_name="账套",
                    ),
                ),
            ],
            options={
                "verbose_name": "余额",
                "verbose_name_plural": "余额",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("book"), models.F("key"), name="a_balance_stands_once_in_a_book"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fen__gte", 0)), name="no_balance_is_overdrawn"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.SlugField(
                        blank=True, db_index=False, default="", max_length=80, verbose_name="预算行"
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="投入的是什么")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="数量")),
                ("unit", models.CharField(max_length=20, verbose_name="单位")),
                ("provided_on", models.DateField(verbose_name="哪天投入的")),
                ("document_number", models.CharField(max_length=80, verbose_name="凭据号")),
                ("post_title", models.CharField(max_length=200, verbose_name="当时的岗位")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.book",
                        verbose_name="账套",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁登记的",
                    ),
                ),
            ],
            options={
                "verbose_name": "实物投入",
                "verbose_name_plural": "实物投入",
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True),
                            models.Q(("unit", ""), _negated=True),
                            models.Q(("quantity", 0), _negated=True),
                            models.Q(("document_number", ""), _negated=True),
                        ),
                        name="in_kind_says_what_and_how_much",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["book", "booked_on"], name="entries_by_the_day"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["about"], name="entries_about_a_paper"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                models.F("book"),
                models.F("year"),
                models.F("number"),
                name="a_number_is_given_once_in_a_year_of_a_book",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("summary", ""), _negated=True), models.Q(("about", ""), _negated=True)
                ),
                name="an_entry_says_what_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                    models.Q(models.Q(("kind", "reversal"), _negated=True), ("reverses", None)),
                    _connector="OR",
                ),
                name="only_a_reversal_reverses",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthclose",
            constraint=models.UniqueConstraint(
                models.F("book"), models.F("month"), name="a_month_of_a_book_is_closed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["line"], name="postings_of_a_budget_line"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("fen", 0), _negated=True), name="a_posting_moves_money"
            ),
        ),
        AppendOnly("programme_ledgerentry"),
        AppendOnly("programme_posting"),
        AppendOnly("programme_monthclose"),
        AppendOnly("programme_inkind"),
    ]
