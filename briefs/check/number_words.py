"""The number words of each language: the words themselves, and when they count something.

A word such as "one", "second" or "quarter" is a number in one sentence and none in the next, so
each language has three parts: its words (a text without any of them costs next to nothing),
phrases that hold such a word and count nothing, and the forms that do count.

In the phrases and forms below a blank stands for whatever may join two words of one number: a
space, also one that does not break, a line break, a hyphen, the stars of Markdown around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

Span = tuple[int, int]
"""Where something stands in a text: its first character, and the first one after it."""

SPLIT = "\ue010"
"""Stands in a prepared text where no two words may be read together."""

START = r"(?<![^\W_])"
END = r"(?![^\W_])"

_SPACE, _HYPHEN = "\ue012+", "\ue013+"
_JOIN = f"(?:{_SPACE}|{_HYPHEN})"
_COUNT, _TEN, _SCALE, _SHARE, _TIMES = "\ue020+", "\ue021+", "\ue022+", "\ue023+", "\ue024+"
"""In forms: what joins words, and words of a class. A text is written so before it is searched."""

_HYPHENS = "-\u2010-\u2013"
_NEAR = rf"[*_]*(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*|[{_HYPHENS}])?[*_]*"
_GAP = re.compile(rf"[*_]*(?:\s+|[{_HYPHENS}](?:\n\s*)?)[*_]*")
_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(rf"[^{SPLIT}]+")
_ACCENTED, _PLAIN = "áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN"


@dataclass(frozen=True)
class Phrases:
    """What a text is searched for; compiled when the first text needs it, since most need none."""

    source: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression that finds them."""
        return re.compile(self.source, re.IGNORECASE)


@dataclass(frozen=True)
class Language:
    """How one language writes numbers in words; all without accents.

    Attributes:
        classes: Words that count wherever no harmless phrase holds them, and their class.
        others: Words that count in some forms only.
        harmless: Phrases that hold one of the words and count nothing.
        forms: What counts; of a form with a group, the group alone is the number.
        after_digits: What continues a number in digits: "3 million", "25 percent".
    """

    classes: Mapping[str, str]
    others: frozenset[str]
    harmless: Phrases
    forms: tuple[Phrases, ...]
    after_digits: Phrases

    @cached_property
    def words(self) -> frozenset[str]:
        """All its words that could be a number."""
        return self.others.union(self.classes)


@lru_cache(maxsize=64)
def language_of(locale: str) -> Language | None:
    """The language of a locale such as ``en-US``, or None for one that is not known here."""
    make = _LANGUAGES.get(locale.partition("-")[0].lower())
    return make() if make else None


def may_hold_words(text: str, language: Language) -> bool:
    """Whether a text holds any word that could be a number."""
    return not language.words.isdisjoint(_WORD.findall(without_accents(text.lower())))


def find_words(text: str, language: Language) -> list[Span]:
    """Where the number words of a text stand, in order; neighbours are one span."""
    if not may_hold_words(text, language):
        return []
    text = without_accents(text)
    return merged(
        [
            span
            for piece in _PIECE.finditer(text)
            if may_hold_words(piece[0], language)
            for span in _in_piece(piece[0], piece.start(), language)
        ]
    )


def without_accents(text: str) -> str:
    """The text with plain letters in the place of those with accents, each where it was."""
    if not text.isascii():
        for accented, plain in zip(_ACCENTED, _PLAIN, strict=True):
            text = text.replace(accented, plain)
    return text


