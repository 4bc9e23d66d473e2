"""./xj county: makes the county of this machine, and takes in what the State publishes later."""

import os
import sys
import tomllib
from pathlib import Path
from typing import Any

from xiangji.core.errors import Refused
from xiangji.project import county_answers, county_asking, county_building
from xiangji.project.county_answers import Answers, BadAnswers, Known
from xiangji.project.county_building import Given
from xiangji.project.county_folder import NAMES, CountyFolder, default_var, the_county
from xiangji.project.county_words import Regions
from xiangji.project.env import Environment
from xiangji.project.progress import Progress

HOME = Environment().folder("XIANGJI_HOME", Path(__file__).resolve().parents[3])


def new(
    *, answers_file: Path | None, var: Path | None, database: str, regions: Path | None, plan: Path | None
) -> int:
    """Asks or reads first, then makes everything, and shows the passwords when all is in its place."""
    folder = CountyFolder(var or default_var())
    database = _checked(database)
    _refuse_a_demo(folder)
    _refuse_a_missing(plan)
    _forget_exported_settings()
    with county_building.a_place_for(folder) as place:
        answers = _answers(answers_file, regions)
        county_building.write_settings(place, answers, database=database)
        shipped, neutral = HOME / "counties", HOME / "data" / "neutral-county"
        county_building.write_county(place, answers, shipped=shipped, neutral=neutral)
        progress = Progress(sys.stdout)
        given = county_building.fill(
            place, answers, holidays=HOME / "data" / "holidays.csv", plan=plan, say=progress.show
        )
        progress.show("建好了", 1.0)
        progress.end_line()
    _tell(folder, answers, given)
    return 0


def _answers(file: Path | None, regions: Path | None) -> Answers:
    def known_with(named_in_file: Path | None) -> Known:
        return Known(Regions.of(regions or named_in_file or HOME / "data" / "regions.csv"), _shipped())

    return county_answers.read_file(file, known_with) if file else county_asking.ask(known_with(None))


def _shipped() -> dict[str, dict[str, Any]]:
    """The counties that the platform knows already, with their key among their facts."""
    files = sorted((HOME / "counties").glob("*/county.toml"))
    return {
        file.parent.name: {**tomllib.loads(file.read_text(encoding="utf-8")), "key": file.parent.name}
        for file in files
    }


def _checked(database: str) -> str:
    """What --database says, or what was exported. Raises BadSetting, which hides the password."""
    said = {"XIANGJI_DATABASE_URL": database} if database else None
    environment = Environment(said)
    environment.database("XIANGJI_DATABASE_URL", Path("/"))
    return environment.text("XIANGJI_DATABASE_URL")


def _refuse_a_demo(folder: CountyFolder) -> None:
    if Environment().flag("XIANGJI_DEMO") or folder.path.parent.name == "demo":
        raise Refused(
            "county_is_no_demo",
            "县没有建：正式的县不能建在演示里。请去掉 XIANGJI_DEMO，用 --var 指明别的文件夹。",
        )


def _forget_exported_settings() -> None:
    """What is made follows from the answers alone; the database was read before."""
    for name in NAMES:
        os.environ.pop(name, None)


def plan(file: Path, *, var: Path | None) -> int:
    """The county's own plan, or its next version; the same files again change nothing."""
    _start(the_county(var))
    from xiangji.core.policy.models import PolicyVersion

    before = PolicyVersion.objects.count()
    county_building.take_up(file)
    if PolicyVersion.objects.count() == before:
        print("方案没有变，什么也没有改动。")
    else:
        print(f"方案登记好了：{file.name}。本县自己的方案从它的日期起照着办，别处的只存档。")
    return 0


def _refuse_a_missing(plan: Path | None) -> None:
    if plan is not None and not plan.is_file():
        raise BadAnswers(plan, "--plan", str(plan), "一个方案文件，例如 plans/tengzhou-2019.toml")


def _tell(folder: CountyFolder, answers: Answers, given: list[Given]) -> None:
    print(f"\n{answers.facts['name']}的县建好了，在 {folder.path}。")
    print("下面的一次性口令只显示这一次，七天内有效，请分别交给三个人；第一次登录要改口令。\n")
    for one in given:
        print(f"  {one.title}  {one.name}  登录名 {one.username}  口令 {one.password}")
    print(f"\n钥匙在 {folder.keys}，丢了就打不开密封的内容：请单独备份，和数据库分开放。")
    if not answers.address:
        print(
            "还没有对外的网址，印到货上、纸上的码现在做不了；"
            f"有了就写进 {folder.env_file} 的 XIANGJI_PUBLIC_URL。"
        )
    print("接着：./xj doctor 看一遍，./xj serve 启动。")


def load(what: str, file: Path, *, var: Path | None) -> int:
    """`holidays` or `regions`: a newer file through the same loader; the same file again changes nothing."""
    _start(the_county(var))
    from xiangji.core.calendar import load_holidays
    from xiangji.core.places import load_regions

    loaders = {"holidays": (load_holidays, "节假日"), "regions": (load_regions, "区划")}
    loader, name = loaders[what]
    changed = loader(file, by=None)
    print(f"{name}装好了，改动了{changed}处。" if changed else f"{name}没有变，什么也没有改动。")
    return 0


def _start(folder: CountyFolder) -> None:
    os.environ.update(folder.variables() | {"DJANGO_SETTINGS_MODULE": "xiangji.project.settings"})
    import django

    django.setup()
