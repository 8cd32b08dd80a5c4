import { checkBaseUrl } from './base-url.ts';

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

/** What a run is given of the implementation, by names of the contract; none of it is kept. */
export type CheckSettings = Readonly<Record<string, string>>;

/** What the gate of a component asks of whoever starts a run. */
export interface GateDemands {
  /** What it leaves at the implementation, and what to give it, in sentences. */
  readonly advice: string;
  /** In the order in which people are asked. */
  readonly settings: readonly GateSetting[];
}

/** Something of the implementation that a gate is given. */
export interface GateSetting {
  readonly name: string;
  /** What it is, after "the". */
  readonly label: string;
  readonly hint: string;
  readonly kind: 'key' | 'token' | 'address' | 'text';
  /** Whether a run needs it: of any profile, of the full one, or not at all. */
  readonly needed: 'always' | 'full' | 'never';
}

/** Why a run cannot be started with what is given. */
export interface SettingFault {
  readonly setting: GateSetting;
  /** What it must be, or must not; undefined when it is missing. */
  readonly problem?: string;
}

/** What a run of a profile is given: those that only the full one needs are not asked for otherwise. */
export function askedFor(settings: readonly GateSetting[], profile: 'core' | 'full'): GateSetting[] {
  return settings.filter(({ needed }) => profile === 'full' || needed !== 'full');
}

/** What is missing, or no address that the gate may call, in the order of the settings. */
export function faultsOf(asked: readonly GateSetting[], given: CheckSettings): SettingFault[] {
  return asked.flatMap((setting) => {
    const value = given[setting.name];
    if (value === undefined) return setting.needed === 'never' ? [] : [{ setting }];
    const checked = setting.kind === 'address' ? checkBaseUrl(value) : undefined;
    return checked && 'problem' in checked ? [{ setting, problem: checked.problem }] : [];
  });
}

/** Whether nobody may see it. */
export function isSecret({ kind }: GateSetting): boolean {
  return kind === 'key' || kind === 'token';
}

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
export function withoutSecrets(text: string, asked: readonly GateSetting[], given: CheckSettings): string {
  const secrets = asked.filter(isSecret).flatMap(({ name }) => given[name] ?? []);
  // A key of GOV.UK Notify's form ends in what is signed with, 36 characters that are as good as all of it.
  const all = [...secrets, ...secrets.map((secret) => secret.slice(-36))];
  return all.reduce((left, secret) => left.replaceAll(secret, '(a key)'), text);
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
