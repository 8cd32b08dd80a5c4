/** Remembers what was looked up, for a moment. */
export interface BriefMemory<Value> {
  /** What is known of a key, looked up now or a moment ago. */
  recall(key: string): Promise<Value | undefined>;
  /** The key's value has changed: who asks from now on gets the new one. */
  forget(key: string): void;
}

/**
 * Remembers look-ups for `trustedMs`, counted from when they began, so that nothing older is ever told. Requests at the same time share one. What was not
 * found, or could not be asked, is asked again; so is what `keeps` refuses. `mostKept` bounds the number of keys.
 */
export function createBriefMemory<Value>(
  look: (key: string) => Promise<Value | undefined>,
  options: { trustedMs: number; mostKept: number; keeps?: (value: Value) => boolean },
): BriefMemory<Value> {
  const { trustedMs, mostKept, keeps = () => true } = options;
  const known = new Map<string, { value: Promise<Value | undefined>; until: number }>();
  return {
    recall(key) {
      const cached = known.get(key);
      if (cached && cached.until > performance.now()) return cached.value;
      const entry = { value: look(key), until: performance.now() + trustedMs };
      if (known.size >= mostKept) known.clear();
      known.set(key, entry);
      const forget = () => {
        // Another look-up may have begun since this one was forgotten: that one stays.
        if (known.get(key) === entry) known.delete(key);
      };
      entry.value.then((found) => (found !== undefined && keeps(found) ? undefined : forget()), forget);
      return entry.value;
    },
    forget: (key) => void known.delete(key),
  };
}
