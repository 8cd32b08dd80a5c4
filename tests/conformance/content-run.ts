import { type CaseResult, type ContentSubject, contentSuite, runSuite } from '@ashlar/conformance';
import type { Platform } from '@ashlar/local';
import { freePort, until } from '@ashlar/testkit';
import { startOne } from '../journeys/platform.ts';
import { CONTENT_FAULTS } from './content-faults.ts';
import { CONTENT_READING_FAULTS } from './content-reading-faults.ts';
import { type PlantedFault, plant } from './faulty-proxy.ts';

/** Every fault that the content suite has to catch. */
export const CONTENT_PLANTED: readonly PlantedFault[] = [...CONTENT_FAULTS, ...CONTENT_READING_FAULTS];

/** A platform of its own whose content component can be judged. */
export interface ContentRun {
  readonly subject: ContentSubject;
  stop(): Promise<void>;
}

/** What the content suite says of an implementation with a fault in. */
export interface ContentVerdict {
  /** The cases that failed. */
  readonly failed: readonly CaseResult[];
  /** See `Planted.mistakes`: none when the fault is a fair one. */
  readonly mistakes: readonly string[];
}

/** Starts a platform, and lets its second department publish at an address of its own. */
export async function startContent(): Promise<ContentRun> {
  const { platform, stop } = await startOne('postgres');
  try {
    const { CONTENT_URL, PUBLISHING_TOKEN } = platform.env;
    const other = await openOther(platform);
    return { stop, subject: { baseUrl: String(CONTENT_URL), apiKey: String(PUBLISHING_TOKEN), other } };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the section that has to catch `fault` says of it, until its first case fails. */
export async function judgedContent(
  { subject }: ContentRun,
  fault: PlantedFault,
  only: readonly string[] = [fault.caughtBy],
): Promise<ContentVerdict> {
  const own = await plant(fault, subject.baseUrl, { component: 'content' });
  const other =
    subject.other && (await plant(fault, subject.other.baseUrl, { component: 'content', owner: subject }));
  try {
    const planted = {
      ...subject,
      baseUrl: own.url,
      ...(subject.other && other && { other: { ...subject.other, baseUrl: other.url } }),
    };
    const results = await runSuite(contentSuite, planted, { only, untilFailed: true });
    const mistakes = [...own.mistakes, ...(other?.mistakes ?? [])];
    return { failed: results.filter(({ error }) => error !== undefined), mistakes };
  } finally {
    await Promise.all([own.close(), other?.close()]);
  }
}

const department = 'demo-two';

async function openOther(platform: Platform): Promise<NonNullable<ContentSubject['other']>> {
  const operator = await platform.token({ scope: 'registry:admin registry:routing' });
  const port = await freePort();
  const place = { name: 'CONTENT_OTHER_URL', component: 'content', department, port };
  await make(`${platform.env.REGISTRY_URL}/ashlar/v1/entry-points`, operator, place);
  const admin = await platform.token({ scope: 'content:admin', audience: 'content', department });
  const applications = `${platform.serviceUrl('content')}/ashlar/v1/publishing-applications`;
  const { id } = await make(applications, admin, { service: 'fishing-licence', name: 'The other editors' });
  const { token } = await make(`${applications}/${id}/tokens`, admin, { description: 'conformance' });
  const baseUrl = `http://127.0.0.1:${port}`;
  const reaches = () =>
    fetch(`${baseUrl}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(reaches, { timeoutMs: 20_000 });
  return { baseUrl, apiKey: String(token) };
}

async function make(url: string, key: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${url} answers ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
