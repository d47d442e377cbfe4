"""What is told to people and to other systems: notices in the application and by e-mail, webhooks."""
