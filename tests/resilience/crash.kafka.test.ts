import { test } from '@jest/globals';
import { withPlatform } from '../journeys/platform.ts';
import { killed, survives } from './crash-cases.ts';

test(
  'payments is killed three times under load, on Kafka: nothing accepted is lost or doubled',
  () => withPlatform('kafka', (platform) => survives(platform, killed('payments'))),
  240_000,
);
