"""What `uno_driver.py` does, for documents whose macros may run as the profile says, and for the macros in them."""

import sys
from pathlib import Path

import uno
import uno_driver

AS_CONFIGURED = 3  # com.sun.star.document.MacroExecMode.USE_CONFIG


class MacroDriver(uno_driver.Driver):
    """The driver of an office that runs macros."""

    def open_as_configured(self, path: str) -> str:
        """Open a file with macros on or off by the profile's security level; returns its identifier."""
        how = uno_driver.properties(MacroExecutionMode=AS_CONFIGURED)
        url = uno.systemPathToFileUrl(str(Path(path).resolve()))
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, how)
        self.documents[document.RuntimeUID] = document
        return str(document.RuntimeUID)

    def sources(self, document: str) -> dict[str, dict[str, str]]:
        """Return the source of each Basic module of a document by library and name."""
        libraries = self.documents[document].BasicLibraries
        found = {}
        for name in libraries.ElementNames:
            libraries.loadLibrary(name)
            library = libraries.getByName(name)
            found[name] = {module: library.getByName(module) for module in library.ElementNames}
        return found

    def run(self, document: str, macro: str) -> object:
        """Run a macro of a document, named Library.Module.Procedure, and return what it returns."""
        provider = self.documents[document].getScriptProvider()
        script = provider.getScript(f"vnd.sun.star.script:{macro}?language=Basic&location=document")
        return script.invoke((), (), ())[0]


if __name__ == "__main__":
    uno_driver.Driver = MacroDriver
    uno_driver.main(sys.argv[1], float(sys.argv[2]))
