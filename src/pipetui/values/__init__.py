"""Pure values: money, periods, days people type, text, filters. No I/O and no framework."""
