"""What arrives and how it is read: questionnaires and spreadsheet layouts, from bytes to checked values. No database."""
