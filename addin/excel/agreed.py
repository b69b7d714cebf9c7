"""What the workbook's macros, xlwings' DLL and the server must agree on; tests hold the macros' own text against it."""

XLWINGS = "0.37.8"  # the DLL, the macros and the Python package are of one version, exactly
BRIDGE = "1"  # what the macros ask for and how; another number is refused
FUNCTIONS, DESK = "addin.excel.functions", "addin.excel.desk"  # the modules that CallUDF is asked for
PROGRAM = "pythonw.exe"  # of the installation's own environment, without a window
ARGUMENTS = "-I -m addin.excel.server $(CLSID)"  # the DLL puts the class of the one server there


def library(bits: int) -> str:
    """Return the file of xlwings' DLL for an Excel of so many bits; it lies beside the installation's Python."""
    return f"xlwings{bits}-{XLWINGS}.dll"


def command(environment: str) -> str:
    """Return the command by which the DLL starts our server, given the folder of the installation's Python."""
    return f'"{environment}\\{PROGRAM}" {ARGUMENTS}'
