"""Who said what, when, about what and in which tone: news articles to tidy tables."""
