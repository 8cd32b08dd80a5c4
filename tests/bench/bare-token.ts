import { createHash, generateKeyPairSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { openPool } from '@ashlar/postgres';
import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import { SignJWT } from 'jose';

/**
 * The measure that the token endpoint is compared with: one Fastify route by hand, which looks the client up, compares the hash of its secret
 * and signs an ES256 JWT with jose. Reads DATABASE_URL (identity's own database), ISSUER and PORT.
 */
const pool = openPool({ url: process.env.DATABASE_URL ?? '', applicationName: 'bare-token' });
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const kid = randomUUID();
const issuer = process.env.ISSUER ?? '';
const app = Fastify();
await app.register(formbody);

interface Ask {
  readonly grant_type: string;
  readonly scope: string;
  readonly client_id: string;
  readonly client_secret: string;
}

const text = { type: 'string', maxLength: 255 };
const schema = {
  body: {
    type: 'object',
    required: ['grant_type', 'scope', 'client_id', 'client_secret'],
    properties: {
      grant_type: { const: 'client_credentials' },
      scope: text,
      client_id: text,
      client_secret: text,
    },
  },
};

app.post<{ Body: Ask }>('/token', { schema }, async (request, reply) => {
  const { client_id: id, client_secret: secret, scope } = request.body;
  const { rows } = await pool.query<{ secret_hash: string; department: string; scopes: string[] }>({
    name: 'bare-client',
    text: 'select secret_hash, department, scopes from client where id = $1',
    values: [id],
  });
  const [client] = rows;
  const given = createHash('sha256').update(secret).digest();
  if (!client || !timingSafeEqual(given, Buffer.from(client.secret_hash, 'hex')))
    return reply.code(401).send({ error: 'invalid_client' });
  if (!scope.split(' ').every((one) => client.scopes.includes(one)))
    return reply.code(400).send({ error: 'invalid_scope' });
  const token = await new SignJWT({ scope, department: client.department, client_id: id })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
    .setIssuer(issuer)
    .setSubject(id)
    .setAudience(scope.split(':')[0] ?? '')
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(privateKey);
  return reply
    .header('cache-control', 'no-store')
    .send({ access_token: token, token_type: 'Bearer', expires_in: 600, scope });
});

app.get('/health/ready', async () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