def merged(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def _in_piece(piece: str, shift: int, language: Language) -> Iterator[Span]:
    text = _GAP.sub(_as_gap, piece)
    text = language.harmless.pattern.sub(lambda match: SPLIT * len(match[0]), text)
    text = _WORD.sub(lambda match: _as_class(match[0], language), text)
    for form in language.forms:
        for match in form.pattern.finditer(text):
            start, end = match.span(1 if form.pattern.groups else 0)
            yield start + shift, end + shift


def _as_gap(match: re.Match[str]) -> str:
    """What may join two words: a space, a line break or a hyphen; an empty line does not."""
    gap = match[0]
    if gap.count("\n") > 1:
        return SPLIT * len(gap)
    return (_SPACE if gap.strip("*_").isspace() else _HYPHEN)[0] * len(gap)


def _as_class(word: str, language: Language) -> str:
    letter = language.classes.get(word.lower())
    return letter * len(word) if letter else word


def _any(words: str) -> str:
    longest_first = sorted(words.split(), key=len, reverse=True)
    return f"(?:{'|'.join(longest_first)})"


def _phrases(*phrases: str) -> Phrases:
    """Any one of these, in whole words; a blank in them joins words."""
    source = without_accents("|".join(phrases)).replace(" ", _JOIN)
    return Phrases(f"{START}(?:{source}){END}")


def _after(*phrases: str) -> Phrases:
    """What may continue a number in digits."""
    source = without_accents("|".join(phrases)).replace(" ", _NEAR)
    return Phrases(f"(?:{_NEAR}(?:{source}){END})+")


def _words(*lists: str) -> frozenset[str]:
    return frozenset(without_accents(" ".join(lists)).split())


def _classes(lists: Mapping[str, str]) -> dict[str, str]:
    return {word: letter[0] for letter, words in lists.items() for word in _words(words)}


# --- English --------------------------------------------------------------------------------------

_EN_UNITS = "two three four five six seven eight nine"
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_EN_OTHERS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "zero zeros zeroes twos threes fours fives sixes sevens eights nines tens "
    "twenties thirties forties fifties sixties seventies eighties nineties"
)
_EN_SCALES = (
    "hundred hundreds thousand thousands million millions billion billions trillion trillions "
    "quadrillion quadrillions dozen dozens multimillion multibillion"
)
_EN_UNIT_ORDINALS = "third fourth fifth sixth seventh eighth ninth"
_EN_ORDINALS = (
    f"{_EN_UNIT_ORDINALS} tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth "
    "eightieth ninetieth hundredth thousandth millionth billionth"
)
_EN_ORDINALS += "".join(f" {word}s" for word in _EN_ORDINALS.split())
_EN_HALVES = "half halves"
_EN_TIMES = (
    "halve halved halving halfway twice thrice "
    "double doubled doubles doubling triple tripled triples tripling treble trebled trebles "
    "quadruple quadrupled quadruples quadrupling quintuple quintupled quintuples "
    "twofold threefold fourfold fivefold sixfold sevenfold eightfold ninefold tenfold hundredfold"
)
_EN_REST = (
    "one percent pct cent cents percentage basis quarter quarters couple pair trio trios score "
    "scores multi"
)
_EN_HUNDREDTHS = r"(?:percent|per cents?|pct|percentage points?|basis points?)"
_EN_SHARES = f"(?:half|quarters?|{_SHARE})"
_EN_WORD = (
    f"(?:{_TEN}(?: (?:one|first|second|{_SHARE}|{_COUNT}))?|{_COUNT}(?: fold)?|{_SHARE}|{_TIMES}"
    f"|(?:multi )?{_SCALE}(?: and (?:one|{_COUNT}|{_TEN}))?|{_EN_HUNDREDTHS}){END}"
)
_EN_NEXT = (
    f"(?: and(?= (?:an?|one|{_COUNT}) {_EN_SHARES}{END}))?(?: of(?= {_SCALE}))?"
    f"(?: (?:an?|one)(?= (?:{_SCALE}|{_EN_SHARES}|{_EN_HUNDREDTHS}){END}))?"
    f" (?:{_EN_WORD}|quarters?{END})"
)
_EN_RATIO = f"(?: in| out of)(?: every)? {_EN_WORD}| of (?:every|each) {_EN_WORD}"
_EN_NUMBER = (
    f"(?:(?:an?|one) (?=(?:{_SCALE}|{_SHARE}|{_EN_HUNDREDTHS}){END}))?"
    f"(?:{_EN_WORD}|one quarter{END}|(?:an? )?quarter(?= {_SCALE})"
    f"|one(?= and (?:an?|one) {_EN_SHARES}{END})|one(?=(?:{_EN_RATIO})))(?:{_EN_NEXT}|{_EN_RATIO})*"
)

