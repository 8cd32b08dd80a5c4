/** Counts what is under way for each department in this process. */
export interface UnderWay {
  /** Runs something that belongs to a department, `*` for all of them. Answers and throws what it does. */
  run<T>(department: string, work: () => T): T;
  /** Resolves once nothing is under way for a department; after `patienceMs` in any case. */
  settled(department: string, patienceMs: number): Promise<void>;
}

/** Makes a counter. */
export function createUnderWay(): UnderWay {
  const running = new Map<string, Set<Promise<unknown>>>();
  const of = (department: string) => [
    ...(running.get(department) ?? []),
    ...(department === '*' ? [] : (running.get('*') ?? [])),
  ];
  return {
    run(department, work) {
      const result = work();
      if (!(result instanceof Promise)) return result;
      const known = running.get(department) ?? new Set();
      running.set(department, known.add(result));
      const over = () => {
        known.delete(result);
        if (known.size === 0 && running.get(department) === known) running.delete(department);
      };
      result.then(over, over);
      return result;
    },
    async settled(department, patienceMs) {
      let timer: NodeJS.Timeout | undefined;
      let patient = true;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(() => {
          patient = false;
          resolve();
        }, patienceMs);
      });
      for (let left = of(department); patient && left.length > 0; left = of(department))
        await Promise.race([Promise.allSettled(left), over]);
      clearTimeout(timer);
    },
  };
}
