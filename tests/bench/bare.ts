import { openPool } from '@ashlar/postgres';
import Fastify from 'fastify';

/**
 * The measure that others are compared with: one Fastify route, validated by a schema, that stores one row durably in one statement.
 * Reads DATABASE_URL and PORT.
 */
const pool = openPool({ url: process.env.DATABASE_URL ?? '', applicationName: 'bare' });
await pool.query({
  text: `create table if not exists bare (
    id uuid primary key default gen_random_uuid(), amount int not null, reference text not null, description text not null,
    return_url text not null, created_at timestamptz not null default now())`,
});

const app = Fastify();
const text = { type: 'string', maxLength: 255 };
const schema = {
  body: {
    type: 'object',
    required: ['amount', 'reference', 'description', 'return_url'],
    properties: { amount: { type: 'integer' }, reference: text, description: text, return_url: text },
  },
};

interface Body {
  readonly amount: number;
  readonly reference: string;
  readonly description: string;
  readonly return_url: string;
}

app.post<{ Body: Body }>('/v1/payments', { schema }, async (request, reply) => {
  const { amount, reference, description, return_url } = request.body;
  const { rows } = await pool.query<{ id: string; created_at: Date }>({
    name: 'bare-insert',
    text: 'insert into bare (amount, reference, description, return_url) values ($1, $2, $3, $4) returning id, created_at',
    values: [amount, reference, description, return_url],
  });
  return reply
    .code(201)
    .send({ ...request.body, payment_id: rows[0]?.id, created_date: rows[0]?.created_at });
});

app.get('/health/ready', async () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
