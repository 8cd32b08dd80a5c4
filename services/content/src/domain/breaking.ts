import { asSchema, isSame, type Schema } from './schema.ts';

/**
 * What a body that fits one schema may fail in another, or lack in it, each as a place and a sentence; empty when all that fitted still does and nothing is
 * gone. What cannot be compared counts as such: it is for people to say that it breaks nothing. References of neither may go round in circles.
 */
export function breakingChanges(before: Schema, after: Schema): string[] {
  const roots = { before, after };
  return compare(before, after, '#', roots).slice(0, 50);
}

interface Roots {
  readonly before: Schema;
  readonly after: Schema;
}

type Compare = (before: Schema, after: Schema, place: string, roots: Roots) => string[];

const compare: Compare = (one, other, place, roots) => {
  const before = followed(one, roots.before);
  const after = followed(other, roots.after);
  return comparisons.flatMap((comparison) => comparison(before, after, place, roots));
};

const types: Compare = (before, after, place) => {
  const now = typesOf(after);
  const lost = typesOf(before).filter(
    (type) => !now.includes(type) && !(type === 'integer' && now.includes('number')),
  );
  return lost.length === 0 ? [] : [`${place} may not be ${lost.join(' or ')} any more`];
};

const values: Compare = (before, after, place) => {
  if (!Array.isArray(after.enum)) return [];
  const now: unknown[] = after.enum;
  if (!Array.isArray(before.enum)) return [`${place} may have some values only`];
  const lost = before.enum.filter((value) => !now.some((one) => isSame(one, value)));
  return lost.map((value) => `${place} may not be ${JSON.stringify(value)} any more`);
};

const required: Compare = (before, after, place) => {
  const known = listOf(before.required);
  const more = listOf(after.required).filter((name) => !known.includes(name));
  return more.map((name) => `${place}/${name} is required`);
};

const members: Compare = (before, after, place, roots) => {
  const was = asSchema(before.properties) ?? {};
  const now = asSchema(after.properties) ?? {};
  const ofOld = Object.entries(was).flatMap(([name, schema]) =>
    Object.hasOwn(now, name)
      ? compare(asSchema(schema) ?? {}, asSchema(now[name]) ?? {}, `${place}/${name}`, roots)
      : [`${place}/${name} is gone`],
  );
  // What was any member so far is one that has to fit from now on.
  const free = before.additionalProperties === undefined || before.additionalProperties === true;
  const ofNew = Object.entries(now).filter(([name]) => !Object.hasOwn(was, name));
  const isClosed = before.additionalProperties === false && before.patternProperties === undefined;
  const narrowed = isClosed ? [] : ofNew.filter(([, schema]) => !isOpen(schema));
  return [
    ...ofOld,
    ...narrowed.map(([name]) => `${place}/${name} was ${free ? 'anything' : 'as other members'} so far`),
  ];
};

const otherMembers: Compare = (before, after, place, roots) =>
  rest('additionalProperties', before, after, place, roots);

const items: Compare = (before, after, place, roots) => {
  if (Array.isArray(before.items) || Array.isArray(after.items)) {
    const same = isSame(before.items, after.items) && isSame(before.additionalItems, after.additionalItems);
    return same ? [] : [`${place} has items that cannot be compared`];
  }
  return compareParts(asSchema(before.items) ?? {}, asSchema(after.items) ?? {}, `${place}/*`, roots);
};

const bounds: Compare = (before, after, place) => {
  const rises = ['minItems', 'minLength', 'minProperties', 'minimum'].filter(
    (keyword) => leastOf(keyword, after) > leastOf(keyword, before),
  );
  const falls = ['maxItems', 'maxLength', 'maxProperties', 'maximum'].filter(
    (keyword) => numberOf(after[keyword], Infinity) < numberOf(before[keyword], Infinity),
  );
  return [...rises, ...falls].map((keyword) => `${place} has a narrower ${keyword}`);
};

/** Keywords that say nothing when they are absent, and are not compared otherwise. */
const rules: Compare = (before, after, place) =>
  ['pattern', 'format', 'multipleOf', 'uniqueItems', 'exclusiveMaximum', 'exclusiveMinimum']
    .filter((keyword) => after[keyword] !== undefined && after[keyword] !== false)
    .filter((keyword) => !isSame(before[keyword], after[keyword]))
    .map((keyword) => `${place} has another ${keyword}`);

const combinations: Compare = (before, after, place, roots) =>
  ['allOf', 'anyOf', 'oneOf', 'not', 'dependencies', 'patternProperties']
    .filter((keyword) => keyword in before || keyword in after)
    .filter((keyword) => !sameMeaning(before[keyword], after[keyword], roots))
    .filter((keyword) => keyword === 'patternProperties' || keyword in after)
    .map((keyword) => `${place} has another ${keyword}, which cannot be compared`);

const comparisons = [types, values, required, members, otherMembers, items, bounds, rules, combinations];

function rest(keyword: string, before: Schema, after: Schema, place: string, roots: Roots): string[] {
  const [was, now] = [before[keyword] ?? true, after[keyword] ?? true];
  if (was === false || now === true) return [];
  if (now === false) return [`${place} may not have other members any more`];
  return compareParts(asSchema(was) ?? {}, asSchema(now) ?? {}, `${place}/*`, roots);
}

function compareParts(before: Schema, after: Schema, place: string, roots: Roots): string[] {
  return isOpen(after) ? [] : compare(before, after, place, roots);
}

/** A reference is what it refers to; it stands alone. */
function followed(schema: Schema, root: Schema): Schema {
  const { $ref: reference } = schema;
  if (typeof reference !== 'string') return schema;
  const definition = asSchema(asSchema(root.definitions)?.[reference.split('/').at(-1) ?? '']);
  return followed(definition ?? {}, root);
}

/** Whether two values are the same with each reference written out. */
function sameMeaning(before: unknown, after: unknown, roots: Roots): boolean {
  return isSame(writtenOut(before, roots.before), writtenOut(after, roots.after));
}

function writtenOut(value: unknown, root: Schema): unknown {
  if (Array.isArray(value)) return value.map((one) => writtenOut(one, root));
  const schema = asSchema(value);
  if (!schema) return value;
  const { description: _words, title: _name, ...rest } = followed(schema, root);
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, writtenOut(inner, root)]));
}

/** Whether a schema allows everything. */
function isOpen(value: unknown): boolean {
  const schema = asSchema(value);
  return (
    schema === undefined ||
    Object.keys(schema).every((keyword) => ['description', 'title', 'default'].includes(keyword))
  );
}

const everyType = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

function typesOf({ type }: Schema): string[] {
  return type === undefined ? everyType : [type].flat().map(String);
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function leastOf(keyword: string, schema: Schema): number {
  return numberOf(schema[keyword], keyword === 'minimum' ? -Infinity : 0);
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
