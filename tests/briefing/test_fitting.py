"""No last page is almost empty: a little larger or smaller, and otherwise as it is."""

import pytest

from wikibrief.briefing.fitting import find_scales


@pytest.mark.parametrize("fills", [[0.1], [1, 0.25], [1, 1, 0.9], []])
def test_what_is_full_enough_stays(fills: list[float]) -> None:
    assert list(find_scales(fills)) == []


def test_few_lines_more_than_a_page_are_drawn_back() -> None:
    first = next(iter(find_scales([1, 1, 1, 0.05])))
    assert 0.97 < first < 1


def test_a_page_that_lacks_little_is_filled() -> None:
    first = next(iter(find_scales([1, 1, 0.2])))
    assert 1 < first < 1.05


def test_no_size_is_far_from_the_usual_one() -> None:
    for last in range(25):
        assert all(0.88 <= scale <= 1.1 for scale in find_scales([1, last / 100]))
