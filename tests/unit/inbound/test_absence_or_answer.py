"""An absence told beside an answer or a table is a person's letter; an absence alone is an auto-reply."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import MAY, read


@pytest.mark.parametrize(
    ("who", "body", "kind"),
    [
        ("jb", "I am out of the office until 12 June with limited access to e-mail.", "auto-reply"),
        ("rim", "Je suis en congé jusqu'au 12 juin et répondrai à mon retour.", "auto-reply"),
        ("kate", "Я в отпуске до 12 июня, отвечу по возвращении.", "auto-reply"),
        ("jb", "I am on leave on 11 June and cannot join the meeting.", "rsvp"),
        ("kate", "11 июня меня не будет, вместо меня подключится Н. Абдыкадыров.", "rsvp"),
        ("rod", "Estoy de vacaciones; el 11 de junio asistirá Marcus Ellery en mi lugar.", "rsvp"),
        ("jb", "I am back in the office from 10 June. Wishing you all a good start.", "other"),
        ("rim", "Je suis de retour au bureau depuis lundi. Bien à vous", "other"),
        ("kate", "Я вернулась из отпуска, спасибо за напоминание.", "other"),
        ("rod", "Ya estoy de vuelta en la oficina. Saludos", "other"),
        ("faisal", "عدت إلى المكتب اليوم.", "other"),
        ("wei", "我已返回办公室。", "other"),
        ("jb", "I am on mission this week and will be back in the office on 10 June.", "auto-reply"),
        ("rim", "Texte | Nature\nRésolution 22 | MOD\n\nJe serai en congé du 8 au 12 juin.", "changes"),
    ],
)
def test_an_absence_is_an_auto_reply_only_alone(who: str, body: str, kind: str) -> None:
    assert read(who, body, MAY).classification == kind
