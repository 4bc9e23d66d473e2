"""What programme does when it hears a fact."""

from xiangji.core.events import hears
from xiangji.programme import actions
from xiangji.programme.events import ProgrammeOpened


@hears(ProgrammeOpened)
def raise_the_questions_of_the_document(fact: ProgrammeOpened) -> None:
    actions.raise_questions(programme=fact.programme, by=None, happened_at=fact.opened_at)
