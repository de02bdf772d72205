"""The styles of our Word files: those of python-docx's template, in typefaces that every Word has, and with
the language and direction of the paper. Pure."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from mailbot.outbound.papers.document import Document

_LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN"}
_FONTS = {"w:ascii": "Arial", "w:hAnsi": "Arial", "w:cs": "Arial", "w:eastAsia": "Microsoft YaHei"}
_SIZES = {
    "Normal": 10.5, "Title": 17, "Subtitle": 10.5, "Heading 1": 13, "Heading 2": 11.5, "Heading 3": 10.5,
    "Header": 8.5, "Footer": 8.5,
}  # fmt: skip
_BLUE, _LINK = RGBColor(0x14, 0x56, 0x8C), RGBColor(0x05, 0x63, 0xC1)
_AFTER_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
)


def set_styles(file: Any, document: Document) -> None:
    """Set the styles of a file made from python-docx's template, and add Hyperlink, Placeholder and Code."""
    styles = file.styles
    for style in styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            _fonts(style.element.get_or_add_rPr())
    for name, size in _SIZES.items():
        styles[name].font.size = Pt(size)
        styles[name].font.italic = False
        if name not in ("Normal", "Header", "Footer"):
            styles[name].font.color.rgb = _BLUE
    styles["Normal"].paragraph_format.space_after = Pt(6)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = _LINK, True
    to_add = styles.add_style("Placeholder", WD_STYLE_TYPE.CHARACTER)
    to_add.font.bold, to_add.font.highlight_color = True, WD_COLOR_INDEX.YELLOW
    styles.add_style("Code", WD_STYLE_TYPE.CHARACTER).font.name = "Courier New"
    is_rtl = document.direction == "rtl"
    if is_rtl:
        put_in(styles["Normal"].element.get_or_add_pPr(), "w:bidi", before=_AFTER_BIDI)
    defaults = styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    locale = _LOCALES.get(document.language, document.language)
    defaults.set(qn("w:val"), locale)
    defaults.set(qn("w:bidi"), locale if is_rtl else "ar-SA")
    defaults.set(qn("w:eastAsia"), locale if document.language == "zh" else "zh-CN")


def put_in(properties: Any, tag: str, before: tuple[str, ...]) -> None:
    """Add an element where the schema wants it: ahead of the first of those."""
    later = {qn(each) for each in before}
    place = next((i for i, child in enumerate(properties) if child.tag in later), len(properties))
    properties.insert(place, OxmlElement(tag))


def _fonts(properties: Any) -> None:
    """One typeface for all scripts, instead of the theme's."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, font in _FONTS.items():
        fonts.set(qn(name), font)
