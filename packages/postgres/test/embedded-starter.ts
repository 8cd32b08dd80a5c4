// The process that starts a server in embedded-process.test.ts.
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/index.ts';

const [folder = '', port = ''] = process.argv.slice(2);
const server = await startEmbeddedPostgres({ folder, port: Number(port), settings: { fsync: 'off' } });
process.once('SIGINT', async () => {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query('select 1 as one');
  process.stdout.write(`drained: ${rows[0].one}\n`);
  await client.end();
  await server.stop();
});
process.stdout.write(`${server.url}\n`);