_EN_TIME = "second minute hour day night week weekend month quarter year decade century"
_EN_AFTER_ONE_HYPHEN = (
    f"{_EN_TIME} page person officer deputy agent judge man woman member mile foot inch "
    "acre dollar cent story bedroom room car unit point seat state county"
)
_EN_NOT_AFTER_ONE = (
    # one in prose: of, with, who …
    "of in on at by for from to with without within under over about above after before below "
    "between through throughout during until till as than into onto against like unlike near off "
    "up down out around along across among amid behind beyond inside outside upon toward towards "
    "via since despite except and or but nor if when whenever where while because so that which "
    "who whom whose whether though although unless then there here too also either yet now again "
    "today already still only not never ever always often sometimes simply really usually rarely "
    "merely hardly barely easily quickly clearly actually generally normally typically naturally "
    "surely certainly probably possibly just even perhaps maybe soon later "
    "another the a an this these those it he she they we you i his her its our my their your all "
    "any each every some no such us them him me what how why "
    # one as he or she does
    "can could may might must shall should will would cannot ought need do does did has had have "
    "is was are were be been being isn wasn doesn didn hasn hadn couldn wouldn shouldn won don "
    "having doing going making getting wanting seeking facing "
    "say said left went came become became begin began take took give gave get got make made find "
    "found keep kept know knew lead led meet met put run ran see saw send sent sell sold speak "
    "spoke stood tell told think thought wrote quit feel felt fell grew brought built bought hope "
    "wonder want ask expect believe assume seem go come look read argue "
    # one as a
    "thing way reason example explanation possibility idea alternative time hand side point place "
    "voice word roof sense bit final last"
)
_EN_VERB_AFTER_ONE = (
    rf"(?!(?:series|species|means|gas){END})(?-i:[a-z]+[a-hj-rtv-z]s){END}"
    rf"|(?-i:[a-z]+ed)(?=[.,;:!?)]| (?:to|that|the|an?|by|in|for|on|with|at|of|from|as|his|her|its"
    rf"|their|it|him|them|not|and|or|up|out|off|over|down|when|after|before){END})"
)
_EN_ONE_OF_MANY = (
    rf"[^\W_]+ (?:to|or|and|after|from|with|over|than) (?:another|the other|the next){END}"
    rf"|[^\W_]+ at a time{END}|[^\W_]+ or another{END}"
)
_EN_BEFORE_ONE = (
    "(?:just|only|exactly|precisely|at least|at most|more than|less than|fewer than|up to|all but"
    "|total of|minimum of|maximum of|as (?:few|many|little) as|even|not)"
)
_EN_LABELS = (
    "phase step stage chapter page part section tier level grade class group table figure item "
    "question option title article volume appendix schedule annex line row column zone district "
    "region precinct ward round unit model category goal priority"
)
_EN_ONE_MARKED_OUT = (
    "new old last first second next good bad better best big bigger biggest small smaller large "
    "larger long longer short shorter whole wrong right same different similar final current "
    "previous earlier later latter former important lone only public local federal strong "
    "stronger weak weaker hard harder easy easier difficult simple safe safer separate particular "
    "great fair close tough key real true serious clear common early late recent empty busy quiet "
    "lucky little other"
)
_EN_ONE_AS_NUMBER = f"(?:{_any(f'{_EN_SCALES} {_EN_TIME}')}|percent|half|third|quarter|in|out)"
_EN_QUARTER_OF_TIME = (
    "first second last this that next each every past final previous prior same current fiscal "
    "coming opening closing french latin living crew sleeping"
)
_EN_BEFORE_QUARTER = (
    "by than about nearly almost over roughly only just least to some around under another "
    "approximately fully cut fell rose lost down"
)
_EN_NO_DOUBLING = (
    "check checks checked checking edged down standard standards jeopardy blind negative negatives "
    "dealing sided space spaced spacing click clicks clicked clicking dip dips dipped dipping duty "
    "agent agents take life meaning entry park parked parking talk speak bind booked as"
)
_EN_NO_HALF = (
    "hearted heartedly truth truths baked brother brothers sister sisters sibling siblings staff "
    "mast measure measures life"
)
_EN_WORN_IN_PAIRS = (
    "scissors pants trousers glasses gloves shoes boots handcuffs jeans socks tweezers"
)


