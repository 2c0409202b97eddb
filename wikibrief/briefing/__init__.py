"""The page on paper: WeasyPrint, fonts, formulas as drawings."""
