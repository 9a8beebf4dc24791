"""Messages (消息): what happened that concerns one's post."""
