"""Reports: one file each, with how its figures are gathered; picked up by the file name."""
