"""The functional core: calculation without clock, file, network, spreadsheet or environment.

(`calc` is short for calculation; LibreOffice Calc lives under `addin/libreoffice`.)
"""

ENGINE_VERSION = "2026.11"  # changes whenever the same inputs may give other figures
