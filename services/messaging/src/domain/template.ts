/** A value for each placeholder, as the caller sent it. */
export type Personalisation = Readonly<Record<string, unknown>>;

/** The names of a template's placeholders, each once, in the order of the text. */
export function placeholders(text: string): string[] {
  const names = new Map<string, string>();
  for (const [, inner = ''] of text.matchAll(placeholder)) {
    const { name } = parse(inner);
    if (!names.has(folded(name))) names.set(folded(name), name);
  }
  return [...names.values()];
}

/** The placeholders that personalisation has no value for: absent or null. Extra values do not matter. */
export function missingValues(text: string, personalisation: Personalisation): string[] {
  const values = fold(personalisation);
  return placeholders(text).filter((name) => (values.get(folded(name)) ?? null) === null);
}

/**
 * Fills in a text: `((name))` is the value, `((flag??text))` is the text where the value means yes. A list is bullets in an
 * e-mail's body and a sentence elsewhere. Every placeholder must have a value.
 */
export function fill(text: string, personalisation: Personalisation, lists: 'bullets' | 'sentence'): string {
  const values = fold(personalisation);
  return text.replace(placeholder, (whole, inner: string) => {
    const { name, conditional } = parse(inner);
    const value = values.get(folded(name)) ?? null;
    if (value === null) return whole;
    if (conditional !== undefined) return meansYes(value) ? conditional : '';
    return Array.isArray(value) ? listed(value, lists) : plain(value);
  });
}

/** A value as text; truth and falsehood as the standard writes them. What no message can hold is left out (NUL) or mended (half of a character). */
export function plain(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replaceAll('\0', '').toWellFormed();
}

/** A text in one line: a value must not add headers or lines of its own. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Values in which strangers' links and markdown have been disarmed, and what they were before. Only the changed ones. */
export function sanitise(
  personalisation: Personalisation,
  names: readonly string[],
): Record<string, { unsanitised: string; sanitised: string }> {
  const wanted = new Set(names.map(folded));
  const changed: Record<string, { unsanitised: string; sanitised: string }> = {};
  for (const [name, value] of Object.entries(personalisation)) {
    if (!wanted.has(folded(name)) || value === null) continue;
    const unsanitised = plain(value);
    const sanitised = disarm(unsanitised);
    if (sanitised !== unsanitised) changed[name] = { unsanitised, sanitised };
  }
  return changed;
}

/** Whether two names are the same placeholder: case, spaces, dashes and underscores do not count. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

// Two brackets, and none within. The length is bounded so that hostile text costs no more than its size.
const placeholder = /\(\(([^()]{1,1000})\)\)/g;

const yes = new Set(['yes', 'y', 'true', 't', '1', 'include', 'show']);

function parse(inner: string): { name: string; conditional?: string } {
  const at = inner.indexOf('??');
  return at < 0 ? { name: inner } : { name: inner.slice(0, at), conditional: inner.slice(at + 2) };
}

function fold(personalisation: Personalisation): Map<string, unknown> {
  return new Map(Object.entries(personalisation).map(([name, value]) => [folded(name), value]));
}

function meansYes(value: unknown): boolean {
  return yes.has(plain(value).toLowerCase());
}

function listed(values: readonly unknown[], lists: 'bullets' | 'sentence'): string {
  const items = values.filter((value) => value !== null && value !== '').map(plain);
  if (lists === 'bullets') return `\n\n${items.map((item) => `* ${item}`).join('\n')}`;
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

function disarm(text: string): string {
  return text.replace(/https?:\/\/[^\s()<>[\]]+/gi, '').replace(/[`*_(){}[\]<>#+\-.!|\\]/g, '\\$&');
}
