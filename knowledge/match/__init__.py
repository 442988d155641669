"""Finding the claims that are meant by words: by the words themselves, and by their meaning."""
