from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                (
                    "name",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="名称"),
                ),
            ],
            options={
                "verbose_name": "链",
                "verbose_name_plural": "链",
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.CharField(max_length=40, verbose_name="链")),
                ("number", models.PositiveBigIntegerField(verbose_name="序号")),
                ("entry", models.PositiveBigIntegerField(verbose_name="记录")),
                ("seal", models.CharField(max_length=64, verbose_name="封印")),
            ],
            options={
                "verbose_name": "封印",
                "verbose_name_plural": "封印",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("chain"), models.F("number"), name="link_has_its_own_number"
                    ),
                    models.UniqueConstraint(
                        models.F("chain"), models.F("entry"), name="entry_is_sealed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="links_are_counted_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.CharField(max_length=40, verbose_name="链")),
                ("entry", models.PositiveBigIntegerField(verbose_name="记录")),
            ],
            options={
                "verbose_name": "未封存",
                "verbose_name_plural": "未封存",
                "constraints": [
                    models.UniqueConstraint(models.F("chain"), models.F("entry"), name="entry_waits_once")
                ],
            },
        ),
        AppendOnly("chain_link"),
    ]
