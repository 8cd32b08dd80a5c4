/** A JSON Schema of draft 4, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

const ofOne = ['additionalItems', 'additionalProperties', 'items', 'not'];
const ofList = ['allOf', 'anyOf', 'items', 'oneOf'];
const ofNamed = ['definitions', 'dependencies', 'patternProperties', 'properties'];

/** Every schema within a schema, itself first, with its place as `#/properties/body`. */
export function placesOf(schema: Schema, place: string): [string, Schema][] {
  const inner: [string, unknown][] = [
    ...ofOne.map((keyword): [string, unknown] => [`${place}/${keyword}`, schema[keyword]]),
    ...ofList.flatMap((keyword) => {
      const list = schema[keyword];
      return Array.isArray(list)
        ? list.map((one, at): [string, unknown] => [`${place}/${keyword}/${at}`, one])
        : [];
    }),
    ...ofNamed.flatMap((keyword) =>
      Object.entries(asSchema(schema[keyword]) ?? {}).map(([name, one]): [string, unknown] => [
        `${place}/${keyword}/${name}`,
        one,
      ]),
    ),
  ];
  return [
    [place, schema],
    ...inner.flatMap(([where, one]) => {
      const part = asSchema(one);
      return part ? placesOf(part, where) : [];
    }),
  ];
}

/** A value as a schema; undefined when it is none. */
export function asSchema(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;
}

/** Whether two values of JSON are equal, whatever the order of their members. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const members = Object.entries(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    members.length === Object.keys(other).length &&
    members.every(
      ([key, value]) => Object.hasOwn(other, key) && isSame(value, other[key as keyof typeof other]),
    )
  );
}
