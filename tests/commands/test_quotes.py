import json


def test_a_trial_is_printed_for_any_seed(hikae, tmp_path):
    """The same object as the use case makes, repeatable by its seed."""
    one, two = (hikae("quotes", "trial", "--seed", seed, "--json", "--home", tmp_path / "home") for seed in (9, 9))
    made = json.loads(one.stdout)
    assert (one.returncode, one.stdout) == (0, two.stdout)
    assert (made["seed"], made["slips"]) == (9, 10_000)
    assert made["caught_share"] >= 0.99
    assert made["false_alarm_share"] <= 0.01


def test_people_read_two_lines(hikae, tmp_path):
    """How many mistakes were caught, and how many honest quotes were asked about."""
    done = hikae("quotes", "trial", "--home", tmp_path / "home")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["誤り", "正しい気配値"]


def test_a_setting_that_does_not_exist_is_refused(hikae, tmp_path):
    """The trial runs under the desk's own settings, and knows no others."""
    done = hikae("quotes", "trial", "--set", "colour=red", "--home", tmp_path / "home")
    assert (done.returncode, done.stdout) == (2, "")
