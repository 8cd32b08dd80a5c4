/** Why a request is refused before anyone looks for its entry point. */
export type TargetFault = 'absolute' | 'control' | 'backslash' | 'dot_segment' | 'double_slash' | 'encoding';

/**
 * Checks a request target (RFC 9112, 3.2). Only the origin form is served, and only where every reader, however often it decodes,
 * agrees on the path: an implementation that resolves `%2e%2e` or `\` must not end up outside the prefix that the gateway matched.
 */
export function checkTarget(target: string): TargetFault | undefined {
  if (!target.startsWith('/')) return 'absolute';
  // Node's parser lets high bytes through; control bytes and spaces are refused again here because the rule must not rest on it.
  if (/[^\x21-\x7e]/.test(target)) return 'control';
  const path = pathOf(target);
  if (path.includes('\\')) return 'backslash';
  if (path.startsWith('//')) return 'double_slash';
  if (!path.includes('%') && !path.includes('/.')) return undefined;
  return checkDecoded(path);
}

/**
 * Checks what is left after a prefix was stripped: a target that starts with two slashes would be read as another host by an
 * implementation that resolves it as a URL reference.
 */
export function isSafeRemainder(target: string): boolean {
  return target.startsWith('/') && !/^\/(\/|%2f|%5c)/i.test(target);
}

/** The path of a target, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}

function checkDecoded(path: string): TargetFault | undefined {
  if (/%(?![0-9a-f]{2})/i.test(path)) return 'encoding';
  let decoded = path;
  // Decoded until nothing changes: %252e%252e is two readers away from `..`.
  for (let previous = ''; previous !== decoded; ) {
    previous = decoded;
    decoded = decoded.replace(/%([01][0-9a-f]|7f|2e|2f|5c|25)/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  // Any control byte: a character below the space, or DEL.
  if ([...decoded].some((character) => character < ' ' || character === '\x7f')) return 'control';
  const segments = decoded.split(/[/\\]/);
  // Parameters count as part of no name: some servers drop `;…` before they resolve dots.
  const names = segments.map((segment) => segment.split(';', 1)[0]);
  return names.some((name) => name === '.' || name === '..') ? 'dot_segment' : undefined;
}
