"""What the tests of files, settings, home and process set-up share."""

import pytest


@pytest.fixture
def codes():
    """Return what gives the codes of a refusal."""

    def of(refused):
        return [found.code for found in refused.value.findings]

    return of


@pytest.fixture
def details():
    """Return what gives the details of a refusal's first finding."""

    def of(refused):
        return dict(refused.value.findings[0].details)

    return of
