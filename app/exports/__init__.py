"""Lists that are taken along as files, for a spreadsheet or another program; never tax or bank."""
