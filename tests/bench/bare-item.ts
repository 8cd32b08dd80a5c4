import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

/** The measure for reads: one Fastify route that answers an object as JSON from memory. Reads ITEM_FILE (JSON) and PORT. */
const item: Record<string, unknown> = JSON.parse(readFileSync(process.env.ITEM_FILE ?? '', 'utf8'));
const app = Fastify();
app.get('/content/*', async () => item);
app.get('/health/ready', async () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
