"""accountplan: one structured Excel workbook per account, read back and consolidated into a quarterly summary."""
