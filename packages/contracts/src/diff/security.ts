import { canonicalJson } from '../canonical.ts';
import { isObject } from '../refs.ts';
import type { OpenApiDocument, RawOperation } from '../types.ts';
import type { Changes } from './change.ts';

type Requirement = { readonly [scheme: string]: readonly string[] };

/** Collects what changed in who may call an operation. */
export function compareSecurity(from: RawOperation, to: RawOperation, where: string, found: Changes): void {
  const [before, after] = [alternativesOf(from), alternativesOf(to)];
  for (const held of before) {
    if (after.some((asked) => isHeld(asked, held))) continue;
    found.breaks(
      'security-changed',
      where,
      `Who calls with ${said(held)} is refused: ${after.map(said).join(', or ')} is asked for.`,
    );
  }
  for (const asked of after) {
    if (before.some((held) => isHeld(asked, held) && isHeld(held, asked))) continue;
    const opens = Object.keys(asked).length === 0;
    if (opens)
      found.breaks(
        'security-opened',
        where,
        'What was guarded is open to anybody, so that callers’ data is not safe here any more.',
      );
    else if (before.length > 0) found.allows('security-added', where, `${said(asked)} is taken too.`);
  }
}

/** Collects the security schemes that are another thing under the same name. */
export function compareSchemes(from: OpenApiDocument, to: OpenApiDocument, found: Changes): void {
  const after = schemesOf(to);
  for (const [name, scheme] of Object.entries(schemesOf(from))) {
    const now = after[name];
    if (now === undefined) continue; // Operations that ask for it say so.
    if (canonicalJson(essence(scheme)) !== canonicalJson(essence(now)))
      found.breaks(
        'security-scheme-changed',
        `security scheme ${name}`,
        'Callers send their credentials in a way that is not understood any more.',
      );
  }
}

/** No alternative means anybody: one that asks for nothing. */
function alternativesOf(operation: RawOperation): readonly Requirement[] {
  const stated = (operation.security ?? []) as readonly Requirement[];
  return stated.length > 0 ? stated : [{}];
}

/** Whether a caller that holds `held` satisfies `asked`. */
function isHeld(asked: Requirement, held: Requirement): boolean {
  return Object.entries(asked).every(
    ([scheme, scopes]) =>
      held[scheme] !== undefined && scopes.every((scope) => held[scheme]?.includes(scope)),
  );
}

function said(requirement: Requirement): string {
  const parts = Object.entries(requirement).map(([scheme, scopes]) =>
    scopes.length > 0 ? `${scheme} (${scopes.join(', ')})` : scheme,
  );
  return parts.join(' and ') || 'nothing';
}

function schemesOf(document: OpenApiDocument): Readonly<Record<string, unknown>> {
  return (document.components?.securitySchemes ?? {}) as Readonly<Record<string, unknown>>;
}

/** Of a scheme what callers depend on; where tokens come from differs from place to place. */
function essence(scheme: unknown): unknown {
  if (!isObject(scheme)) return scheme;
  const { type, scheme: form, in: place, name } = scheme;
  return { type, form: typeof form === 'string' ? form.toLowerCase() : form, place, name };
}
