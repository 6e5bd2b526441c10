"""The ladder of what is not paid: every boundary as a vector. Pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.ladder import End, Ladder, Pause, Stage, standing_on

E = date(2027, 1, 1)
LADDER = Ladder()


def after(days: int) -> date:
    return E + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "stage", "changes_after"),
    [
        (-90, Stage.RUNNING, 0),
        (-1, Stage.RUNNING, 0),
        (0, Stage.GRACE, 30),
        (29, Stage.GRACE, 30),
        (30, Stage.READ_ONLY, 90),
        (89, Stage.READ_ONLY, 90),
        (90, Stage.EXPORT_ONLY, 180),
        (179, Stage.EXPORT_ONLY, 180),
        (180, Stage.ENDED, None),
        (5000, Stage.ENDED, None),
    ],
)
def test_every_boundary(days: int, stage: Stage, changes_after: int | None) -> None:
    found = standing_on(after(days), End(ends_on=E), LADDER)
    assert found.stage == stage
    assert found.changes_on == (None if changes_after is None else after(changes_after))
    assert found.days_over == max(days, 0)
    assert found.days_left == max(-days, 0)


def test_a_trial_ends_like_a_term_and_then_climbs_down_the_same_ladder() -> None:
    trial = End(ends_on=E, is_trial=True)
    assert standing_on(after(-1), trial, LADDER).stage == Stage.TRIAL
    assert standing_on(after(0), trial, LADDER).stage == Stage.GRACE
    assert standing_on(after(30), trial, LADDER).stage == Stage.READ_ONLY


def test_who_gave_notice_has_no_days_of_grace() -> None:
    over = End(ends_on=E, is_renewed=False)
    assert standing_on(after(-1), over, LADDER).stage == Stage.RUNNING
    assert standing_on(after(0), over, LADDER).stage == Stage.READ_ONLY
    assert standing_on(after(90), over, LADDER).stage == Stage.EXPORT_ONLY


def test_nothing_that_has_no_end_ever_ends() -> None:
    found = standing_on(after(9000), End(ends_on=None), LADDER)
    assert (found.stage, found.changes_on, found.days_left) == (Stage.RUNNING, None, None)


def test_an_order_stops_the_clock_from_its_day() -> None:
    ordered = End(ends_on=E, pauses=[Pause(after(20))])
    found = standing_on(after(100), ordered, LADDER)
    assert (found.stage, found.days_over, found.is_paused) == (Stage.GRACE, 20, True)
    assert found.changes_on == after(20 + 180 + 10)  # when the order is never paid


def test_an_order_before_the_end_counts_from_the_end() -> None:
    found = standing_on(after(40), End(ends_on=E, pauses=[Pause(after(-10))]), LADDER)
    assert (found.stage, found.days_over) == (Stage.GRACE, 0)


def test_an_order_that_is_never_paid_stops_the_clock_for_its_days_only() -> None:
    ordered = End(ends_on=E, pauses=[Pause(after(20))])
    assert standing_on(after(199), ordered, LADDER).days_over == 20
    last = standing_on(after(200), ordered, LADDER)
    assert (last.is_paused, last.days_over) == (False, 20)
    assert standing_on(after(210), ordered, LADDER).stage == Stage.READ_ONLY
    assert standing_on(after(209), ordered, LADDER).stage == Stage.GRACE


def test_a_waived_order_lets_the_clock_go_on_where_it_stood() -> None:
    ended = End(ends_on=E, pauses=[Pause(after(20), after(50))])
    assert standing_on(after(50), ended, LADDER).days_over == 20
    assert standing_on(after(59), ended, LADDER).stage == Stage.GRACE
    assert standing_on(after(60), ended, LADDER).stage == Stage.READ_ONLY


def test_orders_that_overlap_count_once() -> None:
    both = End(ends_on=E, pauses=[Pause(after(10), after(30)), Pause(after(20), after(40))])
    assert standing_on(after(50), both, LADDER).days_over == 20


def test_a_respite_lets_everything_work_until_its_day() -> None:
    given_ = End(ends_on=E, respite_until=after(120))
    assert standing_on(after(120), given_, LADDER).stage == Stage.GRACE
    assert standing_on(after(120), given_, LADDER).changes_on == after(121)
    assert standing_on(after(121), given_, LADDER).stage == Stage.EXPORT_ONLY


def test_numbers_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="do not rise"):
        Ladder(grace=100, read_only=90)


pauses = st.lists(
    st.builds(
        lambda since, length: Pause(after(since), after(since + length) if length else None),
        st.integers(-60, 300),
        st.integers(0, 100),
    ),
    max_size=3,
)


@given(pauses, st.integers(-50, 500))
def test_a_stage_never_gets_better_by_waiting_and_comes_when_it_was_said(made: list[Pause], days: int) -> None:
    end = End(ends_on=E, pauses=made)
    today, tomorrow = standing_on(after(days), end, LADDER), standing_on(after(days + 1), end, LADDER)
    stages = list(Stage)
    assert stages.index(tomorrow.stage) >= stages.index(today.stage)
    assert 0 <= tomorrow.days_over - today.days_over <= 1
    begun = [pause for pause in made if pause.since <= after(days)]
    now = standing_on(after(days), End(ends_on=E, pauses=begun), LADDER)
    if now.changes_on is not None:
        assert standing_on(now.changes_on, End(ends_on=E, pauses=begun), LADDER).stage != now.stage
        day_before = standing_on(now.changes_on - timedelta(days=1), End(ends_on=E, pauses=begun), LADDER)
        assert day_before.stage == now.stage
