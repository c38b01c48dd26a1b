"""What belongs to the account: followers, tags, menus, codes, checks of content."""
