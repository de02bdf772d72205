"""Roles and committees: changed, exchanged, given with the role first or told of "the former"."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.contact_case import read

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("atu-1", "Ms Lerato Mokoena, hitherto our alternate for Committee 4, will henceforth serve Committee 3 in the same capacity.", {"atu-4": {"committee": "COM3"}}),
    ("apt-1", "At their own request Zhang Wei and Ms Hanh have traded committees: the former now looks after Committee 4, the latter Committee 3.", {"apt-2": {"committee": "COM4"}, "apt-3": {"committee": "COM3"}}),
    ("cept-3", "Ms Papadaki and I have changed places: she is now the coordinator for Committee 4 and I am her alternate.", {"cept-4": {"role": "coordinator"}, "cept-3": {"role": "alternate"}}),
    ("citel-1", "The alternate for Committee 3, Ana Lucía, steps up: coordinator from 1 May. Rodrigo stays on as her alternate.", {"citel-4": {"role": "coordinator"}, "citel-2": {"role": "alternate"}}),
    ("rcc-1", "Alesya Kavaliova leaves the alternate's seat in Committee 4 and takes the one in Committee 3.", {"rcc-4": {"committee": "COM3"}}),
    ("atu-3", "Mme Mokoena et moi-même avons permuté : elle coordonne la Commission 4 et je la supplée.", {"atu-4": {"role": "coordinator"}, "atu-3": {"role": "alternate"}}),
    ("atu-3", "Mme Mokoena passe de la Commission 4 à la Commission 3, toujours comme suppléante.", {"atu-4": {"committee": "COM3"}}),
    ("citel-1", "La Sra. Ana Lucía Sepúlveda pasa de suplente de la Comisión 3 a suplente de la Comisión 4.", {"citel-4": {"committee": "COM4"}}),
    ("citel-1", "Marcus Ellery deja la coordinación de la Comisión 4 y pasa a ser suplente de la misma.", {"citel-3": {"role": "alternate"}}),
    ("rcc-3", "Мы с Алесей Ковалёвой поменялись: теперь она координирует четвёртый комитет, а я её замещаю.", {"rcc-4": {"role": "coordinator"}, "rcc-3": {"role": "alternate"}}),
    ("rcc-3", "Мы с Екатериной Воронцовой поменялись участками: она берёт на себя четвёртый комитет, а я - третий.", {"rcc-2": {"committee": "COM4"}, "rcc-3": {"committee": "COM3"}}),
    ("rcc-1", "С 15 мая координатором РСС по вопросам Комитета 4 становится Алеся Ковалёва, до сих пор замещавшая Бахтиёра Юлдашева. Юлдашев остаётся в команде, но уже её заместителем.", {"rcc-4": {"role": "coordinator"}, "rcc-3": {"role": "alternate"}}),
    ("las-1", "انتقل السيد فيصل العتيبي من اللجنة 3 إلى اللجنة 4.", {"las-2": {"committee": "COM4"}}),
    ("las-1", "تبادل السيد فيصل العتيبي والسيدة ريم بن يوسف اللجنتين.", {"las-2": {"committee": "COM4"}, "las-3": {"committee": "COM3"}}),
    ("citel-3", "Heads-up: from May onwards Ana Lucía Sepúlveda takes the coordinator's hat for Committee 3 while Rodrigo Sepúlveda slips into the alternate's role.", {"citel-4": {"role": "coordinator"}, "citel-2": {"role": "alternate"}}),
    ("rcc-1", "Kavaliova and Yuldashev have agreed to exchange their roles as of 1 June.", {"rcc-4": {"role": "coordinator"}, "rcc-3": {"role": "alternate"}}),
    ("rcc-1", "Mr Yuldashev takes Committee 3 and Ms Vorontsova Committee 4, in other words they swap.", {"rcc-3": {"committee": "COM3"}, "rcc-2": {"committee": "COM4"}}),
    ("citel-1", "Ana Lucía y Rodrigo intercambian papeles: ella coordina y él la suple.", {"citel-4": {"role": "coordinator"}, "citel-2": {"role": "alternate"}}),
    ("apt-1", "张伟先生与张丽华女士互换职责：张丽华女士任协调人，张伟先生任候补。", {"apt-4": {"role": "coordinator"}, "apt-2": {"role": "alternate"}}),
    ("cept-1", "Committee 3: coordinator Ms Papadaki (until now alternate in Committee 4).", {"cept-4": {"role": "coordinator", "committee": "COM3"}}),
    ("cept-1", "A word on Committee 4: Ms Papadaki is moving up to coordinator as of Monday, Mr Iriarte goes to the alternate's seat.", {"cept-4": {"role": "coordinator"}, "cept-3": {"role": "alternate"}}),
    ("atu-1", "Dear TSB,\n\nThis is to notify the following changes in the African team, which take effect immediately:\n\n(1) Ms Lerato Mokoena moves from Committee 4 to Committee 3, still as alternate;\n(2) Ms Adaeze Okonkwo's telephone is +234 803 402 1999;\n(3) the post of Mr Mamadou Koné is \"Directeur de la normalisation\".\n\nThe rest of the sheet is correct.", {"atu-4": {"committee": "COM3"}, "atu-2": {"phone": "+2348034021999"}, "atu-3": {"job_title": "Directeur de la normalisation"}}),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), CASES)
def test_what_is_said_is_read(sender: str, text: str, wanted: dict[str, Any]) -> None:
    changes, _ = read(sender, text)
    assert changes == wanted
