# ruff: noqa: N802, D102 - the names are those of `winreg`, and do what it says of them
"""A registry of Windows in memory, behind the names of Python's module `winreg` that the product uses.

Keys and names are one in either case, a value keeps its kind, and a key that holds others cannot be deleted: as Windows
has it, and as Wine's real registry shows in the long form.
"""

from types import SimpleNamespace

TEXT, TEMPLATE, BYTES, NUMBER = 1, 2, 3, 4
KINDS = {str: TEXT, bytes: BYTES, int: NUMBER}


class Handle:
    """An open key."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.Close()

    def Close(self):
        """Do nothing: what is written is there at once."""


class WinregTwin(SimpleNamespace):
    r"""What `import winreg` gives; `given` are values by key and name, such as `{r"HKCU\\A": {"x": 1}}`."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = "HKCU", "HKLM"
    KEY_READ = KEY_WOW64_64KEY = KEY_ALL_ACCESS = 0
    REG_SZ, REG_EXPAND_SZ, REG_BINARY, REG_DWORD = TEXT, TEMPLATE, BYTES, NUMBER

    def __init__(self, given=()):
        super().__init__()
        self.tree = {}  # spelt name by small name of each key, and its values
        for key, values in dict(given).items():
            self._made(key)
            for name, value in values.items():
                self.SetValueEx(Handle(key), name, 0, KINDS[type(value)], value)

    @property
    def all(self):
        """Return every value that is there by its key, and keys without any."""
        return {key: {n: v for n, (v, _) in values.values()} for key, values in self.tree.values()}

    def OpenKey(self, root, path="", _reserved=0, _access=0):
        key = self._path(root, path)
        if key.lower() not in self.tree:
            raise FileNotFoundError(2, key)
        return Handle(key)

    OpenKeyEx = OpenKey

    def CreateKey(self, root, path):
        return Handle(self._made(self._path(root, path)))

    def QueryInfoKey(self, key):
        return len(self._below(key)), len(self._values(key)), 0

    def EnumKey(self, key, place):
        return self._below(key)[place]

    def EnumValue(self, key, place):
        name, (value, kind) = list(self._values(key).values())[place]
        return name, value, kind

    def SetValueEx(self, key, name, _reserved, kind, value):
        self._values(key)[name.lower()] = (name, (value, kind))

    def DeleteValue(self, key, name):
        if self._values(key).pop(name.lower(), None) is None:
            raise FileNotFoundError(2, name)

    def DeleteKey(self, root, path):
        key = self._path(root, path)
        if self._below(self.OpenKey(key)):
            raise PermissionError(5, key)
        del self.tree[key.lower()]

    def ExpandEnvironmentStrings(self, value):
        return value.replace("%APPDATA%", r"C:\Users\a\AppData\Roaming")

    def _path(self, root, path):
        start = root.path if isinstance(root, Handle) else root
        return f"{start}\\{path}".strip("\\")

    def _made(self, key):
        parts = key.split("\\")
        for length in range(1, len(parts) + 1):
            name = "\\".join(parts[:length])
            self.tree.setdefault(name.lower(), (name, {}))
        return key

    def _values(self, key):
        return self.tree[key.path.lower()][1]

    def _below(self, key):
        start = key.path.lower() + "\\"
        names = [name for small, (name, _) in self.tree.items() if small.startswith(start)]
        return [rest for name in names if "\\" not in (rest := name[len(start) :])]
