/** Where a letter's postage is the same. */
export type Zone = 'united-kingdom' | 'europe' | 'rest-of-world';

/** A destination as it is printed. */
export interface Country {
  readonly name: string;
  readonly zone: Zone;
}

/** Finds a country by its English name, or by one that people write for it. Letter case, accents and a leading "the" do not count. */
export function countryNamed(text: string): Country | undefined {
  return known.get(comparable(text));
}

/** The countries of Royal Mail's zone Europe, by ISO 3166 code. */
const europe = new Set(
  'AD AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GE GI GL GR HR HU IE IS IT KG KZ LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM TJ TM TR UA UZ VA XK'.split(
    ' ',
  ),
);

/** Codes that name no country, though they have a name. */
const none = new Set('EU EZ UN XA XB ZZ QO'.split(' '));

/** Royal Mail delivers there as at home. */
const home = new Set('GB GG IM JE'.split(' '));

const alsoCalled: Readonly<Record<string, string>> = {
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  cymru: 'GB',
  'northern ireland': 'GB',
  uk: 'GB',
  gb: 'GB',
  eire: 'IE',
  'republic of ireland': 'IE',
  holland: 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
  usa: 'US',
  'united states of america': 'US',
  america: 'US',
  deutschland: 'DE',
  espana: 'ES',
  uae: 'AE',
  'south korea': 'KR',
  burma: 'MM',
  'ivory coast': 'CI',
};

const known: ReadonlyMap<string, Country> = createKnown();

function createKnown(): Map<string, Country> {
  const names = new Intl.DisplayNames('en-GB', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const found = new Map<string, Country>();
  for (const code of letters.flatMap((one) => letters.map((other) => one + other))) {
    // A code of the past is written as today's: it is not one of its own.
    const isOld = Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`;
    const name = isOld || none.has(code) ? undefined : names.of(code);
    if (name !== undefined) found.set(comparable(name), { name, zone: zoneOf(code) });
  }
  for (const [other, code] of Object.entries(alsoCalled)) {
    const country = found.get(comparable(names.of(code) ?? ''));
    if (country) found.set(other, country);
  }
  return found;
}

function zoneOf(code: string): Zone {
  if (home.has(code)) return 'united-kingdom';
  return europe.has(code) ? 'europe' : 'rest-of-world';
}

function comparable(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’'.]/g, '')
    .replace(/&/g, 'and')
    .replace(/^the /, '')
    .replace(/\s+/g, ' ')
    .trim();
}