@cache
def _english() -> Language:
    return Language(
        classes=_classes(
            {
                _COUNT: f"{_EN_UNITS} {_EN_OTHERS}",
                _TEN: _EN_TENS,
                _SCALE: _EN_SCALES,
                _SHARE: f"{_EN_ORDINALS} {_EN_HALVES}",
                _TIMES: _EN_TIMES,
            }
        ),
        others=_words(_EN_REST),
        harmless=_phrases(
            "(?:no|any|every|each|loved|little|the only) ones?",
            "one (?:another|of a kind|and the same|and only|on one|to one|by one|size fits all)",
            "(?:an?|the|this|that|his|her|its|our|their|your|my|very) "
            f"{_any(_EN_ONE_MARKED_OUT)} one(?! {_EN_ONE_AS_NUMBER}{END})",
            "(?:force|capital|formula|square|number) one",
            r"from one [^\W_]+ to (?:another|the next)",
            "not one (?:to|who|of those who)",
            "third (?:party|parties|country|countries|world|rail|degree)",
            "in (?:the )?third person",
            r"(?-i:Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth),(?= )"
            f"(?! (?:{_any(_EN_ORDINALS)}|and|or){END})",
            f"{_any(_EN_QUARTER_OF_TIME)} quarters?",
            "(?:once|twice|times) (?:a|per|each|every) quarter",
            f"half {_any(_EN_NO_HALF)}",
            "halfway houses?",
            r"(?:meet|meets|met|meeting)(?: [^\W_]+)? halfway",
            f"(?:double|doubles|doubled|doubling) {_any(_EN_NO_DOUBLING)}",
            "body doubles?",
            "triple (?:check|checks|checked|checking|threat)",
            "two (?:way|faced)",
            "(?:think|thinks|thought|thinking) twice",
            "zero (?:tolerance|sum|hour)",
            "zero(?:e?s)? in on",
            "(?:ground|net|patient) zero",
            f"pair of {_any(_EN_WORN_IN_PAIRS)}",
        ),
        forms=(
            _phrases(_EN_NUMBER),
            _phrases(
                rf"(one)(?!['’]){_SPACE}(?!(?:{_any(_EN_NOT_AFTER_ONE)}|day){END})"
                rf"(?!{_EN_VERB_AFTER_ONE})(?!{_EN_ONE_OF_MANY}|more (?:time|thing){END})[^\W\d_]+"
            ),
            _phrases(f"(one){_HYPHEN}{_any(_EN_AFTER_ONE_HYPHEN)}"),
            _phrases(f"{_EN_BEFORE_ONE} (one)(?!['’])"),
            _phrases(
                f"(one)(?= (?:in|out of|of|for|per) (?:every|each){END}| per )",
            ),
            _phrases(rf"(one)(?= (?:in|out of|of|for|to)(?: an?| the)? (?:{_EN_WORD}|\d))"),
            _phrases(
                rf"(one)(?=,?(?: (?:or|to|and|not))? (?:{_EN_WORD}|\d|(?:more|fewer|less){END}"
                rf"|an? {_EN_SHARES}{END}))(?! more (?:time|thing){END})"
            ),
            _phrases(
                rf"{_any(_EN_LABELS)} (one)(?=(?: )?(?:[.,;:!?)]|\Z)| (?:of|and|to|is|was|in){END})"
            ),
            _phrases(
                "(?:within|at least|only|just|for|than|after|takes?|took|in|lasts?|lasted|every) "
                "(one) day"
            ),
            _phrases("(one) day(?= (?:of|before|after|later|earlier|per|each|ago|off))"),
            _phrases("((?:an?|one) quarter)(?= of)"),
            _phrases(f"{_any(_EN_BEFORE_QUARTER)} (a quarter)"),
            _phrases(
                "((?:an? )?quarter)"
                "(?= (?:century|centuries|hour|mile|inch|acre|pound|point|percent))"
            ),
            _phrases(
                "quarters?(?= of (?!the (?:fiscal )?year)(?:the|all|its|their|our|these|them))"
            ),
            _phrases(
                "(?:an?|last|next|past|first) couple "
                f"(?:of|more|{_SCALE}|days|weeks|months|years|hours|times)"
            ),
            _phrases(r"(an? pair of)(?= [^\W\d_])"),
            _phrases("trios?"),
            _phrases(rf"(an? score of)(?= (?!{_EN_WORD}|at|about|or)[^\W\d_])"),
            _phrases(
                "(?:(?:by|from|for|to|with|in|and|has|have|had|hired|lost) |(?-i:(?=S)))(scores) of"
            ),
        ),
        after_digits=_after(
            _any(_EN_SCALES), _EN_HUNDREDTHS, "fold", "and (?:an?|one) (?:half|third|quarter)"
        ),
    )


