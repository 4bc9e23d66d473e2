class Refused(Exception):
    """A rule said no, and the person can do something about it.

    `code` is for machines and never changes; `sentence` is Chinese, complete, and says what did not happen,
    why (figure, limit, clause) and what can be done.
    """

    status = 422

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Unavailable(Exception):
    """Something outside did not answer. Nothing was changed here and asking again is safe."""

    status = 503

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
