"""Forms of every make: leaders, boxes, numbered blocks, keys above values, values set apart by a gap."""

from __future__ import annotations

import pytest

from tests.unit.reading.structures import facts, html

BOXES = """Dear Sirs,

NOMINATION FORM

Region:                 RCC
Type of request:        [ ] amendment  [x] new nomination  [ ] withdrawal
Title:                  Mr
Surname:                Abdullaev
Given name:             Otabek
Capacity:               [ ] Focal point  [ ] Coordinator  [x] Alternate
Committee:              [x] COM3  [ ] COM4
Organization:           Uztelecom
Country:                Uzbekistan
E-mail address:         o.abdullaev@uztelecom-uz.example
Phone:                  +998 71 233 15 10
Filled in by:           Nurlan Abdykadyrov, +7 495 692 81 10
"""
LEADERS = """NOTIFICATION OF CHANGES

Name ................: Małgorzata Wiśniewska
Function ............: Head of Unit
E-mail ..............: (unchanged)
Telephone ...........: +48 22 534 91 77
Fax .................: +48 22 534 91 75
"""
RUSSIAN = """Региональная организация: РСС
Вид изменения: [ ] исправление  [x] новая запись  [ ] удаление
Фамилия, имя: Тулегенов Ерлан
Обращение: г-н
Функция: заместитель координатора
Комитет: 3
Страна: Республика Казахстан
Эл. почта: e.tulegenov@kt-kz.example
Факс: нет
"""
NUMBERED = """Mapping table:

1) Text: Resolution 2
   Action: MOD
   Status: agreed
   Summary: same as before

2) Text: Resolution 58
   Status: draft
   Coordinator: Rim Ben Youssef

3) Text:
   Action:
   Status:

Remarks: none
"""
BELOW = """Update of my entry

Name:
   Bakhtiyor Yuldashev
Position:
   Head of Department
E-mail:
   (no change)
"""
HEADED = """Bonjour,

Résolution 44
  Mesure : MOD
  État : soumise
Résolution 65
  Mesure : MOD (inchangée)
  État : convenue
  Résumé : idem
"""
GAP = """UPDATE OF THE CONTACT SHEET

Organization              League of Arab States
Kind of request           ( ) new   (x) correction   ( ) removal
Name of the person        Mr Faisal Al-Otaibi
Field to be corrected     telephone
Present entry             +966 11 461 8000
Correct entry             +966 11 461 8080
"""
ARABIC = """استمارة تسمية:
الاسم: أحمد المنصوري
اللقب: السيد
الصفة: منسق مناوب
اللجنة: 4
البلد: الإمارات العربية المتحدة
البريد الإلكتروني: a.almansoori@tdra-ae.example
الفاكس: لا يوجد
"""
CHINESE = """新增联系人登记表：
姓名：Liu Fang
称谓：女士
职责：副协调人（第3委员会）
电子邮件：liufang@caict-cn.example
"""
FRENCH = """Personne sortante : Mme Lerato Mokoena
Personne entrante : M. Sipho Dlamini
Fonction : Directeur adjoint
Courriel : sdlamini@dcdt-za.example
"""
LETTERED = """A. Organization: CITEL
B. Type of entry: new
C. Name: Ms Renata Oliveira
D. Function: alternate coordinator
E. Committee: COM4
F. Employer: Anatel, Brazil
G. E-mail: renata.oliveira@anatel-br.example
H. Remarks: none
"""


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        ("rcc-1", BOXES, [
            "c + affiliation=Uztelecom; committee=COM3; country=UZ; email=o.abdullaev@uztelecom-uz.example; "
            "honorific=Mr; name=Otabek Abdullaev; phone=+998712331510; role=alternate"]),
        ("cept-1", LEADERS, ["c cept-2 job_title=Head of Unit; phone=+48225349177"]),
        ("rcc-1", RUSSIAN, [
            "c + committee=COM3; country=KZ; email=e.tulegenov@kt-kz.example; honorific=Mr; "
            "name=Ерлан Тулегенов; role=alternate"]),
        ("las-1", NUMBERED, ["p LAS/Resolution 2 status=agreed", "p LAS/Resolution 58 status=draft"]),
        ("rcc-3", BELOW, ["c rcc-3 job_title=Head of Department"]),
        ("atu-3", HEADED, ["p ATU/Resolution 44 status=submitted", "p ATU/Resolution 65 status=agreed"]),
        ("las-1", GAP, ["c las-2 phone=+966114618080"]),
        ("las-1", ARABIC, [
            "c + committee=COM4; country=AE; email=a.almansoori@tdra-ae.example; honorific=Mr; "
            "name=أحمد المنصوري; role=alternate"]),
        ("apt-1", CHINESE, [
            "c + committee=COM3; email=liufang@caict-cn.example; honorific=Ms; name=Liu Fang; role=alternate"]),
        ("atu-3", FRENCH, [
            "c + committee=COM4; email=sdlamini@dcdt-za.example; honorific=Mr; job_title=Directeur adjoint; "
            "name=Sipho Dlamini; role=alternate",
            "c- atu-4"]),
        ("citel-1", LETTERED, [
            "c + affiliation=Anatel; committee=COM4; country=BR; email=renata.oliveira@anatel-br.example; "
            "honorific=Ms; name=Renata Oliveira; role=alternate"]),
    ],
    ids=["boxes", "leaders", "russian", "numbered", "below", "headed", "gap", "arabic", "chinese", "french",
         "lettered"],
)  # fmt: skip
def test_a_form_is_read(who: str, text: str, wanted: list[str]) -> None:
    assert facts(who, text) == wanted


def test_a_form_in_a_table_of_the_page() -> None:
    rows = [
        ("Salutation", "Ms"), ("Full name", "Purity Mutua"), ("Employer", "CA"), ("Country", "Kenya"),
        ("Role in the group", "Alternate, Committee 3"), ("Mail", "p.mutua@ca-ke.example"),
        ("Direct line", "+254 703 042 777"),
    ]  # fmt: skip
    assert facts("atu-1", page=f"<p>Kindly register our new colleague:</p>{html(rows)}") == [
        "c + affiliation=CA; committee=COM3; country=KE; email=p.mutua@ca-ke.example; honorific=Ms; "
        "name=Purity Mutua; phone=+254703042777; role=alternate"
    ]


REGISTRATION = """REGISTRATION FORM - Third inter-regional meeting

Participant 1
Name: Małgorzata Wiśniewska
Will attend: yes

Participant 2
Name: Marie Dubois
E-mail: marie.dubois@anfr-fr.example
Participation: [ ] remote  [x] will not attend
"""


def test_who_registers_comes_and_is_not_put_on_the_contact_sheet() -> None:
    assert facts("cept-1", REGISTRATION) == ["a irm-3 Marie Dubois no", "a irm-3 Małgorzata Wiśniewska yes"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("last year we sent you this form:\n\nName: Zhang Wei\nPhone: +86 10 6230 4400\n", []),
        ("Name: Zhang Wei\nPhone: as before\nE-mail: (unchanged)\nFax: none\n", []),
        ("Resolution 95:\nnothing new.\n", []),
        ("Hotel: Plaza\nPhone: +66 2 555 0101\nRate: 90 USD\n", []),
        ("The form has the following lines:\n\nName: ...........\nPhone: ...........\n", []),
    ],
)
def test_a_form_that_changes_nothing(text: str, wanted: list[str]) -> None:
    assert facts("apt-1", f"Dear colleagues,\n\n{text}\nRanjith\n") == wanted
