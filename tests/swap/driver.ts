import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type Asked, changeOnce, comesBack } from './driver-change.ts';
import { type Answer, ask, type Caller } from './http.ts';
import { type Attempt, isYes, type LineFile } from './ledger.ts';
import { type Chance, createChance } from './random.ts';

/** What a department's service asks of a component, and as whom. */
export interface Account {
  /** The header `Authorization` for a path. */
  authorization(path: string): string;
  /** Makes what does one thing after the other, each as chance will have it. */
  begin(drive: Drive): () => Promise<void>;
}

/** How a driver drives. */
export interface DriverOptions {
  /** The department's entry point at the gateway. */
  readonly url: string;
  readonly account: Account;
  readonly seed: number;
  /** Requests begun in a second, whatever becomes of those before (an open model). */
  readonly perSecond: number;
  readonly ledger: LineFile<Attempt>;
}

/** Traffic of one department, mixed of all that its service may ask. */
export interface Driver {
  /** How many changes were accepted so far, repeats aside. */
  accepted(): number;
  /** Answers that were no yes, by what they were, such as `503` or `ECONNRESET`. */
  readonly failures: ReadonlyMap<string, number>;
  /** Answers that no failure of a part explains. Each is a sentence. */
  readonly unexpected: readonly string[];
  /** The milliseconds that each change took which ended between two moments of `performance.now()`. */
  latencies(from: number, to: number): number[];
  /** Begins nothing new and waits until all that was begun is answered. */
  stop(): Promise<void>;
}

/** What does the asking, for those who know what to ask. */
export interface Drive {
  readonly chance: Chance;
  /** A text that no other thing of this drive has. */
  name(): string;
  /** Has something changed; answers the yes, or nothing when there was none. */
  change(asked: Omit<Asked, 'key'>): Promise<Answer | undefined>;
  /** Writes down a try that was made by other means than `change`. `expected`: that it was no yes is as it has to be. */
  note(attempt: Attempt, expected?: boolean): void;
  /** Something is not as it has to be. */
  wonder(sentence: string): void;
  /** Sends something that was accepted once more, under its key; false where there is nothing yet. */
  repeat(): Promise<boolean>;
  /** Reads what has to be there. Answers nothing when there was no answer. */
  read(path: string): Promise<Answer | undefined>;
}

/** Draws one of these actions, by how often of a hundred times each is wanted. */
export function drawAction<Action extends string>(
  { below }: Chance,
  mix: Readonly<Record<Action, number>>,
): Action | undefined {
  let drawn = below(100);
  return (Object.keys(mix) as Action[]).find((name) => {
    drawn -= mix[name];
    return drawn < 0;
  });
}

/** Starts one. The same seed wants the same things in the same order, as far as the answers allow. */
export function startDriver(options: DriverOptions): Driver {
  const driver = new Running(options);
  driver.begin();
  return driver;
}

class Running implements Driver, Drive {
  readonly failures = new Map<string, number>();
  readonly unexpected: string[] = [];
  readonly chance: Chance;
  readonly #options: DriverOptions;
  readonly #at: Caller;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #took: { readonly end: number; readonly ms: number }[] = [];
  readonly #done: Asked[] = [];
  #accepted = 0;
  #named = 0;
  #running = true;
  #loop: Promise<void> | undefined;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#at = { url: options.url, authorization: options.account.authorization };
    this.chance = createChance(options.seed);
  }

  begin(): void {
    this.#loop = this.#run(this.#options.account.begin(this));
  }

  accepted(): number {
    return this.#accepted;
  }

  latencies(from: number, to: number): number[] {
    return this.#took.filter(({ end }) => end >= from && end <= to).map(({ ms }) => ms);
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#loop;
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  name(): string {
    this.#named += 1;
    return `D${this.#options.seed}-${this.#named}`;
  }

  async change(wanted: Omit<Asked, 'key'>): Promise<Answer | undefined> {
    const asked = { ...wanted, key: `${this.#options.seed}-${crypto.randomUUID()}` };
    const answer = await this.#change(asked);
    if (!answer) return undefined;
    this.#accepted += 1;
    if (!asked.once) this.#done[this.#accepted % 500] = asked;
    return answer;
  }

  note(attempt: Attempt, expected = false): void {
    this.#options.ledger.write(attempt);
    this.#took.push({ end: performance.now(), ms: attempt.ms });
    const { status, problem = '', operation } = attempt;
    if (isYes(attempt)) this.#accepted += 1;
    if (isYes(attempt) || expected) return;
    this.#fails(status === 0 ? problem : [status, problem].join(' ').trim());
    if (!comesBack.has(status)) this.wonder(`${operation} answered ${status} ${problem}`);
  }

  wonder(sentence: string): void {
    this.unexpected.push(sentence);
  }

  async repeat(): Promise<boolean> {
    const asked = this.chance.pick(this.#done);
    if (asked) await this.#change(asked);
    return asked !== undefined;
  }

  async read(path: string): Promise<Answer | undefined> {
    const answer = await ask(this.#at, path).catch((error: NodeJS.ErrnoException) => {
      this.#fails(error.code ?? error.message);
      return undefined;
    });
    if (!answer || isYes(answer)) return answer;
    this.#fails(String(answer.status));
    if (!comesBack.has(answer.status))
      this.unexpected.push(`GET ${path} answered ${answer.status} ${answer.text.slice(0, 200)}`);
    return undefined;
  }

  async #run(act: () => Promise<void>): Promise<void> {
    const started = performance.now();
    for (let n = 0; this.#running; n += 1) {
      const due = started + (n * 1000) / this.#options.perSecond;
      if (due > performance.now()) await wait(due - performance.now());
      const one = act().catch((error: unknown) => {
        this.unexpected.push(`the driver itself failed: ${inspect(error)}`);
      });
      this.#inFlight.add(one);
      one.finally(() => this.#inFlight.delete(one));
    }
  }

  async #change(asked: Asked): Promise<Answer | undefined> {
    const { end, ms, answer } = await changeOnce({ at: this.#at, ledger: this.#options.ledger }, asked, {
      fails: (problem) => this.#fails(problem),
      unexpected: (sentence) => void this.unexpected.push(sentence),
    });
    this.#took.push({ end, ms });
    return answer;
  }

  #fails(problem: string): void {
    this.failures.set(problem, (this.failures.get(problem) ?? 0) + 1);
  }
}
