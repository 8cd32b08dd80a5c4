// One member of a group in a process of its own, for the tests to kill, freeze and stop. Prints a line of JSON for what happens.
import { createInterface } from 'node:readline';
import type { BusOptions } from '../src/bus/open-bus.ts';
import { openWithFault } from './bus-faults.ts';

interface Orders {
  bus: BusOptions;
  fault?: string;
  topic: string;
  group: string;
  /** From this value of a message on, a delivery stays in hand until the word `release`. */
  holdAt?: string;
}

const orders: Orders = JSON.parse(process.env.BUS_MEMBER ?? '{}');
const bus = openWithFault(orders.fault, orders.bus);
const released = Promise.withResolvers<void>();

const consumer = await bus.consume({
  topics: [orders.topic],
  group: orders.group,
  async handle({ key, value, partition, offset }) {
    say({ event: 'started', key, value: value.toString(), partition, offset });
    if (value.toString() === orders.holdAt) await released.promise;
    say({ event: 'handled', key, value: value.toString(), partition, offset });
  },
});
say({ event: 'joined' });

for await (const line of createInterface(process.stdin)) {
  if (line === 'release') released.resolve();
  if (line === 'stop') break;
}
await consumer.stop();
await bus.close();
say({ event: 'stopped' });
process.exit();

function say(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
