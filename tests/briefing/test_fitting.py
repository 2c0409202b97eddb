"""No last page is almost empty: a little smaller, or with more of the page before."""

import pytest

from wikibrief.briefing.press.fitting import LEAST_FILL, find_cut, find_scale


@pytest.mark.parametrize("fills", [[0.1], [1, 0.25], [1, 1, 0.9], []])
def test_what_is_full_enough_stays(fills: list[float]) -> None:
    assert find_scale(fills) is None


def test_few_lines_more_than_a_page_are_drawn_back() -> None:
    assert find_scale([1, 0.05]) == pytest.approx(0.949, abs=0.001)
    assert find_scale([1, 1, 0.05]) == pytest.approx(0.974, abs=0.001)


def test_many_pages_keep_their_size() -> None:
    assert find_scale([1, 1, 1, 0.05]) is None


def test_no_size_is_far_from_the_usual_one() -> None:
    found = [find_scale([1, last / 100]) for last in range(25)]
    assert all(0.92 <= scale < 1 for scale in found if scale is not None)
    assert None in found


def test_the_page_before_ends_earlier_by_what_the_last_one_lacks() -> None:
    for last in range(25):
        cut = find_cut(1, last / 100)
        assert cut is not None
        assert last / 100 + 1 - cut >= LEAST_FILL


@pytest.mark.parametrize(("before", "last"), [(1, 0.25), (1, 0.9), (0.6, 0.05)])
def test_a_page_is_not_cut_in_vain(before: float, last: float) -> None:
    assert find_cut(before, last) is None