# --- Spanish --------------------------------------------------------------------------------------

_ES_UNITS = "dos tres cuatro cinco seis siete ocho nueve"
_ES_TENS = "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_ES_OTHERS = (
    "cero ceros once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve "
    "veintiún veintiuno veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis "
    "veintisiete veintiocho veintinueve cien cientos "
    "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos doscientas trescientas cuatrocientas quinientas seiscientas setecientas "
    "ochocientas novecientas"
)
_ES_SCALES = (
    "mil miles millar millares millón millones millardo millardos billón billones trillón "
    "trillones decena decenas docena docenas veintena veintenas treintena centena centenas "
    "centenar centenares"
)
_ES_ORDINAL_STEMS = (
    "quint sext séptim octav noven décim undécim duodécim decimotercer decimocuart decimoquint "
    "vigésim trigésim cuadragésim quincuagésim sexagésim septuagésim octogésim nonagésim centésim "
    "milésim millonésim onceav doceav quinceav veinteav treintav"
)
_ES_ORDINALS = "tercer tercero tercera terceras cuarta cuartas tercio tercios " + " ".join(
    f"{stem}{ending}" for stem in _ES_ORDINAL_STEMS.split() for ending in ("o", "a", "os", "as")
)
_ES_VERB_ENDINGS = (
    "a an ó aron ar arse ará arán aría arían aba aban ando ándose amos aremos ara aran"
)
_ES_VERBS = " ".join(
    [
        *(
            f"{stem}{ending}"
            for stem in ("duplic", "triplic", "cuadruplic", "quintuplic")
            for ending in _ES_VERB_ENDINGS.split()
        ),
        "duplique dupliquen triplique tripliquen dobló doblaron doblar doblará doblarán doblando",
    ]
)
_ES_PARTICIPLES = "duplicado duplicada triplicado triplicada cuadruplicado doblado"
_ES_TIMES = f"doble dobles triple triples cuádruple cuádruples quíntuple mitad mitades {_ES_VERBS}"
_ES_HUNDREDTHS = "(?:por ciento|porciento|puntos? porcentual(?:es)?)"
_ES_WORD = (
    f"(?:{_TEN}(?: y (?:un[oa]?|{_COUNT}))?|ciento|{_COUNT}|{_SCALE}|{_SHARE}|{_TIMES}"
    f"|{_ES_HUNDREDTHS}){END}"
)
_ES_NEXT = (
    f" y medi[oa]{END}| y (?:un|{_COUNT}) (?:cuartos?|{_SHARE}){END}| cuartos?{END}"
    f"|(?: de cada| de(?= {_SCALE}))?(?: un[oa]?(?= {_SCALE}))? {_ES_WORD}"
)
_ES_NUMBER = (
    f"(?:un[oa]? (?=(?:{_SCALE}|{_SHARE}|{_ES_HUNDREDTHS}){END}))?"
    f"(?:{_ES_WORD}|un[oa] de cada {_ES_WORD}|medi[oa](?= {_SCALE})|un[oa]? y medi[oa]{END})"
    f"(?:{_ES_NEXT})*"
)
_ES_HALVED = (
    "hora horas siglo siglos año años mes meses semana semanas día días década décadas minuto "
    "jornada página milla metro metros kilómetro kilómetros kilo libra pulgada tonelada litro "
    "galón dólar punto puntos sueldo salario tiempo taza camino"
)
_ES_FOURTH = (
    "lugar puesto año mes trimestre día agente oficial jefe caso condado distrito "
    "circuito punto grado párrafo estado capítulo artículo acuerdo intento director funcionario "
    "policía detenido departamento programa modelo"
)
_ES_ROOM_OF = (
    "baño aseo hotel servicio estar lavado huéspedes máquinas interrogatorios pruebas evidencia "
    "evidencias control juegos invitados detención espera guerra motel dormir limpieza su mi la"
)
_ES_HAVING = (
    "ha han he hemos había habían haber haya hayan habrá habrán habría habrían hubiera hubieran "
    "habiendo"
)
_ES_LABELS = (
    "fase paso etapa capítulo página parte sección nivel grado título artículo tabla figura punto "
    "anexo opción zona distrito modelo categoría"
)


