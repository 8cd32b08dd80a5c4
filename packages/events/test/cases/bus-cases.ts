import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { until } from '@ashlar/testkit';
import { fencesCommits, rebalances, sharesPartitions, survivesDeath } from './bus-group-cases.ts';
import { type BusSubject, makeGate, makeTopic, message, record, sequence, unique } from './bus-recorder.ts';
import type { Case } from './case.ts';

/** What every bus does. */
export const busCases: readonly Case<BusSubject>[] = [
  { name: 'keeps each publisher’s order of a key, under concurrent publishers', run: keepsOrder },
  { name: 'has a message once publish has resolved', run: isDurable },
  { name: 'gives every group every message', run: servesGroups },
  { name: 'serves several topics with one consumer', run: servesTopics },
  { name: 'starts a group at the end when asked to', run: startsAtEnd },
  { name: 'shares the partitions of a topic among the members of a group', run: sharesPartitions },
  {
    name: 'moves partitions when a member joins and leaves, losing nothing and keeping order',
    run: rebalances,
  },
  {
    name: 'gives the partitions and the delivery in hand of a member that dies to others',
    run: survivesDeath,
  },
  { name: 'takes no offset from a member that lost its partition', run: fencesCommits },
  { name: 'commits an offset only after the delivery is handled', run: commitsAfter },
  { name: 'tries a failing delivery again, in order, and lets other partitions flow', run: retries },
  { name: 'finishes and commits the delivery in hand when a consumer stops', run: stopsCleanly },
  { name: 'counts what a group has not handled', run: countsLag },
  { name: 'refuses a topic that does not exist', run: refusesUnknown },
  { name: 'rejects while the server is away, and goes on by itself after', run: survivesOutage },
];

async function keepsOrder(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 4);
  const recorder = await record(subject, bus, { topics: [topic], group: 'readers' });
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const publish = async (publisher: string) => {
    const own = subject.open();
    for (let n = 0; n < 40; n += 2) {
      await own.publish(
        topic,
        [n, n + 1].flatMap((each) => keys.map((key) => message(key, `${publisher}:${each}`))),
      );
    }
  };
  await Promise.all([publish('p'), publish('q'), publish('r')]);
  await recorder.until(3 * 40 * keys.length);
  for (const key of keys) {
    for (const publisher of ['p', 'q', 'r']) {
      const numbers = recorder.values(key).filter((value) => value.startsWith(publisher));
      assert.deepEqual(
        unique(numbers),
        sequence(40).map((n) => `${publisher}:${n}`),
      );
    }
  }
}

async function isDurable(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 3);
  await bus.publish(
    topic,
    sequence(20).map((n) => message(`k${n}`, String(n), { trace: `t${n}` })),
  );
  const other = subject.open();
  assert.equal(await other.lag(topic, 'late'), 20);
  const recorder = await record(subject, other, { topics: [topic], group: 'late' });
  await recorder.until(20);
  for (const { key, value, headers, timestamp } of recorder.deliveries) {
    assert.equal(key, `k${value}`);
    assert.equal(headers.trace, `t${value}`);
    assert.ok(Math.abs(Date.now() - timestamp.getTime()) < 60_000);
  }
}

async function servesGroups(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 2);
  const first = await record(subject, bus, { topics: [topic], group: 'first' });
  await bus.publish(
    topic,
    sequence(10).map((n) => message(`k${n % 3}`, String(n))),
  );
  await first.until(10);
  const second = await record(subject, subject.open(), { topics: [topic], group: 'second' });
  await second.until(10);
  assert.deepEqual(second.all(), first.all());
}

async function servesTopics(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 2);
  const { topic: other } = await makeTopic(subject, 1);
  const recorder = await record(subject, bus, { topics: [topic, other], group: 'both' });
  await bus.publish(topic, [message('a', 'one')]);
  await bus.publish(other, [message('a', 'two')]);
  await recorder.until(2);
  const heard = new Map(recorder.deliveries.map((delivery) => [delivery.topic, delivery.value]));
  assert.equal(heard.get(topic), 'one');
  assert.equal(heard.get(other), 'two');
}

async function startsAtEnd(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 1);
  await bus.publish(topic, [message('a', 'before')]);
  const recorder = await record(subject, bus, { topics: [topic], group: 'new', fromBeginning: false });
  // A group has its place once it has partitions, which a first message shows.
  let n = 0;
  await until(
    async () => {
      await bus.publish(topic, [message('a', `after ${n++}`)]);
      return recorder.deliveries.length > 0;
    },
    { timeoutMs: subject.patienceMs },
  );
  assert.ok(!recorder.all().includes('a before'));
}

async function commitsAfter(subject: BusSubject): Promise<void> {
  const { bus, topic: slow } = await makeTopic(subject, 1);
  const { topic: quick } = await makeTopic(subject, 1);
  const gate = makeGate(subject);
  const recorder = await record(subject, bus, {
    topics: [slow, quick],
    group: 'careful',
    async handle({ topic }) {
      if (topic === slow) await gate.passed;
    },
  });
  await bus.publish(slow, [message('a', 'slow')]);
  await until(() => recorder.started.includes('slow'), { timeoutMs: subject.patienceMs });
  await bus.publish(quick, [message('a', 'quick')]);
  await recorder.until(1);
  await recorder.caughtUp(quick);
  assert.equal(await bus.lag(slow, 'careful'), 1);
  gate.open();
  await recorder.caughtUp(slow);
}

