import type { Language } from './strings/index.ts';

/** The choices of the country list as HTML, in a language's own names and order. Made once, not by a macro for each of 250 choices on every page. */
export function countryOptions(language: Language, selected: string): string {
  const options = optionsOf[language];
  return isCountry(selected) ? options.replace(`value="${selected}"`, '$& selected') : options;
}

/** The name of a country in a language; undefined for what is no code of one. */
export function countryName(language: Language, code: string): string | undefined {
  return names[language].get(code);
}

/** Whether a text is the code of a country or territory (ISO 3166-1 alpha-2). */
export function isCountry(code: string): boolean {
  return codes.has(code);
}

const codes: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
  CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
  GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
  LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM
  PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
  TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`.split(
    /\s+/,
  ),
);

const names = { en: namesIn('en'), cy: namesIn('cy') };
const optionsOf = { en: optionsIn(names.en), cy: optionsIn(names.cy) };

function namesIn(language: Language): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const named = [...codes].map((code): [string, string] => [code, names.of(code) ?? code]);
  return new Map(named.sort(([, a], [, b]) => a.localeCompare(b, language)));
}

function optionsIn(countries: ReadonlyMap<string, string>): string {
  return [...countries]
    .map(([code, name]) => `<option value="${code}">${name.replaceAll('&', '&amp;')}</option>`)
    .join('\n');
}
