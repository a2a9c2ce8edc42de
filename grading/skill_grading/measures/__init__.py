"""The statistics with their sources: mastery, growth, reliability, item analysis. Pure functions; they know no file."""
