from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tools.laws import examples, locks, traces
from tools.laws.source import HOME

HASHED = "django==5.2.19 \\\n    --hash=sha256:ad03\n    # via xiangji\n"
WANTED = [Requirement("django>=5.2.19,<5.3")]


def test_a_whole_lock_has_no_fault() -> None:
    assert list(locks.faults_of("run.lock", HASHED, WANTED)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "--index-url https://pypi.example.com/simple\n" + HASHED,
            "run.lock:1 names an address: --index-url",
        ),
        (HASHED + "six @ https://files.example.com/six.whl\n", "run.lock:4 names an address: @"),
        (HASHED + "six==1.17.0\n", "run.lock has no hash for six==1.17.0"),
        ("six==1.17.0 \\\n    --hash=sha256:ad\n", "run.lock does not hold django; run ./xj lock"),
        (HASHED.replace("5.2.19", "5.2.1"), "run.lock holds django 5.2.1, not <5.3,>=5.2.19; run ./xj lock"),
    ],
)
def test_what_a_lock_may_not_hold_is_named(text: str, fault: str) -> None:
    assert next(locks.faults_of("run.lock", text, WANTED)) == fault


def test_a_package_that_is_locked_twice_for_different_pythons_is_whole() -> None:
    twice = "".join(
        f"six=={version} ; python_full_version {when} '3.12' \\\n    --hash=sha256:ad\n"
        for version, when in (("1.16.0", "<"), ("1.17.0", ">="))
    )

    assert list(locks.faults_of("all.lock", twice, [Requirement("six>=1.16")])) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("see /ho" + "me/li/xiangji/README.md", "/ho" + "me/l"),
        ("--find-links /op" + "t/wheels", "/op" + "t/wheels"),
        ("cd /srv/checkout-7 && ./xj demo", "/srv/checkout-7"),
        ("built on build-host-7", "build-host-7"),
    ],
)
def test_a_line_that_tells_of_a_machine_is_named(line: str, told: str) -> None:
    faults = list(traces.faults_of("README.md", f"one\n{line}\n", ["/srv/checkout-7", "build-host-7"]))

    assert faults == [f"README.md:2 tells of a machine: {told}"]


def test_addresses_and_programs_of_everyone_are_not_named() -> None:
    text = "open /plan/ and /stations/, run /usr/bin/chromium, keep it in /var/lib/xiangji or https://example.cn/home/a"

    assert list(traces.faults_of("README.md", text, ["/srv/checkout-7"])) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("python", "def rule(:\n    pass"),
        ("toml", "key = "),
        ("json", "{'a': 1}"),
        ("bash", "if true; then"),
    ],
)
def test_an_example_that_cannot_be_read_is_named(kind: str, text: str) -> None:
    (fault,) = examples.faults("docs/a.md", f"# A\n\n```{kind}\n{text}\n```\n")

    assert fault.startswith(f"docs/a.md:3 the {kind} example cannot be read: ")


def test_the_examples_of_our_papers_can_be_read() -> None:
    faults = [
        fault for paper in examples.papers(HOME) for fault in examples.faults(paper.name, paper.read_text())
    ]

    assert faults == []


def test_there_are_papers_to_read() -> None:
    assert Path(HOME, "CONTRIBUTING.md") in examples.papers(HOME)
