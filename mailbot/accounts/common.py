"""What people take for passwords everywhere, in lower case and the longest first: whole passwords of twelve
characters or more that head every list of leaked ones, and the words that the rest of them is made of."""

from __future__ import annotations

_WHOLE = """
    1q2w3e4r5t6y 1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 qwe123qwe123 qazwsxedcrfv
    zaq12wsxcde3 zaq1xsw2cde3 1234qwerasdf abcd1234abcd a1b2c3d4e5f6 qwer1234asdf asdf1234qwer
    correcthorsebatterystaple thequickbrownfox
    iloveyouforever ihatepasswords nopasswordforyou jesuschristislord godisgoodallthetime letmeinplease
    changemenow123 donttouchmypassword thisismypassword thisisapassword mynameisearl opensesame123
    unitedstates manchesterunited realmadrid barcelona football1234 liverpoolfc championsleague
    internationaltelecommunicationunion
"""
_WORDS = """
    password passwort passwd kennwort motdepasse contraseña contrasena senha parola пароль passord losenord
    wachtwoord salasana haslo sifre secret geheim changeme changeit welcome willkommen bienvenue bienvenido
    administrator administrateur admin letmein iloveyou jetaime teamo ichliebedich sunshine princess princesa
    dragon monkey football baseball basketball superman batman starwars pokemon master shadow michael jennifer
    jordan thomas charlie daniel jessica ashley nicole hello bonjour hola hallo privet привет trustno freedom
    whatever internet computer samsung google facebook microsoft windows android iphone apple amazon netflix
    default guest root user login test demo temp abc qwerty azerty qwertz qazwsx zaqwsx asdf zxcv mustang
    summer winter spring autumn sommer winter ete hiver verano invierno january february march april june july
    august september october november december monday friday sunday geneva geneve genf ginebra
    mailbot wtsa itu tsb
"""
COMMON: tuple[str, ...] = tuple(sorted(set(_WHOLE.split()) | set(_WORDS.split()), key=len, reverse=True))
