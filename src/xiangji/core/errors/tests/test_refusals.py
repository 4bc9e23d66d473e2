from xiangji.core.errors import Refused, Unavailable


def test_a_refusal_has_a_code_for_machines_and_a_sentence_for_people() -> None:
    refusal = Refused("parcel_already_signed", "没有签收。该包裹已经签收。")

    assert (refusal.code, refusal.sentence, str(refusal)) == (
        "parcel_already_signed",
        "没有签收。该包裹已经签收。",
        "没有签收。该包裹已经签收。",
    )
    assert refusal.status == 422


def test_an_outside_failure_is_no_refusal() -> None:
    failure = Unavailable("bank_silent", "银行那边没有回话。账没有动。")

    assert not isinstance(failure, Refused)
    assert (failure.code, failure.sentence, failure.status) == (
        "bank_silent",
        "银行那边没有回话。账没有动。",
        503,
    )
