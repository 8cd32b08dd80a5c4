import { type CaseResult, type MessagingSubject, messagingSuite, runSuite } from '@ashlar/conformance';
import { startOne } from '../journeys/platform.ts';
import { type PlantedFault, plant } from './faulty-proxy.ts';
import { MESSAGING_ERROR_FAULTS } from './messaging-error-faults.ts';
import { MESSAGING_FAULTS } from './messaging-faults.ts';

/** Every fault that the messaging suite has to catch. */
export const MESSAGING_PLANTED: readonly PlantedFault[] = [...MESSAGING_FAULTS, ...MESSAGING_ERROR_FAULTS];

/** The first case that fails of the section that has to catch `fault`, planted in a sound component; none when the fault passes unseen. */
export async function failsWith(running: MessagingRun, fault: PlantedFault): Promise<CaseResult[]> {
  const subject = await running.subject();
  const faulty = await plant(fault, subject.baseUrl);
  try {
    const judged = { ...subject, baseUrl: faulty.url };
    const results = await runSuite(messagingSuite, judged, { only: [fault.caughtBy], untilFailed: true });
    return results.filter(({ error }) => error);
  } finally {
    await faulty.close();
  }
}

/** A platform of its own whose messaging component can be judged. */
export interface MessagingRun {
  /** What the suite takes, with an administrator's token that lasts ten minutes from now. */
  subject(): Promise<MessagingSubject>;
  stop(): Promise<void>;
}

/** Starts a platform, and makes a test key for the demo department's messaging service. */
export async function startMessaging(): Promise<MessagingRun> {
  const { platform, stop } = await startOne('postgres');
  const { env, token } = platform;
  const department = String(env.DEMO_DEPARTMENT);
  const admin = () => token({ scope: 'messaging:admin', audience: 'messaging', department });
  return {
    stop,
    subject: async () => ({
      baseUrl: String(env.MESSAGING_URL),
      apiKey: String(env.NOTIFY_API_KEY),
      testApiKey: String(env.NOTIFY_TEST_API_KEY),
      adminToken: await admin(),
      operatorToken: await token({ scope: 'messaging:admin', audience: 'messaging', department: '*' }),
      emailTemplate: String(env.NOTIFY_EMAIL_TEMPLATE_ID),
      smsTemplate: String(env.NOTIFY_SMS_TEMPLATE_ID),
    }),
  };
}
