/** A run of the conformance gate, as the contract shows it. */
export interface Check {
  readonly id: string;
  readonly implementation_id: string;
  readonly state: 'running' | 'passed' | 'failed';
  readonly profile: 'core' | 'full';
  /** How many cases there are. */
  readonly cases?: number;
  readonly sections: Sections;
  readonly failures: readonly Failure[];
  readonly outcome?: string;
  readonly attestation_id?: string;
  readonly started_at: string;
  readonly ended_at?: string;
}

/** How many cases passed and failed, by section. */
export type Sections = Readonly<Record<string, { readonly passed: number; readonly failed: number }>>;

/** A case that failed, and how. */
export interface Failure {
  readonly section: string;
  readonly name: string;
  readonly error: string;
}

/** How far a run is. */
export interface Progress {
  readonly cases: number | undefined;
  readonly sections: Sections;
  readonly failures: readonly Failure[];
}

/** What a run is given of the implementation; none of it is kept. */
export interface CheckSettings {
  readonly api_key: string;
  readonly other_api_key: string;
  readonly other_base_url?: string;
  readonly admin_token?: string;
  readonly account_id?: string;
}

/** The components that there is a gate for here. */
export const gatedComponents: readonly string[] = ['payments'];

const mostFailures = 100;
const longestError = 2000;

/** How far a run is after one more case. */
export function withCase(
  progress: Progress,
  { section, name, error }: { section: string; name: string; error?: string },
): Progress {
  const { passed, failed } = progress.sections[section] ?? { passed: 0, failed: 0 };
  const isFailed = error !== undefined;
  const sum = { passed: passed + (isFailed ? 0 : 1), failed: failed + (isFailed ? 1 : 0) };
  const isShown = isFailed && progress.failures.length < mostFailures;
  return {
    ...progress,
    sections: { ...progress.sections, [section]: sum },
    failures: isShown
      ? [...progress.failures, { section, name, error: error.slice(0, longestError) }]
      : progress.failures,
  };
}

/** A text without the secrets of a run: what an implementation answers may repeat them. */
export function withoutSecrets(text: string, settings: CheckSettings): string {
  const { api_key, other_api_key, admin_token } = settings;
  const secrets = [api_key, other_api_key, admin_token].filter((secret) => secret !== undefined);
  return secrets.reduce((left, secret) => left.replaceAll(secret, '(a key)'), text);
}

/** Whether the registry signs a token for a run: only about departments that the gate made up, and for no longer than an hour. */
export function isSignedFor(
  { component, now }: { component: string; now: Date },
  type: string,
  claims: Readonly<Record<string, unknown>>,
): boolean {
  const latest = now.getTime() / 1000 + 3660;
  return (
    ['order+jwt', 'handover+jwt'].includes(type) &&
    [component, 'elsewhere'].includes(String(claims.component)) &&
    /^gate-[a-z0-9-]+$/.test(String(claims.department)) &&
    Number(claims.exp) <= latest &&
    claims.iss === 'registry'
  );
}
