import { randomUUID } from 'node:crypto';
import {
  type Answer,
  type Ask,
  accessToken,
  anApplication,
  aTransaction,
  type Method,
  type Service,
} from './fixtures.ts';

/** What every request of the list has to do with. */
export interface World {
  readonly service: Service;
  readonly application: { readonly id: string; readonly token: string };
  /** Headers of each request that is sent. */
  readonly headers: Record<string, string>;
}

/** A request that is ready to be sent, again and again. */
export type Send = () => Promise<Answer>;

/** A world of the department demo. */
export async function aWorld(service: Service, headers: Record<string, string> = {}): Promise<World> {
  return { service, application: await anApplication(service), headers };
}

type Prepare = (world: World) => Promise<Send>;

/** Every operation that changes something, as a request that will be accepted. */
export const mutations: Readonly<Record<string, Prepare>> = {
  putContent: async (world) => {
    const id = randomUUID();
    return sends(world, 'PUT', `/v2/content/${id}`, aTransaction(`/page-${id}`));
  },
  publishContent: async (world) => onDraft(world, 'publish'),
  republishContent: async (world) => onPublished(world, 'republish'),
  unpublishContent: async (world) => onPublished(world, 'unpublish', { type: 'gone' }),
  discardDraft: async (world) => onDraft(world, 'discard-draft'),
  patchLinkSet: async (world) =>
    sends(world, 'PATCH', `/v2/links/${randomUUID()}`, { links: { organisations: [randomUUID()] } }),
  reservePath: async (world) =>
    sends(world, 'PUT', `/paths/reserved-${randomUUID()}`, { publishing_app: 'publisher' }),
  releasePath: async (world) => {
    const path = `/paths/released-${randomUUID()}`;
    await done(sends(world, 'PUT', path, { publishing_app: 'publisher' }));
    return sends(world, 'DELETE', path, { publishing_app: 'publisher' });
  },
  putPublishIntent: async (world) => sends(world, 'PUT', `/publish-intent/soon-${randomUUID()}`, anIntent),
  deletePublishIntent: async (world) => {
    const path = `/publish-intent/soon-${randomUUID()}`;
    await done(sends(world, 'PUT', path, anIntent));
    return sends(world, 'DELETE', path);
  },
  createPublishingApplication: async (world) =>
    administers(world, 'POST', '', { department: 'demo', service: 'fishing-licence', name: 'More editors' }),
  createPublishingToken: async (world) =>
    administers(world, 'POST', `/${world.application.id}/tokens`, { description: 'more' }),
  revokePublishingToken: async (world) => {
    const tokens = `/${world.application.id}/tokens`;
    const { json } = await done(await administers(world, 'POST', tokens, { description: 'to go' }));
    return administers(world, 'DELETE', `${tokens}/${json.id}`);
  },
  createDocumentType: async (world) => registers(world, '', { name: `type_${randomUUID().slice(0, 8)}` }),
  createDocumentTypeVersion: async (world) => {
    const name = `type_${randomUUID().slice(0, 8)}`;
    await done(await registers(world, '', { name }));
    return registers(world, `/${name}/versions`, { version: 2 });
  },
  createPreviewLink: async (world) => preview(world),
  revokePreviewLink: async (world) => {
    const { json } = await done(await preview(world));
    return sends(world, 'DELETE', `/ashlar/v1/preview-links/${json.id}`);
  },
};

const anIntent = {
  publishing_app: 'publisher',
  rendering_app: 'frontend',
  publish_time: '2030-01-02T09:30:00Z',
};

/** Operations that are not a GET and change nothing of a department's content, and why. */
export const otherwise: Readonly<Record<string, string>> = {
  getLinkSets: 'asks',
  lookUpByBasePath: 'asks',
  setHandoverRole: 'of the registry',
  followHandover: 'of the registry',
  unfollowHandover: 'of the registry',
};

async function preview(world: World): Promise<Send> {
  const base_path = `/seen-${randomUUID()}`;
  await done(sends(world, 'PUT', `/v2/content/${randomUUID()}`, aTransaction(base_path)));
  return sends(world, 'POST', '/ashlar/v1/preview-links', { base_path });
}

async function onDraft(world: World, command: string): Promise<Send> {
  const id = randomUUID();
  await done(sends(world, 'PUT', `/v2/content/${id}`, aTransaction(`/page-${id}`)));
  return sends(world, 'POST', `/v2/content/${id}/${command}`, {});
}

async function onPublished(world: World, command: string, body: object = {}): Promise<Send> {
  const id = randomUUID();
  await done(sends(world, 'PUT', `/v2/content/${id}`, aTransaction(`/page-${id}`)));
  await done(sends(world, 'POST', `/v2/content/${id}/publish`, {}));
  return sends(world, 'POST', `/v2/content/${id}/${command}`, body);
}

function sends(
  { service, application, headers }: World,
  method: Method,
  path: string,
  body?: Ask['body'],
): Send {
  return () =>
    service.call(method, path, { key: application.token, headers, ...(body !== undefined && { body }) });
}

async function administers(
  { service, headers }: World,
  method: Method,
  rest: string,
  body?: Ask['body'],
): Promise<Send> {
  const key = await accessToken(service);
  const path = `/ashlar/v1/publishing-applications${rest}`;
  return () => service.call(method, path, { key, headers, ...(body !== undefined && { body }) });
}

async function done(send: Send): Promise<Answer> {
  const answer = await send();
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}

async function registers({ service, headers }: World, rest: string, words: object): Promise<Send> {
  const key = await accessToken(service);
  const body = { department: 'demo', details: { type: 'object' }, ...words };
  return () => service.call('POST', `/ashlar/v1/document-types${rest}`, { key, headers, body });
}
