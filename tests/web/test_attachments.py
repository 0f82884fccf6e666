# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file keeps its own name on the way out, in any language."""

import pytest

from app.web.attachments import attachment


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rules.pdf", 'attachment; filename="rules.pdf"'),
        (
            "tystysgrif ŵ.pdf",
            "attachment; filename=\"tystysgrif _.pdf\"; filename*=UTF-8''tystysgrif%20%C5%B5.pdf",
        ),
        ('a"b\\.pdf', "attachment; filename=\"a_b_.pdf\"; filename*=UTF-8''a%22b%5C.pdf"),
    ],
)
def test_a_name_is_said_in_letters_that_a_header_carries(name: str, said: str) -> None:
    response = attachment(b"%PDF-", "application/pdf", name)

    assert response.headers["Content-Disposition"] == said
    assert said.encode("latin-1")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