async function retries(subject: BusSubject): Promise<void> {
  const { bus, topic, keys } = await makeTopic(subject, 4);
  const [bad, good] = keys;
  let healed = false;
  const attempts: string[] = [];
  const recorder = await record(subject, bus, {
    topics: [topic],
    group: 'stubborn',
    async handle({ key, value }) {
      if (key === bad && value.length > 0) attempts.push(value.toString());
      if (value.toString() === 'bad 0' && !healed) throw new Error('not yet');
    },
  });
  await recorder.caughtUp(topic);
  attempts.length = 0;
  await bus.publish(topic, [message(bad, 'bad 0'), message(bad, 'bad 1'), message(bad, 'bad 2')]);
  await until(() => attempts.length >= 2, { timeoutMs: subject.patienceMs, what: 'a second try' });
  await bus.publish(
    topic,
    sequence(5).map((n) => message(good, `good ${n}`)),
  );
  await until(() => recorder.values(good).includes('good 4'), {
    timeoutMs: subject.patienceMs,
    what: 'the other partition to flow',
  });
  assert.deepEqual(unique(attempts), ['bad 0']);
  healed = true;
  await until(() => recorder.values(bad).includes('bad 2'), {
    timeoutMs: subject.patienceMs,
    what: 'the failing partition to go on',
  });
  assert.deepEqual(unique(attempts), ['bad 0', 'bad 1', 'bad 2']);
}

async function stopsCleanly(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 1);
  const gate = makeGate(subject);
  const recorder = await record(subject, bus, {
    topics: [topic],
    group: 'leaving',
    async handle({ value }) {
      if (value.toString() === '1') await gate.passed;
    },
  });
  await bus.publish(
    topic,
    sequence(4).map((n) => message('a', String(n))),
  );
  await until(() => recorder.started.includes('1'), { timeoutMs: subject.patienceMs });
  const stopped = recorder.consumer.stop();
  gate.open();
  await stopped;
  assert.deepEqual(unique(recorder.values('a')), ['0', '1'], 'finished the one in hand and began no other');
  const next = await record(subject, subject.open(), { topics: [topic], group: 'leaving' });
  await until(() => next.values('a').includes('3'), { timeoutMs: subject.patienceMs });
  assert.deepEqual(unique(next.values('a')), ['2', '3'], 'the one in hand was committed');
}

async function countsLag(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 3);
  assert.equal(await bus.lag(topic, 'counted'), 0);
  await bus.publish(
    topic,
    sequence(9).map((n) => message(`k${n}`, String(n))),
  );
  assert.equal(await bus.lag(topic, 'counted'), 9);
  const recorder = await record(subject, bus, { topics: [topic], group: 'counted' });
  await recorder.until(9);
  await until(async () => (await bus.lag(topic, 'counted')) === 0, { timeoutMs: subject.patienceMs });
  assert.equal(await bus.lag(topic, 'another'), 9);
}

async function refusesUnknown(subject: BusSubject): Promise<void> {
  const bus = subject.open();
  const topic = `absent-${randomUUID()}`;
  await assert.rejects(bus.publish(topic, [message('a', 'lost')]));
  await assert.rejects(bus.consume({ topics: [topic], group: 'nobody', async handle() {} }));
  await bus.ensureTopics([{ name: topic, partitions: 1 }]);
  await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 60_000 }]);
  await bus.publish(topic, [message('a', 'kept')]);
  assert.equal(await bus.lag(topic, 'nobody'), 1);
}

async function survivesOutage(subject: BusSubject): Promise<void> {
  const { bus, topic } = await makeTopic(subject, 2);
  const recorder = await record(subject, bus, { topics: [topic], group: 'patient' });
  await bus.publish(topic, [message('a', 'before')]);
  await recorder.until(1);
  await bus.check();
  await subject.away();
  const asked = performance.now();
  await assert.rejects(bus.publish(topic, [message('a', 'during')]));
  assert.ok(performance.now() - asked < 8000, 'the rejection is quick');
  await assert.rejects(bus.check());
  await assert.rejects(subject.open().publish(topic, [message('a', 'from another')]));
  await subject.back();
  await until(() => bus.check().then(() => true), {
    timeoutMs: subject.patienceMs,
    what: 'the bus to be back',
  });
  await until(() => bus.publish(topic, [message('a', 'after')]).then(() => true), {
    timeoutMs: subject.patienceMs,
  });
  await until(() => recorder.values('a').includes('after'), {
    timeoutMs: subject.patienceMs,
    what: 'the consumer to go on by itself',
  });
  assert.equal(recorder.values('a')[0], 'before');
  await until(async () => (await bus.lag(topic, 'patient')) === 0, { timeoutMs: subject.patienceMs });
}
