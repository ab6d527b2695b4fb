"""Reading an energy bill: words with their places go in, fields that are sure or openly unread come out."""
