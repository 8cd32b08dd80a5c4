import { canonicalJson } from '../canonical.ts';
import { isObject } from '../refs.ts';
import type { JsonSchema } from '../types.ts';
import { type Changes, changes } from './change.ts';
import { covers, isLower, type Shape, shapeOf } from './shape.ts';

/** Who writes and who reads the values of a schema. It decides which changes break. */
export interface Side {
  /** How kinds of change begin. */
  readonly name: 'request' | 'response' | 'event' | 'record';
  /** The old side writes and the new one reads: what was accepted has to be accepted still. */
  readonly accepts: boolean;
  /** The new side writes and the old one reads: nothing may come that the old one does not know. */
  readonly promises: boolean;
  /** Why a limit that was loosened breaks; undefined when it does not. */
  readonly looser?: string;
}

/** Callers write it. */
export const request: Side = { name: 'request', accepts: true, promises: false };
/** Callers read it. A reader switches on types, on listed values and on whether a member is there, hardly on how long a text may be. */
export const response: Side = { name: 'response', accepts: false, promises: true };
/** Consumers read it, also what was published years ago. */
export const event: Side = { ...response, name: 'event' };
/** Written and read by both: a swap hands the old one's records to the new one, a rollback the new one's to the old one. */
export const record: Side = {
  name: 'record',
  accepts: true,
  promises: true,
  looser: 'After a rollback the old one is handed what it has no room for.',
};

/** The two documents in which the references of the two schemas are found. */
export interface Documents {
  readonly from: unknown;
  readonly to: unknown;
}

/** What a schema says, and the schema. */
type Stated = readonly [Shape, unknown];

/** Compares schemas of one side and collects what changed. */
export class SchemaComparison {
  readonly #side: Side;
  readonly #shapes: { readonly from: (schema: unknown) => Shape; readonly to: (schema: unknown) => Shape };
  readonly #open: [unknown, unknown][] = [];
  /** How often a comparison met one that is still open, and took it for done. */
  #turns = 0;
  /** What was found to be the same needs no second look: schemas are referred to from many places. */
  readonly #same = new Map<unknown, Set<unknown>>();

  constructor(documents: Documents, side: Side) {
    this.#side = side;
    this.#shapes = { from: reader(documents.from), to: reader(documents.to) };
  }

