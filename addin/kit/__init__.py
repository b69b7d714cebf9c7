"""The offline kit: one folder for a stick from which Hikae is installed on a bare computer, sealed and signed.

`build` makes it at the main office, `verify` checks it; what runs on the bare computer stands in `installer/kit/` and
needs nothing but Python.
"""
