import type { MessagingSubject } from '@ashlar/conformance';
import { startOne } from '../journeys/platform.ts';

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