  /** Collects in `found` what changed between two schemas, which stand at `where`. */
  compare(from: unknown, to: unknown, where: string, found: Changes): void {
    if (this.#same.get(from)?.has(to)) return;
    // A schema that refers back to itself is compared once on the way down.
    if (this.#open.some(([one, two]) => one === from && two === to)) {
      this.#turns += 1;
      return;
    }
    const [before, turns] = [found.list.length, this.#turns];
    this.#open.push([from, to]);
    this.#compareShapes([this.#shapes.from(from), from], [this.#shapes.to(to), to], where, found);
    this.#open.pop();
    if (found.list.length > before || this.#turns > turns) return;
    this.#same.set(from, (this.#same.get(from) ?? new Set()).add(to));
  }

  #compareShapes([old, from]: Stated, [now, to]: Stated, where: string, found: Changes): void {
    this.#types(old, now, where, found);
    this.#values(old, now, where, found);
    this.#limits(old, now, where, found);
    this.#rules(old, now, where, found);
    this.#members(old, now, where, found);
    this.#additional(old, now, where, found);
    if (old.items ?? now.items) this.compare(old.items ?? {}, now.items ?? {}, `${where}/*`, found);
    this.#alternatives([old, from], [now, to], where, found);
    for (const keyword of new Set([...old.other.keys(), ...now.other.keys()])) {
      if (old.other.get(keyword) !== now.other.get(keyword))
        this.#breaks(
          found,
          'rule-unclear',
          where,
          `"${keyword}" changed, and what that does to valid values cannot be shown.`,
        );
    }
  }

  #types(old: Shape, now: Shape, where: string, found: Changes): void {
    const lost =
      now.types &&
      (old.types ? [...old.types].filter((type) => !covers(now.types, type)) : ['anything else']);
    const gained =
      old.types &&
      (now.types ? [...now.types].filter((type) => !covers(old.types, type)) : ['anything else']);
    if (lost?.length)
      this.#narrows(found, 'type-narrowed', where, `${lost.join(', ')} is refused where it was taken.`);
    if (gained?.length)
      this.#widens(
        found,
        'type-widened',
        where,
        `A reader meets ${gained.join(', ')} where it only knows ${[...(old.types ?? [])].join(', ')}.`,
      );
  }

  #values(old: Shape, now: Shape, where: string, found: Changes): void {
    const lost =
      now.values &&
      (old.values ? [...old.values].filter((value) => !now.values?.has(value)) : ['other values']);
    const gained =
      old.values &&
      (now.values ? [...now.values].filter((value) => !old.values?.has(value)) : ['other values']);
    if (lost?.length)
      this.#narrows(found, 'enum-narrowed', where, `${lost.join(', ')} cannot be sent any more.`);
    if (gained?.length)
      this.#widens(
        found,
        'enum-widened',
        where,
        `A reader that switches on the listed values has no branch for ${gained.join(', ')}.`,
      );
  }

  #limits(old: Shape, now: Shape, where: string, found: Changes): void {
    for (const keyword of new Set([...old.limits.keys(), ...now.limits.keys()])) {
      const [was, is] = [old.limits.get(keyword), now.limits.get(keyword)];
      if (was === is) continue;
      const said = `${keyword} was ${was ?? 'not limited'} and is ${is ?? 'not limited'}.`;
      const tighter = is !== undefined && (was === undefined || (isLower(keyword) ? is > was : is < was));
      if (tighter) this.#narrows(found, 'limit-narrowed', where, said);
      else this.#loosens(found, where, said);
    }
  }

  #rules(old: Shape, now: Shape, where: string, found: Changes): void {
    for (const rule of now.rules) {
      if (!old.rules.has(rule))
        this.#narrows(found, 'limit-narrowed', where, `A value now has to keep to ${rule}.`);
    }
    for (const rule of old.rules) {
      if (now.rules.has(rule)) continue;
      if (rule.startsWith('format '))
        this.#widens(found, 'format-widened', where, `A reader that parses by ${rule} meets other texts.`);
      else this.#loosens(found, where, `A value no longer has to keep to ${rule}.`);
    }
  }

  #members(old: Shape, now: Shape, where: string, found: Changes): void {
    const names = (shape: Shape) => new Set([...shape.properties.keys(), ...shape.required]);
    const [before, after] = [names(old), names(now)];
    const { name: side } = this.#side;
    for (const name of before) {
      const place = `${where}/${name}`;
      if (after.has(name)) {
        this.compare(old.properties.get(name) ?? {}, now.properties.get(name) ?? {}, place, found);
        continue;
      }
      const why = this.#side.promises
        ? 'A reader of it gets nothing any more.'
        : 'What callers say by it is refused, or not heard.';
      found.breaks(`${side}-field-removed`, place, why);
    }
    for (const name of after) {
      const place = `${where}/${name}`;
      if (now.required.has(name) && !old.required.has(name))
        this.#narrows(found, 'field-required', place, 'Who wrote without it, as was allowed, is refused.');
      else if (!before.has(name))
        found.allows(
          `${side}-field-added`,
          place,
          'Nobody has to write it, and readers pass over what they do not know.',
        );
    }
    for (const name of old.required) {
      if (after.has(name) && !now.required.has(name))
        this.#widens(
          found,
          'field-optional',
          `${where}/${name}`,
          'A reader that counts on it meets answers without it.',
        );
    }
  }

  #additional(old: Shape, now: Shape, where: string, found: Changes): void {
    const [was, is] = [old.additional, now.additional];
    const place = `${where}/{any}`;
    if (isObject(was) && is === false)
      this.#breaks(
        found,
        'fields-closed',
        where,
        'Members of any name had a meaning, and have none any more.',
      );
    else if (isObject(was)) this.compare(was, is ?? {}, place, found);
    else if (isObject(is)) this.compare(was === false ? false : {}, is, place, found);
    else if (is === false && was === undefined && covers(old.types, 'object'))
      this.#narrows(
        found,
        'fields-closed',
        where,
        'Members that are not listed were passed over, and are refused now.',
      );
  }

  #alternatives([old, from]: Stated, [now, to]: Stated, where: string, found: Changes): void {
    const [before, after] = [old.alternatives, now.alternatives];
    for (let at = 0; at < Math.max(before.length, after.length); at += 1)
      this.#options(before[at] ?? [from], after[at] ?? [to], where, found);
  }

  #options(before: readonly unknown[], after: readonly unknown[], where: string, found: Changes): void {
    const pairs = pairUp(before, after);
    for (const [from, to] of pairs) this.compare(from, to, where, found);
    const fits = (from: unknown, to: unknown) => {
      const trial = changes();
      this.compare(from, to, where, trial);
      return trial.list.every(({ breaking }) => !breaking);
    };
    for (const from of before.filter((option) => !pairs.has(option))) {
      if (!after.some((to) => fits(from, to)))
        this.#narrows(
          found,
          'alternative-removed',
          where,
          'One of the alternatives is not there any more, and no other takes its values.',
        );
    }
    const paired = new Set(pairs.values());
    for (const to of after.filter((option) => !paired.has(option))) {
      if (!before.some((from) => fits(from, to)))
        this.#widens(
          found,
          'alternative-added',
          where,
          'A reader meets an alternative that it does not know.',
        );
    }
  }

  #breaks(found: Changes, kind: string, where: string, why: string): void {
    found.breaks(`${this.#side.name}-${kind}`, where, why);
  }

  #narrows(found: Changes, kind: string, where: string, why: string): void {
    found[this.#side.accepts ? 'breaks' : 'allows'](`${this.#side.name}-${kind}`, where, why);
  }

  #widens(found: Changes, kind: string, where: string, why: string): void {
    found[this.#side.promises ? 'breaks' : 'allows'](`${this.#side.name}-${kind}`, where, why);
  }

  #loosens(found: Changes, where: string, said: string): void {
    const { looser, name } = this.#side;
    if (looser) found.breaks(`${name}-limit-widened`, where, `${said} ${looser}`);
    else found.allows(`${name}-limit-widened`, where, said);
  }
}

