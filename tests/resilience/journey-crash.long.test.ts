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

test.each<[string, string, Hit[]]>([
  ['content', 'as a page is published and read', [within('publishing'), before('pressing #start')]],
  [
    'identity',
    'as a person signs in',
    [before('pressing #start'), within('pressing #submit-password'), within('pressing #submit-consent')],
  ],
  [
    'payments',
    'as a person applies and pays',
    [
      within('pressing #submit-application'),
      within('pressing #submit-card-details'),
      within('pressing #confirm'),
    ],
  ],
  ['messaging', 'as the e-mail is asked for', [within('sending email')]],
  ['messaging', 'before the text is asked for', [before('sending sms')]],
  ['messaging', 'as the mailbox is read', [within('reading the mailbox')]],
  [
    'gateway',
    'as a person signs in and pays and is told',
    [before('pressing #submit-password'), within('pressing #confirm'), within('sending email')],
  ],
  [
    'registry',
    'as a page is published and a person pays',
    [before('publishing'), within('pressing #confirm')],
  ],
])(
  '%s is killed %s: the journey ends as it should, and nothing happens twice',
  (name, _when, hits) => journeySurvives(running.platform, hits, killing(running.platform, name)),
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
