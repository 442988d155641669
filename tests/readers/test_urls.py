"""One form for the many writings of an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.readers.urls import canonical

PAGE = "https://ledger.example/2019/walk-out"


@pytest.mark.parametrize(
    "url",
    [
        "https://ledger.example/2019/walk-out",
        "http://ledger.example/2019/walk-out",
        "HTTPS://LEDGER.Example:443/2019/walk-out",
        "http://ledger.example:80/2019/walk-out#comments",
        " https://ledger.example/2019/walk-out?utm_source=a&utm_medium=b&fbclid=c ",
        "https://ledger.example/2019/walk-out?UTM_Campaign=x&gclid=1",
        "https://ledger.example./2019/walk-out?",
        "https://ledger.example/2019/walk%2Dout",
    ],
)
def test_writings_of_one_page_are_one(url: str) -> None:
    """Scheme, case, default port, fragment and tracking make no difference."""
    assert canonical(url) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        PAGE + "?page=2",
        PAGE + "?id=7&utm=x",
        PAGE + "/",
        "https://ledger.example/2019/Walk-out",
        "https://www.ledger.example/2019/walk-out",
        "https://ledger.example:8443/2019/walk-out",
        "https://ledger.example/2019%2Fwalk-out",
    ],
)
def test_other_pages_stay_others(url: str) -> None:
    """Parameters, paths, hosts and ports that may matter are kept."""
    assert canonical(url) == url


def test_the_order_of_parameters_is_kept_and_empty_ones_stay() -> None:
    """Some sites read parameters by their place."""
    assert canonical(PAGE + "?b=1&utm_id=9&a=&b=2") == PAGE + "?b=1&a=&b=2"


def test_names_in_other_letters_have_one_form() -> None:
    """A name in other letters is written as the network writes it."""
    assert canonical("https://bücher.example/ä") == "https://xn--bcher-kva.example/%C3%A4"
    assert canonical("https://xn--bcher-kva.example/%C3%A4") == canonical(
        "https://BÜCHER.example/ä"
    )


@pytest.mark.parametrize("text", ["", "no address", "mailto:a@b.example", "http://[::1", "/path"])
def test_what_is_no_web_address_comes_back(text: str) -> None:
    """Nothing is made up for it."""
    assert canonical(text) == text


@given(st.text(max_size=80), st.text(max_size=40))
def test_the_form_is_final(path: str, query: str) -> None:
    """Taking the form again changes nothing, whatever an address holds."""
    for url in (f"http://Ledger.example/{path}?{query}", path + query):
        once = canonical(url)
        assert canonical(once) == once
