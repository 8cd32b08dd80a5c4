/** Counts what is under way for each department in this process. */
export interface UnderWay {
  /** Runs something that belongs to a department, `*` for all of them. Answers and throws what it does; throws `Closing` while the department closes. */
  run<T>(department: string, work: () => T): T;
  /**
   * Does `work` once nothing is under way for a department, after `patienceMs` in any case. Until it is done nothing more begins: what began in between would be
   * cut in two.
   */
  closing<T>(department: string, patienceMs: number, work: () => Promise<T>): Promise<T>;
}

/** Why nothing begins: the department is about to be frozen. */
export class Closing extends Error {
  override readonly name = 'Closing';
  readonly department: string;

  constructor(department: string) {
    super(`${department} is closing`);
    this.department = department;
  }
}

/** Makes a counter. */
export function createUnderWay(): UnderWay {
  const running = new Map<string, Set<Promise<unknown>>>();
  const of = (department: string) => [
    ...(running.get(department) ?? []),
    ...(department === '*' ? [] : (running.get('*') ?? [])),
  ];
  const closed = new Map<string, number>();
  return {
    run(department, work) {
      if (closed.has(department)) throw new Closing(department);
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
    async closing(department, patienceMs, work) {
      closed.set(department, (closed.get(department) ?? 0) + 1);
      try {
        await settled(() => of(department), patienceMs);
        return await work();
      } finally {
        const left = (closed.get(department) ?? 1) - 1;
        if (left > 0) closed.set(department, left);
        else closed.delete(department);
      }
    },
  };
}

async function settled(running: () => readonly Promise<unknown>[], patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let patient = true;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      patient = false;
      resolve();
    }, patienceMs);
  });
  for (let left = running(); patient && left.length > 0; left = running())
    await Promise.race([Promise.allSettled(left), over]);
  clearTimeout(timer);
}
