"""Peoples and places that go by several names in the news, brought to one.

A desk is asked for “doctors from Cuba” and has “Cuban doctors” on record, for “the US” and has “the
United States”. Both sides are brought to the same words; what is shown is not touched.
"""

import re

_PEOPLES = """
afghanistan afghan afghans · africa african africans · albania albanian albanians
algeria algerian algerians · america american americans · angola angolan angolans
argentina argentine argentines argentinian argentinians · armenia armenian armenians
asia asian asians · australia australian australians · austria austrian austrians
bangladesh bangladeshi bangladeshis · belarus belarusian belarusians · belgium belgian belgians
bolivia bolivian bolivians · bosnia bosnian bosnians · botswana botswanan botswanans
brazil brazilian brazilians brasil · britain british briton britons
bulgaria bulgarian bulgarians · cambodia cambodian cambodians · cameroon cameroonian cameroonians
canada canadian canadians · chile chilean chileans · china chinese
colombia colombian colombians · croatia croatian croatians · cuba cuban cubans
denmark danish dane danes · ecuador ecuadorian ecuadorians ecuadorean ecuadoreans
egypt egyptian egyptians · estonia estonian estonians · ethiopia ethiopian ethiopians
europe european europeans · finland finnish finn finns · france french
germany german germans · ghana ghanaian ghanaians · greece greek greeks
guatemala guatemalan guatemalans · haiti haitian haitians · honduras honduran hondurans
hungary hungarian hungarians · iceland icelandic · india indian indians
indonesia indonesian indonesians · iran iranian iranians · iraq iraqi iraqis
ireland irish · israel israeli israelis · italy italian italians · jamaica jamaican jamaicans
japan japanese · jordan jordanian jordanians · kenya kenyan kenyans · korea korean koreans
kosovo kosovan kosovans · kuwait kuwaiti kuwaitis · latvia latvian latvians
lebanon lebanese · liberia liberian liberians · libya libyan libyans
lithuania lithuanian lithuanians · malawi malawian malawians · malaysia malaysian malaysians
mali malian malians · mexico mexican mexicans · morocco moroccan moroccans
mozambique mozambican mozambicans · namibia namibian namibians · nepal nepali nepalis nepalese
netherlands dutch · nicaragua nicaraguan nicaraguans · nigeria nigerian nigerians
norway norwegian norwegians · pakistan pakistani pakistanis
palestine palestinian palestinians · panama panamanian panamanians
paraguay paraguayan paraguayans · peru peruvian peruvians
philippines filipino filipinos philippine
poland polish · portugal portuguese · qatar qatari qataris · romania romanian romanians
russia russian russians · rwanda rwandan rwandans · saudi saudis · scotland scottish scots
senegal senegalese · serbia serbian serbians · somalia somali somalis
spain spanish spaniard spaniards · sudan sudanese · sweden swedish swede swedes
switzerland swiss · syria syrian syrians · taiwan taiwanese · tanzania tanzanian tanzanians
thailand thai thais · tunisia tunisian tunisians · uganda ugandan ugandans
ukraine ukrainian ukrainians · uruguay uruguayan uruguayans
venezuela venezuelan venezuelans · vietnam vietnamese · yemen yemeni yemenis
zambia zambian zambians · zimbabwe zimbabwean zimbabweans
"""

PLACES = {
    name: names[0]
    for people in re.split(r"·|\n", _PEOPLES)
    if (names := people.split())
    for name in names[1:]
}
"""From the people, or another spelling, to the place: `cuban` to `cuba`, all in lower case."""

_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")
_IN_CAPITALS = {
    "US": "United States",
    "USA": "United States",
    "UK": "United Kingdom",
    "UN": "United Nations",
    "EU": "European Union",
    "UAE": "United Arab Emirates",
}
_CAPITALS = re.compile(rf"\b(?:{'|'.join(_IN_CAPITALS)})\b")
_OF_AMERICA = re.compile(r"\bunited states of america\b", re.IGNORECASE)


def written_out(text: str) -> str:
    """Return *text* with `U.S.` as `US`, and the few initials that everyone writes, in full.

    Only capitals are taken for initials, since “us” is a word.
    """
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text)
    text = _CAPITALS.sub(lambda match: _IN_CAPITALS[match[0]], text)
    return _OF_AMERICA.sub("United States", text)
