import { say, type Terminal } from './run.ts';
import {
  barrierLine,
  headline,
  progressLine,
  type Step,
  type Swap,
  stepTime,
  stepTitle,
} from './swap-words.ts';

/** Shows a swap while it goes on. */
export interface SwapDisplay {
  show(swap: Swap): void;
  /** Leaves the last state on the screen. */
  end(): void;
}

/** Redraws steps and progress on a terminal that can, writes a line per change elsewhere, and a JSON document per change if `json`. */
export function swapDisplay(terminal: Terminal, json: boolean): SwapDisplay {
  if (json) return { show: (swap) => say(terminal, JSON.stringify(swap)), end() {} };
  return terminal.output.isTTY ? drawn(terminal) : written(terminal);
}

/** Every line that tells how a swap stands. */
export function picture(swap: Swap, now: Date, perSecond?: number): string[] {
  const width = Math.max(...swap.steps.map(({ name }) => stepTitle(name).length));
  const steps = swap.steps.map((step) => {
    const line = `  ${mark(step)} ${stepTitle(step.name).padEnd(width)}  ${stepTime(step, now).padStart(9)}`;
    return `${line}${step.detail ? `  ${step.detail}` : ''}`.trimEnd();
  });
  const facts = [progressLine(swap, perSecond), barrierLine(swap)].filter((line) => line !== undefined);
  return [
    headline(swap),
    '',
    ...steps,
    ...(facts.length > 0 ? ['', ...facts.map((line) => `  ${line}`)] : []),
    ...ending(swap),
  ];
}

function ending({ state, outcome, standby }: Swap): string[] {
  const rest =
    standby === 'following' ? ['The old one follows: pnpm ashlar swap rollback goes back to it.'] : [];
  return ['', `${state}${outcome ? `: ${outcome}` : ''}`, ...rest];
}

function mark({ state }: Step): string {
  return { waiting: '·', running: '▸', done: '✓', failed: '✗' }[state];
}

function drawn(terminal: Terminal): SwapDisplay {
  const speed = createSpeed();
  let drawnLines = 0;
  let last: Swap | undefined;
  const draw = () => {
    if (!last) return;
    const columns = (terminal.output as { columns?: number }).columns ?? 120;
    // A line that wraps would be two to go up by.
    const lines = picture(last, new Date(), speed.perSecond()).map((line) => line.slice(0, columns - 1));
    const up = drawnLines > 0 ? `\u001b[${drawnLines}A\u001b[J` : '';
    terminal.output.write(`${up}${lines.join('\n')}\n`);
    drawnLines = lines.length;
  };
  // The time of the step under way goes on between two changes.
  const clock = setInterval(draw, 250);
  clock.unref();
  return {
    show(swap) {
      last = swap;
      speed.note(swap);
      draw();
    },
    end() {
      clearInterval(clock);
      draw();
    },
  };
}

function written(terminal: Terminal): SwapDisplay {
  const speed = createSpeed();
  const said = new Set<string>();
  const once = (key: string, line: string) => {
    if (said.has(key)) return;
    said.add(key);
    say(terminal, line);
  };
  return {
    show(swap) {
      speed.note(swap);
      once('headline', headline(swap));
      for (const step of swap.steps.filter(({ state }) => state !== 'waiting')) {
        const time = step.state === 'running' ? '' : ` (${stepTime(step, new Date())})`;
        const detail = step.detail ? `: ${step.detail}` : '';
        once(`${step.name} ${step.state}`, `${mark(step)} ${stepTitle(step.name)}${time}${detail}`);
      }
      const progress = progressLine(swap, speed.perSecond());
      if (progress && swap.state === 'seeding') once(`progress ${swap.progress?.records}`, `  ${progress}`);
      const barrier = barrierLine(swap);
      if (barrier && swap.barrier?.held_ms !== undefined) once('barrier', `  ${barrier}`);
      if (swap.state === 'completed' || swap.state === 'aborted')
        once('end', ending(swap).slice(1).join('\n'));
    },
    end() {},
  };
}

/** How many records a second came in lately. */
function createSpeed() {
  let notes: { at: number; records: number }[] = [];
  return {
    note({ progress }: Swap) {
      if (progress) notes = [...notes, { at: performance.now(), records: progress.records }].slice(-20);
    },
    perSecond(): number | undefined {
      const [first, last] = [notes[0], notes.at(-1)];
      if (!first || !last || last.at - first.at < 200) return undefined;
      return ((last.records - first.records) / (last.at - first.at)) * 1000;
    },
  };
}
