import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from '@ashlar/testkit';
import type { BusOptions } from '../src/bus/open-bus.ts';
import type { EventBus } from '../src/bus/port.ts';
import { openWithFault } from './bus-faults.ts';
import type { BusMember, BusSubject, MemberEvent } from './cases/bus-recorder.ts';

/** A server that a test can take away. */
export interface Server {
  away(): Promise<void>;
  back(): Promise<void>;
}

/** Makes the subject of one case, and what cleans up after it. With a fault, every bus that it opens has that. */
export function createBusSubject(
  bus: BusOptions,
  server: Server,
  { fault, patienceMs = 40_000 }: { fault?: string; patienceMs?: number } = {},
): BusSubject & { close(): Promise<void> } {
  const opened: EventBus[] = [];
  const members: ChildProcess[] = [];
  let gone = false;
  return {
    patienceMs,
    open() {
      const one = openWithFault(fault, bus);
      opened.push(one);
      return one;
    },
    async spawnMember(orders) {
      const child = spawn(process.execPath, [memberFile], {
        env: { ...process.env, BUS_MEMBER: JSON.stringify({ bus, fault, ...orders }) },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      members.push(child);
      return follow(child);
    },
    async away() {
      gone = true;
      await server.away();
    },
    async back() {
      await server.back();
      gone = false;
    },
    async close() {
      if (gone) await server.back();
      for (const child of members) child.kill('SIGKILL');
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}

const memberFile = fileURLToPath(new URL('bus-member.ts', import.meta.url));

async function follow(child: ChildProcess): Promise<BusMember> {
  const events: MemberEvent[] = [];
  if (!child.stdout) throw new Error('The member has no output');
  createInterface(child.stdout).on('line', (line) => events.push(JSON.parse(line)));
  await until(() => events.some(({ event }) => event === 'joined'), {
    timeoutMs: 30_000,
    what: 'a member to join',
  });
  return {
    events,
    tell: (word) => void child.stdin?.write(`${word}\n`),
    signal: (name) => void child.kill(name),
    async ended() {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
