"""Published, dated facts. Each folder says in SOURCE.md where they come from, under which licence, and when to look again."""
