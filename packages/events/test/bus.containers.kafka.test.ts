import { freePort } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import {
  GenericContainer,
  getContainerRuntimeClient,
  ImageName,
  type StartedTestContainer,
  Wait,
} from 'testcontainers';
import { createBusSubject } from './bus-subject.ts';
import { busCases } from './cases/bus-cases.ts';

const image = 'apache/kafka:4.1.0';

// Taking the server away is tried on the broker that needs no container.
const cases = busCases.filter(({ name }) => !name.includes('server is away'));

test('the bus on Kafka in a container, where there is a Docker engine', async () => {
  const lacking = await findLacking();
  if (lacking !== undefined) {
    process.stdout.write(`The bus was not tried with Kafka in a container: ${lacking}\n`);
    expect(lacking).toMatch(/Docker engine/);
    return;
  }
  const port = await freePort();
  const container = await startContainer(port);
  const passed: string[] = [];
  try {
    for (const { name, run } of cases) {
      const subject = createBusSubject(
        { kind: 'kafka', brokers: [`127.0.0.1:${port}`], clientId: 'bus-test', memberTimeoutMs: 6000 },
        { away: neverAway, back: neverAway },
      );
      await run(subject).finally(() => subject.close());
      passed.push(name);
    }
  } finally {
    await container.stop();
  }
  expect(passed).toEqual(cases.map(({ name }) => name));
  process.stdout.write(`The bus passed ${passed.length} cases with ${image} in a container.\n`);
}, 300_000);

/** One sentence about what is missing for a container, or nothing. */
async function findLacking(): Promise<string | undefined> {
  try {
    const client = await getContainerRuntimeClient();
    const name = ImageName.fromString(image);
    if (!(await client.image.exists(name))) await client.image.pull(name);
    return undefined;
  } catch (error) {
    return `no Docker engine answers, or it has no ${image} (${String(error).split('\n', 1)[0]})`;
  }
}

/** A broker must be told the address that its clients use, so its port on this machine is chosen before it starts. */
function startContainer(port: number): Promise<StartedTestContainer> {
  // This test ends its container itself; the image of the helper that would do it need not be there.
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  return new GenericContainer(image)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    })
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(120_000)
    .start();
}

async function neverAway(): Promise<void> {
  throw new Error('This broker stays');
}
