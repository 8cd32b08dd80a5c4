import { lookUp } from '../../src/refs.ts';
import type { Draft } from './small-contract.ts';

/** A schema of a document and the side from which the walk came to it. */
export interface Place {
  readonly side: 'request' | 'response';
  readonly schema: Draft;
}

/** Every schema of a document that a JSON body leads to, but for those in `allOf`, `oneOf` and `anyOf`. */
export function placesOf(document: Draft): Place[] {
  const found: Place[] = [];
  const seen = { request: new Set<Draft>(), response: new Set<Draft>() };
  const follow = (value: Draft): Draft =>
    value && typeof value.$ref === 'string' ? follow(lookUp(document, value.$ref)) : value;
  const visit = (side: Place['side'], raw: Draft): void => {
    const schema = follow(raw);
    if (typeof schema !== 'object' || seen[side].has(schema)) return;
    seen[side].add(schema);
    found.push({ side, schema });
    for (const inner of [
      ...Object.values(schema.properties ?? {}),
      schema.items,
      schema.additionalProperties,
    ])
      if (inner) visit(side, inner);
  };
  const visitBody = (side: Place['side'], raw: Draft): void => {
    const media = follow(raw)?.content?.['application/json'];
    if (media?.schema) visit(side, media.schema);
  };
  for (const operation of operationsOf(document)) {
    visitBody('request', operation.requestBody);
    for (const answer of Object.values(operation.responses)) visitBody('response', answer);
  }
  return found;
}

/** Every operation of a document. */
export function operationsOf(document: Draft): Draft[] {
  return Object.values(document.paths).flatMap((item) => Object.values(item as Draft));
}
