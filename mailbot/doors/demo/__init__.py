"""`mailbot demo`: the main job on embedded parts, told as it happens."""
