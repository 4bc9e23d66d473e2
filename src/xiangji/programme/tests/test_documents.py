import re

import pytest
from django.test import Client

from xiangji.programme.tests.examples import DOCUMENTS, opened, register
from xiangji.programme.web import papers
from xiangji.programme.web.papers import Paper


@pytest.fixture
def shown(counties: None) -> dict[str, Paper]:
    for key in DOCUMENTS:
        register(key)
    return {paper.key: paper for paper in papers.of([opened(key) for key in DOCUMENTS])}


def said(paper: Paper) -> dict[str, str]:
    return {fact.name: fact.words for fact in paper.facts}


@pytest.mark.proves("PRG-01")
def test_a_document_says_all_that_its_original_says(shown: dict[str, Paper]) -> None:
    donggang = said(shown["donggang-2020"])

    assert donggang["印发机关"] == "东港市人民政府办公室"
    assert donggang["文号"] == "东政办发〔2020〕18号"
    assert donggang["日期"] == "2020年8月17日"
    assert donggang["通过"] == "已经市六届政府第56次常务会议审议通过"
    assert donggang["发给"].startswith("各乡镇政府、街道办事处")
    assert donggang["抄送"].startswith("市委办公室、各部委")
    assert donggang["公开"] == "此件公开发布"


@pytest.mark.proves("PRG-01")
def test_what_an_original_does_not_say_is_said_to_be_missing(shown: dict[str, Paper]) -> None:
    wangkui, tengzhou, haifeng = (
        said(shown[key]) for key in ("wangkui-2018", "tengzhou-2019", "haifeng-2018")
    )

    assert wangkui["文号"] == "原件没有文号，只标着“附件1”"
    assert wangkui["日期"] == "原件没有日期"
    assert tengzhou["文号"] == "原件没有文号"
    assert tengzhou["日期"] == "2019年9月28日"
    assert haifeng["文号"] == "海府办函〔2018〕221号"
    assert haifeng["日期"] == "原件没有日期"
    assert tengzhou["抄送"] == "原件没有抄送"


@pytest.mark.proves("PRG-02")
def test_the_bases_of_a_plan_form_a_chain_down_to_the_plan(shown: dict[str, Paper]) -> None:
    tengzhou = shown["tengzhou-2019"]

    assert [(basis.tier, basis.number) for basis in tengzhou.bases] == [
        ("国家", "财办建〔2019〕58号"),
        ("省", "鲁财工〔2019〕7号"),
        ("省", "鲁商字〔2019〕86号"),
    ]
    assert tengzhou.tier == "市"


@pytest.mark.proves("PRG-02")
def test_a_basis_that_two_plans_share_names_the_other(shown: dict[str, Paper]) -> None:
    shared = shown["tengzhou-2019"].bases[0]

    assert [other.place for other in shared.also] == ["东港市"]


@pytest.mark.proves("PRG-02")
def test_a_basis_leads_to_the_rules_that_it_justifies_and_silence_is_said(shown: dict[str, Paper]) -> None:
    for paper in shown.values():
        linked = [basis for basis in paper.bases if basis.justifies]
        if len(linked) < len(paper.bases):
            assert "没有写明" in paper.silent
    assert any(basis.justifies for paper in shown.values() for basis in paper.bases)


@pytest.mark.proves("PRG-01", "PRG-02")
def test_the_page_shows_all_five_documents_and_every_link_of_it_leads_somewhere(
    shown: dict[str, Paper], client: Client
) -> None:
    page = client.get("/plan/documents/").content.decode()

    for paper in shown.values():
        assert f'id="{paper.key}"' in page
        for basis in paper.bases:
            assert basis.number in page
    for address, anchor in re.findall(r'href="(/plan/[^"#]*)#([^"]+)"', page):
        assert f'id="{anchor}"' in client.get(address).content.decode(), f"{address}#{anchor}"
