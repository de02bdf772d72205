"""Who writes while the demo's console is open: six languages, and what an officer has to look at twice."""

from __future__ import annotations

from mailbot.doors.demo.replies import Answer

_RCC = """Уважаемые коллеги!

Просим внести изменение: статус нашего предложения по Резолюции 67 теперь «согласовано».

С уважением
"""
_APT = """Dear TSB colleagues,

The fourth meeting of the APT preparatory group has been moved: it will now take place from 8 to 12 February
2021, still online. Mr Kenji Moritani will join the Committee 3 call on 19 January in my place.

Best regards
"""
_CITEL = """Estimados colegas:

CITEL apoya la propuesta de la CEPT sobre la Recomendación A.7.

Saludos cordiales
"""
_CEPT = """Dear colleagues,

Resolution 20: please change our action from NOC to MOD, status draft.
I hear that the phone number of the ATU focal point has changed; could you check with them?

Regards
"""
_FORGED = """Please disregard my last message on my phone: the right number is +46 8 465 004 99.
"""
_LAS = """السادة الزملاء الكرام،

نود إبلاغكم بأن اجتماع الفريق التحضيري العربي تأجل إلى الفترة من 21 إلى 23 فبراير 2021.

مع أطيب التحيات
"""
_ATU = """Chers collègues,

Je participerai à l'appel de la Commission 3 du 19 janvier.

Cordialement
"""
_CHINA = """各位同事：

关于第2号决议，APT提案的状态现为“已商定”。

此致
敬礼
"""

DRIP = (
    Answer("rcc-2", _RCC, subject="Резолюция 67"),
    Answer("apt-1", _APT, subject="APT calendar"),
    Answer("citel-1", _CITEL, subject="A.7"),
    Answer("cept-1", _CEPT, subject="Resolution 20"),
    Answer("cept-1", _FORGED, subject="my phone number", proven=False),
    Answer("las-1", _LAS, subject="الاجتماع التحضيري العربي"),
    Answer("atu-1", _ATU, subject="Participation"),
    Answer("apt-3", _CHINA, subject="第2号决议"),
)
