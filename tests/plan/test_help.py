"""The page of all states that is shipped is the one the tables make."""

from importlib.resources import files


def shipped():
    """Return the lines of the shipped page."""
    return files("addin").joinpath("help/plan_table.txt").read_text(encoding="utf-8").splitlines()


def test_the_shipped_table_is_the_one_the_command_prints(hikae):
    """`hikae plan --table > addin/help/plan_table.txt` would change nothing."""
    assert shipped() == hikae("plan", "--table").stdout.splitlines()


def test_the_shipped_table_has_every_item_and_the_incidents():
    """Every state of every item and of every incident stands under its head."""
    heads = {line for line in shipped() if line.startswith("## ")}
    assert heads >= {"## settlement_price", "## margin", "## margin_departed", "## intraday", "## incident"}
    assert len(shipped()) > 2000


def test_the_shipped_table_says_how_to_read_it_in_both_languages():
    """The page begins with one line of Japanese and one of English."""
    japanese, english = shipped()[:2]
    assert "適用" in japanese
    assert "what applies" in english


def test_every_state_of_the_shipped_table_has_an_answer():
    """No line of an item ends without a ruling, and each names the instant from which it holds."""
    states = [line for line in shipped() if line and not line.startswith(("#", "earthquake", "system_failure"))]
    assert states
    assert all(" | " in line and line.rpartition(" | ")[2][:8].count(":") == 2 for line in states)
