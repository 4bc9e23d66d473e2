"""A publicity shows anything, frozen as it was shown; projects that were publicised keep theirs."""

import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly

_FIVE = (
    ("responsible_body", "责任主体"),
    ("goal", "工作目标"),
    ("content", "建设内容"),
    ("due_month", "时间节点"),
    ("acceptance_standard", "验收考核标准"),
)
_SOURCES = (
    ("central", "中央财政"),
    ("provincial", "省级"),
    ("county", "县（市）配套"),
    ("enterprise", "企业自筹"),
)


def freeze_what_was_shown(apps, schema_editor):
    found = apps.get_model("programme", "Publicity").objects.select_related(
        "project__programme__version", "project__contractor"
    )
    for publicity in found:
        project = publicity.project
        publicity.kind, publicity.about = "project", f"programme.Project:{project.pk}"
        publicity.programme, publicity.title = project.programme, project.name
        publicity.body = {"rows": _rows(project), "sums": _sums(project)}
        publicity.save()
    if schema_editor.connection.vendor == "postgresql":
        # Keys are looked at when the transaction ends, and until then the table cannot be changed.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _rows(project):
    written = {field: getattr(project, field) for field, _ in _FIVE}
    year, _, month = project.due_month.partition("-")
    written["due_month"] = f"{int(year)}年{int(month)}月" if month else ""
    return [
        {"key": "contractor", "name": "承办单位", "words": project.contractor.name},
        *(
            {"key": field.removesuffix("_month"), "name": name, "words": written[field] or "还没有写"}
            for field, name in _FIVE
        ),
        {"key": "budget_line", "name": "预算行", "words": _line(project)},
    ]


def _line(project):
    lines = json.loads(project.programme.version.body)["plan"].get("budget_line", [])
    named = {line["key"]: f"{line['seq']} {line['name']}" for line in lines}
    return named.get(project.budget_line, project.budget_line)


def _sums(project):
    amounts = ((key, name, getattr(project, f"{key}_fen")) for key, name in _SOURCES)
    return [{"key": key, "name": name, "fen": fen} for key, name, fen in amounts if fen]


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0003_projects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="publicity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plan", "方案"),
                    ("project", "项目"),
                    ("contractor_plan", "遴选条件"),
                    ("award", "中选结果"),
                    ("change", "变更"),
                    ("acceptance", "验收结果"),
                ],
                db_index=True,
                default="project",
                max_length=16,
                verbose_name="公示什么",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publicity",
            name="about",
            field=models.CharField(
                default="", help_text="programme.Project:12", max_length=120, verbose_name="是哪一件"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publicity",
            name="programme",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programme.programme",
                verbose_name="方案",
            ),
        ),
        migrations.AddField(
            model_name="publicity",
            name="title",
            field=models.CharField(default="", max_length=200, verbose_name="题目"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publicity",
            name="body",
            field=models.JSONField(default=dict, help_text="公告时定下，以后不变", verbose_name="公示的内容"),
            preserve_default=False,
        ),
        migrations.RunPython(freeze_what_was_shown, migrations.RunPython.noop),
        migrations.RemoveField(model_name="publicity", name="project"),
        migrations.AlterField(
            model_name="publicity",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programme.programme",
                verbose_name="方案",
            ),
        ),
        migrations.AddIndex(
            model_name="publicity",
            index=models.Index(models.F("about"), name="publicities_are_found_by_thing"),
        ),
        migrations.AddConstraint(
            model_name="publicity",
            constraint=models.UniqueConstraint(
                models.F("about"),
                condition=models.Q(("outcome", "open")),
                name="a_thing_is_publicised_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", ""), _negated=True),
                    models.Q(("about", ""), _negated=True),
                    models.Q(("title", ""), _negated=True),
                ),
                name="publicity_says_what_it_is",
            ),
        ),
        migrations.CreateModel(
            name="Medium",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="在哪里")),
                (
                    "address",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="网址或者版面"),
                ),
                ("on", models.DateField(verbose_name="哪天登出")),
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
                    "publicity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.publicity",
                        verbose_name="公示",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示媒体",
                "verbose_name_plural": "公示媒体",
                "ordering": ("on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="medium_has_a_name"
                    ),
                    models.UniqueConstraint(
                        models.F("publicity"),
                        models.F("name"),
                        models.F("on"),
                        name="a_medium_is_noted_once_for_a_day_of_a_publicity",
                    ),
                ],
            },
        ),
        AppendOnly("programme_medium"),
    ]
