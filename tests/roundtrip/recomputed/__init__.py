"""The numbers of a summary worked out once more, from the answers and the portfolio alone, by plain Python.

Nothing here uses accountplan's own figures, totals or tables: only `answers.csv` (what people filled in),
`accounts.csv` and `files.csv` (who delivered), `findings.csv`, and the portfolio workbook as openpyxl reads it.
"""
