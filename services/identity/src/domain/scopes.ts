/** What a client with this one scope may ask for: everything. Only the operators' client of the configuration has it. */
export const everyScope = '*';

const prefix = 'urn:ashlar:';

/** The resource indicator (RFC 8707) of a component. */
export function resourceOf(component: string): string {
  return `${prefix}${component}`;
}

/** The component that a resource indicator names; undefined when it names none. */
export function componentOf(resource: string): string | undefined {
  const component = resource.startsWith(prefix) ? resource.slice(prefix.length) : '';
  return /^[a-z][a-z0-9-]*$/.test(component) ? component : undefined;
}

/** The component that a scope such as `payments:admin` belongs to; undefined for scopes of another form. */
export function scopeComponent(scope: string): string | undefined {
  return /^([a-z][a-z0-9-]*):[a-z][a-z0-9_-]*$/.exec(scope)?.[1];
}

/** Whether a client that was given `granted` may have a token for the component with the scopes that it asks for; else the scope in the way, or `none`. */
export function refusedScope(
  granted: readonly string[],
  component: string,
  asked: readonly string[],
): string | undefined {
  const owns = (scope: string) => granted.includes(everyScope) || granted.includes(scope);
  const strange = asked.find((scope) => scopeComponent(scope) !== component || !owns(scope));
  if (strange !== undefined) return strange;
  const known = granted.some((scope) => scope === everyScope || scopeComponent(scope) === component);
  return known ? undefined : 'none';
}