@cache
def _spanish() -> Language:
    return Language(
        classes=_classes(
            {
                _COUNT: f"{_ES_UNITS} {_ES_OTHERS}",
                _TEN: _ES_TENS,
                _SCALE: _ES_SCALES,
                _SHARE: _ES_ORDINALS,
                _TIMES: _ES_TIMES,
            }
        ),
        others=_words(
            _ES_PARTICIPLES,
            "uno cada menos mínimo exactamente medio media cuarto cuartos par ciento porciento "
            "porcentual porcentuales",
        ),
        harmless=_phrases(
            "(?:un|otro|algún|ningún|cualquier) tercero",
            "tercera edad",
            "terceras? personas?",
            "tercer (?:mundo|país|sector)",
            "(?:a|de|con|por|para|ante|entre|las|otras|son|y|o) terceras partes",
            r"(?-i:Tercero|Tercera|Quinto|Quinta|Sexto|Sexta|Séptimo|Octavo|Noveno|Décimo),(?= )",
            "(?-i:En) (?:tercer|quinto|sexto) lugar,",
            "dobles? (?:nacionalidad(?:es)?|ciudadanías?|moral|filo|sentidos?|discurso|rasero|juego"
            "|cara|vara|enjuiciamiento|incriminación|clic|espacio|agentes?|check)",
            "tolerancia cero",
            "desde cero(?! (?:a|hasta))",
            "(?:partir|empezar|empiezan?|comenzar|comienzan?|arrancar|volver) (?:de|a) cero",
            "(?:hora|kilómetro) cero",
            "mil (?:gracias|disculpas|perdones)",
            "por (?:duplicado|triplicado)",
            r"(?:duplic|triplic)[^\W_]+ (?:los |las |sus |el |la )?"
            "(?:esfuerzos|trabajos?|funciones|tareas|documentos?|registros?)",
            r"dobl[^\W_]+ (?:a |hacia |en )?(?:la|una) (?:esquina|derecha|izquierda|apuesta|ropa)",
            "un par de (?:tijeras|zapatos|lentes|gafas|guantes|esposas|botas|pantalones)",
            "al medio día",
        ),
        forms=(
            _phrases(_ES_NUMBER),
            _phrases(rf"(un[oa])(?= (?:de|por) cada{END}| (?:de|por|a|en) (?:\d|{_ES_WORD}))"),
            _phrases(rf"(un[oa])(?=,? (?:[oyau]) (?:\d|{_ES_WORD}))"),
            _phrases(
                "(?:s[oó]lo|solamente|únicamente|exactamente|más de|menos de|apenas|hasta|ni) (uno)"
                "(?! mismo)"
            ),
            _phrases("(?:al menos|por lo menos|como mínimo|exactamente) (un[oa]?)"),
            _phrases(rf"{_any(_ES_LABELS)} (uno)"),
            _phrases(rf"(medi[oa])(?= {_any(_ES_HALVED)}{END})"),
            _phrases(f"{_any(_ES_HALVED)} (y medi[oa])"),
            _phrases(f"(un cuarto)(?= del?{END}(?! {_any(_ES_ROOM_OF)}{END}))"),
            _phrases("(?:casi|más de|menos de|alrededor de|cerca de|hasta) (un cuarto)"),
            _phrases(f"(cuarto) de (?:los|las|todos|todas|siglo|hora|{_SCALE})"),
            _phrases(f"(cuarto) {_any(_ES_FOURTH)}"),
            _phrases(rf"{_any(_ES_HAVING)}(?: [^\W_]+)? ({_any(_ES_PARTICIPLES)})"),
            _phrases("un par de"),
        ),
        after_digits=_after(
            _any(_ES_SCALES), "cientos", _ES_HUNDREDTHS, "y medi[oa]", "y (?:un|tres) cuartos?"
        ),
    )


_LANGUAGES = {"en": _english, "es": _spanish}
