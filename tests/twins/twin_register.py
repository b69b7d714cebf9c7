"""The registers of the continuity plan once more, as slow and plain as can be: a list of sayings, looked through anew.

Nothing here knows of entries, keys or chains: what counts is who said what of which name when, in the order of saying.
"""


class TwinRegister:
    """Every saying of one register in the order in which it was recorded: (instant, name, content, withdrawn, …)."""

    def __init__(self):
        self.sayings = []

    def say(self, moment, name, content, *, who, withdrawn=False):
        """Record a saying unless it says what is known last of its name, or is one that stands already, word for word.

        Returns whether it was recorded. Two of one instant are the same only where they take the place of the same one.
        """
        last = self.last_of(name)
        saying = (moment, name, content, withdrawn, who, last)
        if saying in self.sayings or (last is not None and last[2:4] == (content, withdrawn)):
            return False
        self.sayings.append(saying)
        return True

    def last_of(self, name, at=None):
        """Return the newest saying of a name by an instant: the later one, of one instant the one recorded last."""
        found = None
        for each in self.sayings:
            if each[1] == name and (at is None or each[0] <= at) and (found is None or each[0] >= found[0]):
                found = each
        return found

    def standing(self, at):
        """Return {name: content} of what stands at an instant."""
        names = {each[1] for each in self.sayings if each[0] <= at}
        newest = {name: self.last_of(name, at) for name in names}
        return {name: each[2] for name, each in newest.items() if not each[3]}
