import type { Case } from '../suite.ts';
import { assertErrors, assertListens, call, type MessagingSubject, tokenOf } from './subject.ts';

const unknown = '0198c2f0-a1b2-4c33-9d44-000000000000';

type Refusal = readonly [
  name: string,
  authorization: (subject: MessagingSubject) => string | null,
  status: number,
  message: string,
];

const bearer =
  (changes: Parameters<typeof tokenOf>[1]) =>
  ({ apiKey }: MessagingSubject) =>
    `Bearer ${tokenOf(apiKey, changes)}`;

const refusals: readonly Refusal[] = [
  ['no header', () => null, 401, 'Unauthorized: authentication token must be provided'],
  ['another scheme', () => 'Basic YTpi', 401, 'Unauthorized: authentication bearer scheme must be used'],
  [
    'no token in it',
    () => 'Bearer rubbish',
    403,
    'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header',
  ],
  ['no iss', bearer({ claims: { iss: undefined } }), 403, 'Invalid token: iss field not provided'],
  [
    'an iss that is no id',
    bearer({ claims: { iss: 'x' } }),
    403,
    'Invalid token: service id is not the right data type',
  ],
  ['an unknown service', bearer({ claims: { iss: unknown } }), 403, 'Invalid token: service not found'],
  [
    'another algorithm',
    bearer({ header: { alg: 'none' } }),
    403,
    'Invalid token: algorithm used is not HS256',
  ],
  [
    'another secret',
    ({ apiKey }) => `Bearer ${tokenOf(`${apiKey.slice(0, -36)}${unknown}`)}`,
    403,
    'Invalid token: API key not found',
  ],
  [
    'an old iat',
    ({ apiKey }) => `Bearer ${tokenOf(apiKey, { claims: { iat: Date.now() / 1000 - 60 } })}`,
    403,
    'Error: Your system clock must be accurate to within 30 seconds',
  ],
];

/** Who is let in, and what the others are told. */
export const accessCases: readonly Case<MessagingSubject>[] = refusals.map(
  ([name, authorization, status, message]) => ({
    section: 'access',
    name: `${name} is ${status}, before the body is looked at`,
    async run(subject) {
      const ask = { authorization: authorization(subject), text: '{' };
      const answer = await call(subject, 'sendEmail', '/v2/notifications/email', ask);
      assertErrors(answer, status, [`AuthError: ${message}`]);
      await assertListens(subject);
    },
  }),
);
