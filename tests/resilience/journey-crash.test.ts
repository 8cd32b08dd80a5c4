import { afterAll, beforeAll, test } from '@jest/globals';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';
import { type Hit, journeySurvives, killing } from './journey-faults.ts';

const TIMEOUT_MS = 120_000;

let running: RunningPlatform;

beforeAll(async () => {
  // Work that a dead process had in hand is taken up after seconds rather than minutes.
  running = await startOne('postgres', { LEASE_S: '3', RESOLVE_AFTER_S: '2', RETRY_AFTER_S: '1' });
}, TIMEOUT_MS);

afterAll(() => running?.stop(), TIMEOUT_MS);

const before = (moment: string): Hit => ({ moment, when: 'before' });
const within = (moment: string): Hit => ({ moment, when: 'within' });

test.each<[string, Hit[]]>([
  ['content', [within('publishing'), before('pressing #start')]],
  [
    'identity',
    [before('pressing #start'), within('pressing #submit-password'), within('pressing #submit-consent')],
  ],
  [
    'payments',
    [
      within('pressing #submit-application'),
      within('pressing #submit-card-details'),
      within('pressing #confirm'),
    ],
  ],
  ['messaging', [within('sending email')]],
  ['messaging', [before('sending sms')]],
  ['messaging', [within('reading the mailbox')]],
  ['gateway', [before('pressing #submit-password'), within('pressing #confirm'), within('sending email')]],
  ['registry', [before('publishing'), within('pressing #confirm')]],
])(
  '%s is killed again and again during the journey: it ends as it should, and nothing happens twice',
  (name, hits) => journeySurvives(running.platform, hits, killing(running.platform, name)),
  TIMEOUT_MS,
);

test(
  'PostgreSQL is killed while the citizen pays: the journey goes on when it is back',
  () =>
    journeySurvives(running.platform, [within('pressing #submit-card-details')], async () => {
      const { postgres } = running.platform;
      if (!postgres) throw new Error('this test needs the embedded server');
      postgres.kill();
      await postgres.restart();
    }),
  TIMEOUT_MS,
);