/** Reads schemas of one document, each once. */
function reader(document: unknown): (schema: unknown) => Shape {
  const known = new Map<unknown, Shape>();
  return (schema) => {
    const shape = known.get(schema) ?? shapeOf(schema, document);
    known.set(schema, shape);
    return shape;
  };
}

/** The alternatives that are the same ones: by the schema that they refer to, by the constant that tells them apart, or since there is one each. */
function pairUp(before: readonly unknown[], after: readonly unknown[]): Map<unknown, unknown> {
  const named = new Map(after.flatMap((option) => namesOf(option).map((name) => [name, option] as const)));
  const pairs = new Map<unknown, unknown>();
  for (const option of before) {
    const same = namesOf(option).flatMap((name) => named.get(name) ?? [])[0];
    if (same) pairs.set(option, same);
  }
  return pairs;
}

function namesOf(option: unknown): string[] {
  if (!isObject(option)) return [];
  if (typeof option.$ref === 'string') return [option.$ref];
  const members = Object.entries(isObject(option.properties) ? option.properties : {}) as [
    string,
    JsonSchema,
  ][];
  const constants = members.filter(([, schema]) => isObject(schema) && 'const' in schema);
  return constants.length > 0 ? [canonicalJson(constants.map(([name, schema]) => [name, schema.const]))] : [];
}
