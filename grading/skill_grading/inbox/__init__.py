"""The inbox: every hand-in, draft, date, code and session, kept durably in SQLite or PostgreSQL."""
