"""Who is who: tokens, tickets, one-time codes, sessions."""
