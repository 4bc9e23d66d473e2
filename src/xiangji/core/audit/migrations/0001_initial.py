from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("noted_at", models.DateTimeField(verbose_name="记下时间")),
                ("did", models.CharField(max_length=100, verbose_name="做了什么")),
                ("what", models.CharField(max_length=200, verbose_name="对什么")),
                (
                    "by_key",
                    models.CharField(
                        blank=True, help_text="空：平台自己", max_length=64, verbose_name="谁（编号）"
                    ),
                ),
                ("command", models.UUIDField(blank=True, null=True, verbose_name="指令")),
                ("text", models.TextField(verbose_name="正文")),
                ("sha256", models.CharField(max_length=64, verbose_name="正文的 SHA-256")),
            ],
            options={
                "verbose_name": "审计记录",
                "verbose_name_plural": "审计记录",
            },
        ),
        AppendOnly("audit_entry"),
    ]
