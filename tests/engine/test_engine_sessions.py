"""Sessions as JSON: what is written is what is read."""

import pytest
from chat import Chat
from moves import finish

from bot.engine.flow import Flow
from bot.engine.session import begin, from_json, to_json
from bot.engine.values import Kind


def test_a_session_in_an_unknown_language_begins_in_the_first(flow: Flow) -> None:
    assert begin(flow, "de").language == "en"


def test_a_session_survives_json_with_everything_in_it(sam: Chat) -> None:
    finish(sam)
    assert from_json(to_json(sam.session)) == sam.session
    assert sam.session.responses["agree"].kind is Kind.ANSWERED


@pytest.mark.parametrize("missing", ["responses", "status", "askings"])
def test_a_document_that_is_no_session_is_refused(sam: Chat, missing: str) -> None:
    document = to_json(sam.session)
    del document[missing]
    with pytest.raises(KeyError):
        from_json(document)
