import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.SlugField(max_length=80, verbose_name="方案代号")),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "standing",
                    models.CharField(
                        choices=[("on_file", "存档"), ("in_force", "执行")], max_length=8, verbose_name="效力"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="题目")),
                ("body", models.TextField(help_text="规范的 JSON：键按次序，数不改", verbose_name="正文")),
                ("sha256", models.CharField(max_length=64, verbose_name="正文的 SHA-256")),
                ("valid_from", models.DateField(verbose_name="施行日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                ("published_at", models.DateTimeField(verbose_name="发布时间")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="地方",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="空：平台自己",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
            ],
            options={
                "verbose_name": "政策版本",
                "verbose_name_plural": "政策版本",
                "ordering": ("programme", "number"),
                "indexes": [
                    models.Index(models.F("place"), models.F("valid_from"), name="policy_is_found_by_place")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("programme"), models.F("number"), name="policy_numbers_its_versions_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="policy_versions_count_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="policy_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["on_file", "in_force"])),
                        name="policy_is_on_file_or_in_force",
                    ),
                ],
            },
        ),
        AppendOnly("policy_policyversion"),
    ]
