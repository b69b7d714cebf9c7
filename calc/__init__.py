"""The functional core: calculation without clock, file, network, spreadsheet or environment.

(`calc` is short for calculation; LibreOffice Calc lives under `addin/libreoffice`.)
"""
