import assert from 'node:assert/strict';
import { until } from '@ashlar/testkit';
import type { Delivery } from '../../src/bus/port.ts';
import { type BusSubject, makeTopic, message, record, sequence, unique } from './bus-recorder.ts';

/** Two members divide the partitions between them, and each partition has one delivery at a time. */
export async function sharesPartitions(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 8);
  const inHand = new Map<number, number>();
  let overlapped = false;
  const members = await Promise.all(
    [bus, subject.open()].map((each) =>
      record(subject, each, {
        topics: [topic],
        group: 'shared',
        async handle({ partition }) {
          overlapped ||= (inHand.get(partition) ?? 0) > 0;
          inHand.set(partition, (inHand.get(partition) ?? 0) + 1);
          await new Promise((resolve) => setTimeout(resolve, 2));
          inHand.set(partition, (inHand.get(partition) ?? 0) - 1);
        },
      }),
    ),
  );
  // In some round, once the members have settled, both have a part and no partition is with both.
  await until(
    async () => {
      const before = members.map(({ deliveries }) => deliveries.length);
      const total = () =>
        members.reduce((sum, { deliveries }, i) => sum + deliveries.length - (before[i] ?? 0), 0);
      overlapped = false;
      await bus.publish(
        topic,
        sequence(64).map((n) => message(`k${n}`, String(n))),
      );
      await until(async () => total() >= 64 && (await bus.lag(topic, 'shared')) === 0, {
        timeoutMs: subject.patienceMs,
      });
      const [mine, theirs] = members.map(({ deliveries }, i) => {
        return new Set(deliveries.slice(before[i] ?? 0).map(({ partition }) => partition));
      });
      return (
        mine &&
        theirs &&
        mine.size > 0 &&
        theirs.size > 0 &&
        [...mine].every((each) => !theirs.has(each)) &&
        !overlapped
      );
    },
    { timeoutMs: subject.patienceMs, what: 'the members to share the partitions' },
  );
}

/** A member comes and goes while messages flow. */
export async function rebalances(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 6);
  const log: string[] = [];
  const handle = async ({ key, value }: Delivery) => void log.push(`${key} ${value}`);
  const keys = sequence(12).map((n) => `k${n}`);
  const done = new AbortController();
  let sent = 0;
  const publishing = (async () => {
    for (; !done.signal.aborted; sent += 1)
      await bus.publish(
        topic,
        keys.map((key) => message(key, String(sent))),
      );
  })();
  try {
    const steady = await record(subject, bus, { topics: [topic], group: 'moving', handle });
    await until(() => steady.deliveries.length > 20, { timeoutMs: subject.patienceMs });
    const guest = await record(subject, subject.open(), { topics: [topic], group: 'moving', handle });
    await until(() => guest.deliveries.length > 20, {
      timeoutMs: subject.patienceMs,
      what: 'the guest to get its share',
    });
    await guest.consumer.stop();
    const then = steady.deliveries.length;
    const partitions = () => new Set(steady.deliveries.slice(then).map(({ partition }) => partition)).size;
    await until(() => partitions() === 6, {
      timeoutMs: subject.patienceMs,
      what: 'the partitions to come back',
    });
  } finally {
    done.abort();
    await publishing;
  }
  await until(async () => (await bus.lag(topic, 'moving')) === 0, { timeoutMs: subject.patienceMs });
  for (const key of keys) {
    const values = log.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
    assert.deepEqual(unique(values), sequence(sent).map(String), `${key} in order, without holes`);
  }
}

/** A member is killed with a delivery in hand. */
export async function survivesDeath(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 4);
  const doomed = await subject.spawnMember({ topic, group: 'mortal', holdAt: '7' });
  await bus.publish(
    topic,
    sequence(20).map((n) => message('one', String(n))),
  );
  await until(() => doomed.events.some(({ event, value }) => event === 'started' && value === '7'), {
    timeoutMs: subject.patienceMs,
  });
  doomed.signal('SIGKILL');
  await doomed.ended();
  const heir = await record(subject, bus, { topics: [topic], group: 'mortal' });
  await until(() => heir.values('one').includes('19'), {
    timeoutMs: subject.patienceMs,
    what: 'the heir to take over',
  });
  const before = doomed.events.filter(({ event }) => event === 'handled').map(({ value }) => value ?? '');
  assert.deepEqual(before, sequence(7).map(String));
  assert.ok(heir.values('one').includes('7'), 'the delivery in hand came again');
  assert.deepEqual(unique([...before, ...heir.values('one')]), sequence(20).map(String));
}

/** A member is frozen with a delivery in hand, loses its partition, and wakes. */
export async function fencesCommits(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 1);
  const frozen = await subject.spawnMember({ topic, group: 'fenced', holdAt: '3' });
  await bus.publish(
    topic,
    sequence(10).map((n) => message('one', String(n))),
  );
  await until(() => frozen.events.some(({ event, value }) => event === 'started' && value === '3'), {
    timeoutMs: subject.patienceMs,
  });
  frozen.signal('SIGSTOP');
  const heir = await record(subject, bus, { topics: [topic], group: 'fenced' });
  await until(async () => heir.values('one').includes('9') && (await bus.lag(topic, 'fenced')) === 0, {
    timeoutMs: subject.patienceMs,
    what: 'the heir to take over from the frozen member',
  });
  frozen.tell('release');
  frozen.tell('stop');
  frozen.signal('SIGCONT');
  await frozen.ended();
  assert.ok(frozen.events.some(({ event, value }) => event === 'handled' && value === '3'));
  assert.equal(await bus.lag(topic, 'fenced'), 0);
}
