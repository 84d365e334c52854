import pytest

from tools import timing


@pytest.mark.parametrize(
    ("first", "second", "auc"),
    [
        ([2.0, 3.0], [0.0, 1.0], 1.0),
        ([0.0, 1.0], [2.0, 3.0], 0.0),
        ([1.0, 1.0], [1.0, 1.0], 0.5),
        ([1.0, 4.0], [2.0, 3.0], 0.5),
        ([1.0, 2.0, 3.0], [2.0], 0.5),
        ([1.0, 3.0, 4.0], [2.0], 2 / 3),
    ],
)
def test_times_that_are_apart_are_told_apart(first, second, auc):
    assert timing.separation(first, second) == pytest.approx(auc)


@pytest.mark.parametrize(("slower", "verdict"), [(0.0, "equal"), (0.5, "NOT EQUAL")])
def test_case_19_case_23_p7_a_difference_is_said_aloud(monkeypatch, capsys, slower, verdict):
    def answers(_origin, _question, pairs):
        times = [number / pairs for number in range(pairs)]
        return [slower + one for one in times], times

    monkeypatch.setattr(timing, "answers", answers)

    timing.measure_timing("http://localhost")

    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(timing.QUESTIONS)
    assert all(f"in 300 pairs, {verdict}:" in line for line in said)
