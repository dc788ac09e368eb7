"""Accounts: check digits of IBAN and creditor identifier, shape of BIC."""

import pytest

from allmende.catalog.invoices.payments.accounts import NotBic, NotCreditorId, NotIban, bic, creditor_id, iban

PUBLISHED = "DE02 1203 0000 0000 2020 51"


def test_an_iban_loses_its_blanks() -> None:
    assert iban(PUBLISHED.lower()) == "DE02120300000000202051"


@pytest.mark.parametrize("place", range(2, 22))
def test_one_wrong_digit_of_an_iban_is_noticed(place: int) -> None:
    plain = iban(PUBLISHED)
    wrong = str((int(plain[place]) + 1) % 10)
    with pytest.raises(NotIban, match="Prüfziffern"):
        iban(plain[:place] + wrong + plain[place + 1 :])


def test_a_missing_digit_is_counted() -> None:
    with pytest.raises(NotIban, match="21 statt 22"):
        iban(PUBLISHED[:-1])


def test_the_business_code_of_a_creditor_is_not_checked() -> None:
    assert creditor_id("DE98 ABC 09999999999") == "DE98ABC09999999999"


@pytest.mark.parametrize("text", ["", "DE98ZZZ0999999999", "DE97ZZZ09999999999"])
def test_a_wrong_creditor_identifier_is_refused(text: str) -> None:
    with pytest.raises(NotCreditorId):
        creditor_id(text)


def test_a_bic_has_eight_or_eleven_signs() -> None:
    assert bic("weladed1xxx") == "WELADED1XXX"
    with pytest.raises(NotBic):
        bic("WELADED1X")
