import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@ashlar/testkit';
import type { Bystander } from './bystander.ts';
import type { DemoValues } from './demo-values.ts';
import { type Change, feedOf } from './feed.ts';
import { operatorToken } from './licensing/sign-in.ts';

/** An event that a step led to. `about` is its subject, or another id that its data hold. */
export interface ExpectedEvent {
  readonly component: Component;
  readonly type: string;
  readonly about: string;
}

/** One call or one visit, traced: which services' logs must name it, and which events it led to. */
export interface TracedStep {
  readonly what: string;
  readonly traceId: string;
  readonly services: readonly string[];
  readonly events: readonly ExpectedEvent[];
}

type Component = keyof typeof roots;

const roots = { content: 'CONTENT_URL', payments: 'PAYMENTS_URL', messaging: 'MESSAGING_URL' } as const;

/** What the components' change feeds gain from now on. */
export interface Watch {
  /**
   * Asserts that each event of each step is in its component's feed once, with the step's trace; waits 20 s for those that are not there yet. Answers
   * them.
   */
  sees(steps: readonly TracedStep[]): Promise<Change[]>;
}

/** Watches the change feeds from where they end now, with tokens of the platform's operators. */
export async function watchFeeds(demo: DemoValues): Promise<Watch> {
  const readers = new Map<Component, () => Promise<Change[]>>();
  for (const component of Object.keys(roots) as Component[])
    readers.set(component, await reader(demo, component));

  const sees = async ({ what, traceId }: TracedStep, { component, type, about }: ExpectedEvent) => {
    const name = `${type} in the feed of ${component}`;
    const found = await until(
      async () => {
        const all = (await readers.get(component)?.()) ?? [];
        const those = all.filter((change) => change.type === type && isAbout(change, about));
        return those.length > 0 ? those : undefined;
      },
      { timeoutMs: 20_000, what: name },
    );
    const traces = found.map(({ traceparent }) => traceIdOf(traceparent));
    assert.deepEqual(traces, [traceId], `${name}: not once with the trace of “${what}”`);
    return found;
  };

  return {
    async sees(steps) {
      const seen: Change[] = [];
      for (const step of steps) for (const event of step.events) seen.push(...(await sees(step, event)));
      return seen;
    },
  };
}

/** Reads on in a component's feed with each call; answers all that was read. */
async function reader(demo: DemoValues, component: Component): Promise<() => Promise<Change[]>> {
  const token = await operatorToken(demo, `${component}:changes`);
  const feed = feedOf(demo[roots[component]], () => token);
  const changes: Change[] = [];
  let position = await feed.end();
  return async () => {
    const page = await feed.read(position);
    position = page.position;
    changes.push(...page.events);
    return changes;
  };
}

function isAbout({ subject, data }: Change, id: string): boolean {
  return subject === id || Object.values(data).includes(id);
}

/** Asserts that a bus consumer got these events with the trace that the feeds show. */
export async function heardByBystander(bystander: Bystander, changes: readonly Change[]): Promise<void> {
  for (const { id, type, traceparent } of changes)
    assert.equal(await bystander.traceOf(id), traceparent, `the trace of ${type} from the bus`);
}

/** Asserts that the log of each service that took part in a step names its trace. `home` is the folder of a platform of ours. */
export async function namedInLogs(home: string, steps: readonly TracedStep[]): Promise<void> {
  for (const { what, traceId, services } of steps) {
    for (const service of services) {
      await until(
        async () =>
          (await readFile(join(home, 'logs', `${service}.log`), 'utf8')).includes(`"traceId":"${traceId}"`),
        { what: `the trace of “${what}” in the log of ${service}` },
      );
    }
  }
}

function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent?.split('-')[1];
}
