import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readableLine } from './log-lines.ts';
import { StartError } from './start-error.ts';

/** One service of the platform, kept running. */
export interface ServiceProcess {
  /** Of the process that runs now; 0 between two of them. */
  readonly pid: number;
  /** Resolves when the service is ready; rejects with a `StartError` when it ends before that. From then on it is restarted when it ends. */
  start(): Promise<void>;
  /** Sends a signal and resolves when that process has ended; it is then restarted like any that ends. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Drains it and resolves when it has ended; one that does not end in time is killed. */
  stop(): Promise<void>;
}

/** How to run a service. */
export interface ServiceProcessOptions {
  name: string;
  folder: string;
  /** What is run in it; `src/main.ts` unless told. */
  entry?: string;
  /** The longest pause before one that ends again and again is started again, in milliseconds; 15,000 unless told. */
  longestDelayMs?: number;
  readyUrl: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  verbose: boolean;
  log(line: string): void;
}

/** Runs a service as a process of its own, with its whole log in a file and what matters of it on the terminal. */
export function createServiceProcess(options: ServiceProcessOptions): ServiceProcess {
  return new Supervised(options);
}

class Supervised implements ServiceProcess {
  readonly #options: ServiceProcessOptions;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #file: WriteStream | undefined;
  #started = false;
  #stopping = false;
  #startedAt = 0;
  #failures = 0;
  #restart: NodeJS.Timeout | undefined;
  #lastLines: string[] = [];

  constructor(options: ServiceProcessOptions) {
    this.#options = options;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    this.#file = createWriteStream(this.#options.logFile, { flags: 'a', mode: 0o600 });
    // A log that cannot be written must not stop the service; the terminal still shows what matters.
    this.#file.on('error', () => {});
    this.#spawn();
    await this.#untilReady(startTimeoutMs);
    this.#started = true;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const exited = this.#exited;
    this.#child?.kill(signal);
    await exited;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    this.#child?.kill('SIGTERM');
    const late = new AbortController();
    const patience = wait(stopTimeoutMs, undefined, { signal: late.signal }).then(
      () => {
        this.#options.log(`${this.#options.name} does not end; killing it`);
        this.#child?.kill('SIGKILL');
      },
      () => {},
    );
    await this.#exited;
    late.abort();
    await patience;
    this.#file?.end();
  }

  #spawn(): void {
    const { folder, entry = 'src/main.ts', env, logFile } = this.#options;
    // A group of its own, so that Ctrl-C reaches the platform only and services end in their order.
    const child = spawn(process.execPath, ['--import', followParent, entry], {
      cwd: folder,
      env: { NODE_COMPILE_CACHE: compileCache, ...env, ASHLAR_LOG_FILE: logFile },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    this.#child = child;
    this.#startedAt = performance.now();
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      // The file takes the bytes as they come: a busy service logs thousands of lines a second.
      if (this.#file) stream?.pipe(this.#file, { end: false });
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#heard(line));
    }
    this.#exited = new Promise((resolve) => {
      const ended = (code: number | null, signal: NodeJS.Signals | null) => {
        running.delete(child);
        if (this.#child === child) this.#child = undefined;
        resolve();
        this.#ended(signal ? `was ended by ${signal}` : `ended with code ${code}`);
      };
      child.once('close', ended);
      child.once('error', () => ended(1, null));
    });
  }

  #heard(line: string): void {
    const { name, verbose, log } = this.#options;
    const readable = readableLine(line, verbose);
    if (readable === undefined) return;
    this.#lastLines = [...this.#lastLines.slice(-9), readable];
    log(`${name.padEnd(10)}${readable}`);
  }

  #ended(how: string): void {
    if (this.#stopping || !this.#started) return;
    if (performance.now() - this.#startedAt > calmMs) this.#failures = 0;
    const { name, log, longestDelayMs: longest = longestDelayMs } = this.#options;
    const delayMs = Math.min(firstDelayMs * 2 ** this.#failures, longest);
    this.#failures += 1;
    log(`${name} ${how}; starting it again in ${delayMs / 1000} s`);
    this.#restart = setTimeout(() => {
      this.#spawn();
      // Why it is not ready has been said by `#ended` of that process.
      this.#untilReady(startTimeoutMs).then(
        () => log(`${name} is ready again`),
        () => {},
      );
    }, delayMs);
  }

  async #untilReady(timeoutMs: number): Promise<void> {
    const { name, readyUrl, logFile } = this.#options;
    const child = this.#child;
    const deadline = performance.now() + timeoutMs;
    while (this.#child === child && child !== undefined) {
      if (this.#stopping) throw new StartError('Stopped.');
      if (await isReady(readyUrl)) return;
      if (performance.now() > deadline)
        throw new StartError(`${name} is not ready after ${timeoutMs / 1000} s; its log is ${logFile}.`);
      await wait(25);
    }
    if (this.#stopping) throw new StartError('Stopped.');
    const said = this.#lastLines.length > 0 ? `:\n  ${this.#lastLines.join('\n  ')}\n` : '; ';
    throw new StartError(`${name} did not start${said}Its whole log is ${logFile}.`);
  }
}

// Within the checkout: what somebody else could write to would run as the services' code.
const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url));
const followParent = new URL('./follow-parent.ts', import.meta.url).href;
const startTimeoutMs = 60_000;
const stopTimeoutMs = 25_000;
const firstDelayMs = 250;
const longestDelayMs = 15_000;
/** A service that ran this long has recovered from whatever ended it before. */
const calmMs = 10_000;

// Whatever ends this process ends them: after `process.exit` nothing would be left to drain them.
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
