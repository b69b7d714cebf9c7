"""The imperative shell: files, the record, spreadsheets, the command line."""
