import { countryNamed, type Zone } from './countries.ts';
import { folded, type Personalisation, plain } from './template.ts';

/** How a letter travels. The last two follow from its destination. */
export type Postage = 'first' | 'second' | 'economy' | 'europe' | 'rest-of-world';

/** The most pages of a letter. */
export const mostPages = 10;

/** The most bytes that a QR code of a letter can hold. */
export const mostQrBytes = 504;

/** An address that can be printed, and what its destination makes of the postage; or why it is none. */
export type Address =
  | { readonly lines: readonly string[]; readonly zone: Zone }
  | { readonly problem: string };

const isPostcode = /^([A-Z]{1,2}\d[\dA-Z]?\d[A-BD-HJLNP-UW-Z]{2}|GIR0AA)$/;
const isForces = /^BFPO(C\/O)?\d{1,4}$/;
const wrongStart = /^[\\/()@\]<>",=~[]/;

/** The lines of a letter's address, as the caller gave them: seven, or six and a postcode. Absent ones are null. */
export function addressLines(personalisation: Personalisation): (string | null)[] {
  const given = new Map(Object.entries(personalisation).map(([name, value]) => [folded(name), value]));
  const last = given.get('addressline7') ?? given.get('postcode');
  const six = [1, 2, 3, 4, 5, 6].map((at) => given.get(`addressline${at}`));
  return [...six, last].map((value) => (value === undefined || value === null ? null : plain(value)));
}

/** Reads an address as the standard does. Its faults are told in the standard's order and words. */
export function readAddress(given: readonly (string | null)[], abroad: boolean): Address {
  const lines = given
    .flatMap((line) => (line ?? '').split(/\r\n|\r|\n/).map(tidy))
    .filter((line) => line !== '');
  const country = countryNamed(lines.at(-1) ?? '');
  const local = country ? lines.slice(0, -1) : lines;
  const zone = country?.zone ?? 'united-kingdom';
  const home = zone === 'united-kingdom';
  const postcode = home ? postcodeOf(local.at(-1) ?? '') : undefined;
  const printed = home
    ? [...local.slice(0, postcode ? -1 : undefined), ...(postcode ? [postcode] : [])]
    : [...local, country?.name ?? ''];
  const problem = problemOf(printed, {
    forcesAbroad: !home && local.some((line) => isForces.test(squeezed(line))),
    complete: postcode !== undefined || (!home && abroad),
    abroad,
  });
  return problem === undefined ? { lines: printed, zone } : { problem };
}

/** The first day on which a letter can arrive, at four in the afternoon (UTC). Public holidays are not known. */
export function earliestDelivery(createdAt: Date, postage: Postage): Date {
  const printed = new Date(createdAt);
  // What comes in until half past five is printed on the next working day, the rest a day later.
  const late = printed.getUTCHours() * 60 + printed.getUTCMinutes() >= 17 * 60 + 30;
  let left = (late ? 2 : 1) + daysInPost[postage];
  while (left > 0) {
    printed.setUTCDate(printed.getUTCDate() + 1);
    if (printed.getUTCDay() % 6 !== 0) left -= 1;
  }
  printed.setUTCHours(16, 0, 0, 0);
  return printed;
}

/** What a letter's lines `qr: …` say, each a QR code of its own. */
export function qrCodes(body: string): string[] {
  return [...body.matchAll(qrLine)].map(([, data = '']) => data.trim());
}

/** A line of a letter that is printed as a QR code. */
export const qrLine = /^qr:[ \t]*(\S.*)$/gim;

const daysInPost: Readonly<Record<Postage, number>> = {
  first: 1,
  second: 2,
  economy: 4,
  europe: 3,
  'rest-of-world': 5,
};

function problemOf(
  lines: readonly string[],
  { forcesAbroad, complete, abroad }: { forcesAbroad: boolean; complete: boolean; abroad: boolean },
): string | undefined {
  if (lines.length < 3) return 'Address must be at least 3 lines';
  if (lines.length > 7) return 'Address must be no more than 7 lines';
  if (!lines.slice(0, 2).every((line) => /[\p{L}\p{N}]/u.test(line))) {
    return 'The first 2 lines of the address must both include at least one alphanumeric character';
  }
  if (forcesAbroad) return 'The last line of a BFPO address must not be a country.';
  if (!complete) {
    return abroad
      ? 'Last line of address must be a real UK postcode or another country'
      : 'Must be a real UK postcode';
  }
  if (lines.some((line) => wrongStart.test(line))) {
    return 'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >';
  }
  const nowhere = lines.some((line) => line.toLowerCase() === 'nfa');
  return nowhere || /no fixed (abode|address)/i.test(lines.join('\n')) ? 'Must be a real address' : undefined;
}

function tidy(line: string): string {
  return line
    .replace(/\s+/g, ' ')
    .replace(/\s+(?=[.,])/g, '')
    .replace(/[ ,]+$/, '')
    .trim();
}

function squeezed(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

/** A British postcode as it is printed; undefined when it is none. */
function postcodeOf(text: string): string | undefined {
  const code = squeezed(text);
  if (isForces.test(code)) return code.replace('C/O', ' C/O ').replace(/^BFPO(?! )/, 'BFPO ');
  return isPostcode.test(code) ? `${code.slice(0, -3)} ${code.slice(-3)}` : undefined;
}
