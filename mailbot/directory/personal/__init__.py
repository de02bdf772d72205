"""What is kept about a person, told by the e-mail address: to be handed over (`telling`), or erased
(`erasing`).

`docs/privacy.md` says what is kept and for how long.
"""
