"""The Chinese for what the kernel's own packages note; an app says its own words in its room `office.py`."""

from xiangji.core.office.history import says

WORDS = {
    "policy.published": "公布了方案",
    "places.regions_loaded": "装入了镇村名录",
    "calendar.holidays_loaded": "装入了节假日",
}
for _did, _word in WORDS.items():
    says(_did, _word)
