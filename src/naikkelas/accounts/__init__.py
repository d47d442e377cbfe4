"""Who may do what, where: people, roles as code, areas of duty, and the tokens of their phones."""
