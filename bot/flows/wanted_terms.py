"""Wanted terms: the words that our texts avoid, and what they say instead, by language.

Source: the glossary and the tone of the content design (content, d.1 and d.3). A pair is what is avoided, as a small
pattern (a space stands for any space; no capturing group), and what is wanted, as an author would write it. A longer
term stands before the shorter one that it begins with. It must never list a word that is right in some flow: whoever
is warned for nothing stops reading warnings.
"""

from collections.abc import Mapping

Terms = tuple[tuple[str, str], ...]

ENGLISH: Terms = (
    # d.1: one word “dataset” is avoided in English text
    ("datasets?", "data set"),
    # d.3: Canadian spelling has z in “organization” and “recognize”; the glossary has “anonymized” and “de-identified”
    ("organisational", "organizational"),
    ("organisations?", "organization"),
    ("recognis(?:e|es|ed|ing)", "recognize"),
    ("anonymis(?:ed|ing|ation)", "anonymized, anonymization"),
    # d.3: the noun is “licence”. The verb is rightly “to license”, so only what must be a noun is listed
    ("open licenses?", "open licence"),
    # d.1: “personal information” is the term of the laws in force in Canada
    ("personal data", "personal information"),
    # d.1: “email”, as in the rest of the texts
    ("e-mails?", "email"),
    # d.1: a button is tapped, on a phone
    ("click(?:s|ed|ing)? on|click(?:s|ed|ing)?", "tap"),
)
FRENCH: Terms = (
    # d.1: federal and Quebec law say « renseignements personnels »; the others are France's and Europe's terms
    ("données? à caractère personnel|données? personnelles?", "renseignements personnels"),
    # d.1: « facilitateur » is a calque of “facilitator”, and so is « facilitation »
    ("facilitat(?:eur|rice)s?", "équipe d’animation, personne animatrice"),
    ("facilitation", "animation"),
    # d.1 and d.3: « organisme » is the body, « organisation » the act
    ("organisations? communautaires?", "organisme communautaire"),
    # d.1: English words that have a French one
    ("data ?sets?", "jeu de données"),
    # not “Open Data”, which is written so in names alone
    ("(?-i:[Oo]pen data)", "données ouvertes"),
    ("e-?mails?|mails?", "courriel"),
    ("chatbots?", "robot conversationnel"),
    # d.1: « licence » in French, never “license”
    ("licenses?", "licence"),
    # d.1: a button is touched, on a phone
    ("cliqu(?:er|ez|e|es|ent|ons|ant)", "toucher"),
    # d.1: « entente » rather than « accord » in Quebec
    ("accords? de partage", "entente de partage"),
    # d.1: « mentalité » sounds like a judgment
    ("mentalités?", "état d’esprit"),
    # d.3: the OQLF keeps no dot, slash or hyphen inside a word: participant·e, participant.e.s, anonymisé-e
    (r"[^\W\d_]{3,}(?:[·•‧⋅][^\W\d_]+)+|[^\W\d_]{3,}[./-]e(?:[./-]?s)?", "les personnes, l’équipe, les membres"),
)
WANTED_TERMS: Mapping[str, Terms] = {"en": ENGLISH, "fr": FRENCH}
