import type { GatePlan } from './plan.ts';

/** A component of ours that there is a gate for: all that a registry and the command lines know of it. */
export interface GatedComponent {
  /** For whoever starts a run: what it leaves at the candidate, and what to give it, in sentences. */
  readonly advice: string;
  /** What it is given of the candidate, in the order in which people are asked for it. */
  readonly settings: readonly GateSetting[];
  /**
   * Makes the plan from these settings by their names, and `baseUrl` and `profile` beside them, as a suite of somebody's own does (`--suite`). Rejects with what the
   * candidate lacks, as the middle of a sentence.
   */
  plan(given: Readonly<Record<string, string>>): Promise<GatePlan>;
}

/** Something of the candidate that a gate is given. */
export interface GateSetting {
  /** Its name in the registry's contract (`CheckSettings`). */
  readonly name: string;
  /** What it is, after "the". */
  readonly label: string;
  /** What it has to be able to do, or where it is from. */
  readonly hint: string;
  /** Keys and tokens are secret: they are neither kept nor shown. */
  readonly kind: 'key' | 'token' | 'address' | 'text';
  /** Whether a run needs it: of any profile, of the full one, or not at all. */
  readonly needed: 'always' | 'full' | 'never';
}

/** Each component that there is a gate for, by its id. A further one is one more entry; what it is given stands in the registry's contract too. */
export const gatedComponents: Readonly<Record<string, GatedComponent>> = {
  payments: {
    advice:
      'The check makes payments and accounts there. Use test accounts of two departments whose names begin with “gate-”.',
    settings: [
      {
        ...{ name: 'api_key', kind: 'key', needed: 'always' },
        ...{ label: 'API key of the first account', hint: 'Of a test account that may do everything' },
      },
      {
        ...{ name: 'other_api_key', kind: 'key', needed: 'always' },
        label: 'API key of the other account',
        hint: 'Of a test account of another department, which may do nothing special',
      },
      {
        ...{ name: 'other_base_url', kind: 'address', needed: 'never' },
        ...{ label: 'address for the other account', hint: 'Where it is not that of the implementation' },
      },
      {
        ...{ name: 'admin_token', kind: 'token', needed: 'full' },
        ...{ label: 'access token of an administrator', hint: 'It may administer the first account' },
      },
      {
        ...{ name: 'account_id', kind: 'text', needed: 'full' },
        ...{ label: 'id of the first account', hint: 'Its number at the implementation' },
      },
    ],
    async plan({ baseUrl = '', profile, api_key: apiKey = '', ...more }) {
      const { paymentsPlan } = await import('../payments/gate.ts');
      const { other_api_key = '', other_base_url = baseUrl, admin_token: token, account_id } = more;
      const subject = { baseUrl, apiKey, other: { baseUrl: other_base_url, apiKey: other_api_key } };
      const admin = token && account_id ? { admin: { token, accountId: account_id } } : {};
      return paymentsPlan({ ...subject, ...admin }, profile === 'full' ? 'full' : 'core');
    },
  },
  messaging: {
    advice:
      'The check sends messages to made-up people and makes messaging services there. Use a service of a department whose name begins with “gate-”. ' +
      'The implementation has to let callbacks go to the machine that the check runs on.',
    settings: [
      {
        ...{ name: 'api_key', kind: 'key', needed: 'always' },
        label: 'live API key',
        hint: 'Of a messaging service that has a template of emails and one of text messages, each with a placeholder',
      },
      {
        ...{ name: 'test_api_key', kind: 'key', needed: 'full' },
        ...{ label: 'test API key', hint: 'Of the same service' },
      },
      {
        ...{ name: 'admin_token', kind: 'token', needed: 'full' },
        label: 'access token of an administrator',
        hint: 'With the scope messaging:admin, for the department of the service',
      },
    ],
    async plan({ baseUrl = '', profile, api_key: apiKey = '', test_api_key, admin_token }) {
      const { messagingPlan } = await import('../messaging/gate.ts');
      const test = test_api_key ? { testApiKey: test_api_key } : {};
      const admin = admin_token ? { adminToken: admin_token } : {};
      return messagingPlan({ baseUrl, apiKey, ...test, ...admin }, profile === 'full' ? 'full' : 'core');
    },
  },
  content: {
    advice:
      'The check writes, publishes and takes away pages below /conformance there. Use a publishing application of a department whose name begins with “gate-”, whose pages are read at the ' +
      'address itself (SITE_DEPARTMENT).',
    settings: [
      {
        ...{ name: 'api_key', kind: 'token', needed: 'always' },
        ...{ label: 'publishing token', hint: 'Of the department whose pages are read there' },
      },
    ],
    async plan({ baseUrl = '', profile, api_key: apiKey = '' }) {
      const { contentPlan } = await import('../content/gate.ts');
      return contentPlan({ baseUrl, apiKey }, profile === 'full' ? 'full' : 'core');
    },
  },
  identity: {
    advice:
      'The check makes people and clients there, which go once it follows another issuer. It has to serve nobody yet. Its ISSUER may be the address of the gateway already.',
    settings: [
      {
        ...{ name: 'api_key', kind: 'token', needed: 'always' },
        label: 'access token of the operators',
        hint: 'Of the implementation itself, with the scopes identity:admin and identity:changes, for all departments',
      },
    ],
    async plan({ baseUrl = '', profile, api_key: token = '' }) {
      const { identityPlan } = await import('../identity/gate.ts');
      return identityPlan({ baseUrl, token }, profile === 'full' ? 'full' : 'core');
    },
  },
};

/** What a run of a profile needs and is not given. */
export function missingSettings(
  { settings }: GatedComponent,
  profile: string,
  given: Readonly<Record<string, string | undefined>>,
): GateSetting[] {
  const isNeeded = ({ needed }: GateSetting) =>
    needed === 'always' || (needed === 'full' && profile === 'full');
  return settings.filter((setting) => isNeeded(setting) && !given[setting.name]);
}
