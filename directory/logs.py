"""What somebody asks for is theirs, and a link that opens something is its owner's: no log keeps either."""

import logging

#: Below these, the rest of a path is the question. Elsewhere it is in the query string, which is never logged.
QUESTIONS = ("/vks/v1/by-email/", "/.well-known/openpgpkey/")

#: Below these, it is a token.
TOKENS = ("/accounts/invitations/", "/accounts/confirm-email/", "/accounts/password/reset/key/")


class WithoutQuestions(logging.Filter):
    """Cuts the question, or the token, off each path that a record tells."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_cut(argument) for argument in record.args)
        return True


def _cut(argument: object) -> object:
    if not isinstance(argument, str):
        return argument
    return next((f"{path}…" for path in (*QUESTIONS, *TOKENS) if argument.startswith(path)), argument)
