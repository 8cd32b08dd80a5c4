const trustedMs = 3000;
const mostKept = 10_000;

/**
 * Remembers look-ups for three seconds, so that a change bites everywhere within five and a busy service costs one look-up in that time. Requests
 * at the same time share one. What was not found, or could not be asked, is asked again.
 */
export function createBriefMemory<Value>(look: (key: string) => Promise<Value | undefined>) {
  const known = new Map<string, { value: Promise<Value | undefined>; until: number }>();
  return (key: string): Promise<Value | undefined> => {
    const cached = known.get(key);
    if (cached && cached.until > performance.now()) return cached.value;
    const value = look(key);
    if (known.size >= mostKept) known.clear();
    known.set(key, { value, until: performance.now() + trustedMs });
    const forget = () => known.delete(key);
    value.then((found) => found ?? forget(), forget);
    return value;
  };
}
