import { readEmailAddress } from '../domain/recipients.ts';
import { readAnyPhoneNumber } from './phone-numbers.ts';

/** Says what is wrong with a value, in the standard's words; undefined when nothing is. */
export type ValueRule = (value: unknown) => string | undefined;

/** What an object may hold, in the order in which its errors are told. */
export interface Shape {
  readonly members: Readonly<Record<string, ValueRule>>;
  readonly required: readonly string[];
}

const isUuidText = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
// The characters of RFC 3986: the link stands between < and > in a header of the mail.
const isHttps = /^https:\/\/[\w.~:[\]%-]+([/?#][\w.~:/?#[\]@!$&'()*+,;=%-]*)?$/i;
const badTime =
  'datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601';

/** Whether a text is a UUID. */
export function isUuid(text: string): boolean {
  return isUuidText.test(text);
}

/** Everything that is wrong with an object: its members in the shape's order, then what is missing, then what does not belong there. */
export function shapeErrors(value: unknown, { members, required }: Shape): string[] {
  if (!isObject(value)) return [`${written(value)} is not of type object`];
  const wrong = Object.entries(members).flatMap(([name, rule]) => {
    if (!Object.hasOwn(value, name)) return [];
    const problem = rule(value[name]);
    return problem === undefined ? [] : [`${name} ${problem}`];
  });
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  const extra = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
  return [
    ...wrong,
    ...missing.map((name) => `${name} is a required property`),
    ...(extra.length > 0
      ? [
          `Additional properties are not allowed (${extra.join(', ')} ${extra.length > 1 ? 'were' : 'was'} unexpected)`,
        ]
      : []),
  ];
}

/** A query in which what is said once counts as it was said first. */
export function firstOf<Once extends string>(
  query: unknown,
  once: readonly Once[],
): Readonly<Partial<Record<Once, string>> & Record<string, string | string[]>> {
  const all = query as Record<string, string | string[]>;
  const first = once.flatMap((name) => (Object.hasOwn(all, name) ? [[name, [all[name]].flat()[0]]] : []));
  return { ...all, ...Object.fromEntries(first) };
}

/** A UUID. */
export const uuidRule: ValueRule = (value) =>
  typeof value === 'string' && isUuid(value) ? undefined : 'is not a valid UUID';

/** A list, or a single text, of words. */
export function oneOfRule(words: readonly string[]): ValueRule {
  return (value) => {
    const wrong = [value].flat().find((one) => !words.includes(String(one)));
    return wrong === undefined ? undefined : `${written(wrong)} is not one of [${words.join(', ')}]`;
  };
}

/** A text of at most so many characters. */
export function textRule(most: number): ValueRule {
  return (value) => {
    if (typeof value !== 'string') return `${written(value)} is not of type string`;
    if (value.includes('\0')) return 'must not contain a null character';
    if (!value.isWellFormed()) return 'must not contain half of a character';
    return [...value].length > most ? `${value} is too long` : undefined;
  };
}

/** What POST /v2/notifications/email takes. */
export const emailShape: Shape = {
  members: {
    reference: textRule(1000),
    email_address: recipientRule(readEmailAddress),
    template_id: uuidRule,
    personalisation: personalisationRule,
    scheduled_for: scheduledRule,
    email_reply_to_id: uuidRule,
    sanitise_content_for: (value) =>
      value === null || Array.isArray(value) ? undefined : `${written(value)} is not of type array, null`,
    one_click_unsubscribe_url: (value) =>
      typeof value === 'string' && isHttps.test(value) && URL.canParse(value)
        ? undefined
        : 'is not a valid https url',
  },
  required: ['email_address', 'template_id'],
};

/** What POST /v2/notifications/sms takes. */
export const smsShape: Shape = {
  members: {
    reference: textRule(1000),
    phone_number: recipientRule(readAnyPhoneNumber),
    template_id: uuidRule,
    personalisation: personalisationRule,
    scheduled_for: scheduledRule,
    sms_sender_id: uuidRule,
  },
  required: ['phone_number', 'template_id'],
};

/** What POST /v2/notifications/letter takes for a letter from a template. */
export const letterShape: Shape = {
  members: {
    reference: textRule(1000),
    template_id: uuidRule,
    personalisation: (value) =>
      personalisationRule(value) ??
      (isObject(value) && !Object.hasOwn(value, 'address_line_1')
        ? 'address_line_1 is a required property'
        : undefined),
  },
  required: ['template_id', 'personalisation'],
};

/** What it takes for a letter whose PDF the caller made. */
export const precompiledShape: Shape = {
  members: {
    reference: textRule(1000),
    content: (value) => (typeof value === 'string' ? undefined : `${written(value)} is not of type string`),
    postage: (value) => {
      if (typeof value !== 'string') return `${written(value)} is not of type string`;
      return ['first', 'second', 'economy'].includes(value)
        ? undefined
        : 'invalid. It must be either first, second or economy';
    },
  },
  required: ['reference', 'content'],
};

/** A JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function personalisationRule(value: unknown): string | undefined {
  return isObject(value) ? undefined : 'should contain key value pairs';
}

function recipientRule(read: (text: string) => { to: string } | { problem: string }): ValueRule {
  return (value) => {
    if (typeof value !== 'string') return `${written(value)} is not of type string`;
    const found = read(value);
    return 'problem' in found ? found.problem : undefined;
  };
}

function scheduledRule(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'string') return `${written(value)} is not of type string, null`;
  const time = /^\d{4}-\d{2}-\d{2}([T ]\d{2}(:?\d{2}(:?\d{2}([.,]\d+)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/.test(
    value,
  )
    ? Date.parse(value.replace(' ', 'T'))
    : Number.NaN;
  if (Number.isNaN(time)) return badTime;
  if (time < Date.now()) return 'datetime can not be in the past';
  return time > Date.now() + 86_400_000 ? 'datetime can only be 24 hours in the future' : undefined;
}

/** A value as the standard writes it in its errors. */
function written(value: unknown): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}: ${written(one)}`)
    .join(', ')}}`;
}
