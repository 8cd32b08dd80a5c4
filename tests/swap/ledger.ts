import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** One try of one change, and what was answered. Tries with the same `key` mean the same change. `What` says what was wanted, in the words of a component. */
export type Attempt<What extends object = object> = What & Try;

interface Try {
  readonly operation: string;
  /** The Idempotency-Key. */
  readonly key: string;
  readonly at: string;
  /** From the sending to the whole answer. */
  readonly ms: number;
  /** 0 when there was no answer. */
  readonly status: number;
  /** The standard's error code or words, or why there was no answer. */
  readonly problem?: string;
  /** The id of what was made. */
  readonly made?: string;
  /** The header `Ashlar-Receipt` as it came. */
  readonly receipt?: string;
}

/** What a receipt says. */
export interface Receipt {
  readonly request: string;
  readonly entity: string;
  readonly sequence: number;
  readonly event: string;
  readonly epoch: number;
}

/** A file of lines that are there once `write` has returned, whatever becomes of this process. */
export interface LineFile<Line> {
  write(line: Line): void;
  /** Waits until the lines are on the disk. */
  close(): void;
}

/** Begins a file of JSON lines anew. */
export function openLines<Line>(path: string): LineFile<Line> {
  const file = openSync(path, 'w', 0o600);
  return {
    write: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    close() {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

/** Reads a file of JSON lines. Throws with the line's number when one is not JSON. */
export function readLines<Line>(path: string): Line[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as Line];
    } catch (cause) {
      throw new Error(`${path}:${at + 1} is not JSON`, { cause });
    }
  });
}

/** Reads the header's value (a dictionary of RFC 9651); undefined when it is not a receipt. */
export function readReceipt(header: string): Receipt | undefined {
  const members = new Map(
    [...header.matchAll(/([a-z]+)=(?:"([^"]*)"|(\d+))/g)].map(([, name = '', text, number]) => [
      name,
      text ?? Number(number),
    ]),
  );
  const [request, entity, event] = ['request', 'entity', 'event'].map((name) => members.get(name));
  const [sequence, epoch = 0] = ['sequence', 'epoch'].map((name) => members.get(name));
  if (typeof request !== 'string' || typeof entity !== 'string' || typeof event !== 'string')
    return undefined;
  if (typeof sequence !== 'number' || typeof epoch !== 'number') return undefined;
  return { request, entity, sequence, event, epoch };
}

/** One change that was wanted, of all its tries. */
export type Wanted<What extends object = object> = What & Told;

interface Told {
  readonly operation: string;
  readonly key: string;
  /** `accepted`: some try was told yes. `open`: none was told yes, and one may have had its effect all the same. `refused`: all were told no. */
  readonly outcome: 'accepted' | 'open' | 'refused';
  /** The ids that were told as made: one, however often it was tried. */
  readonly made: ReadonlySet<string>;
  readonly receipts: readonly Receipt[];
}

/** Puts the tries of each change together. */
export function wantedOf<What extends object>(attempts: readonly Attempt<What>[]): Wanted<What>[] {
  const byKey = Map.groupBy(attempts, ({ key }) => key);
  return [...byKey.values()].flatMap((tries) => {
    const [first] = tries;
    if (!first) return [];
    return {
      ...first,
      outcome: tries.some(isYes) ? 'accepted' : tries.some(saysNothing) ? 'open' : 'refused',
      made: new Set(tries.flatMap(({ made }) => made ?? [])),
      receipts: tries.flatMap(({ receipt }) => (receipt === undefined ? [] : (readReceipt(receipt) ?? []))),
    };
  });
}

/** Whether the answer was a yes. */
export function isYes({ status }: Pick<Try, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** Whether the answer leaves open what happened: there was none, or somebody on the way could not tell, or the provider was not heard. */
function saysNothing({ status }: Try): boolean {
  return status === 0 || status >= 500;
}
