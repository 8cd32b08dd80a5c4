import type { FastifyRequest } from 'fastify';
import { checkBaseUrl } from '../domain/base-url.ts';
import type { CheckSettings } from '../domain/checks.ts';
import type { Implementation } from '../domain/entities.ts';
import { field } from './visit.ts';

/** What is wrong with a form, and where. */
export interface Problem {
  readonly text: string;
  readonly href: string;
}

type Member = keyof CheckSettings;

/** As long as the contract lets each be; a token has to be shorter than what a field may hold. */
const most: Readonly<Record<Member, number>> = {
  api_key: 4096,
  other_api_key: 4096,
  other_base_url: 2048,
  admin_token: 7999,
  account_id: 100,
};

const names: Readonly<Record<Member, string>> = {
  api_key: 'API key of the first account',
  other_api_key: 'API key of the other account',
  other_base_url: 'address for the other account',
  admin_token: 'access token of an administrator',
  account_id: 'id of the first account',
};

/** What a check is to be given, as it was typed, and what is wrong with that, in the order of the page. */
export function readSettings(
  request: FastifyRequest,
  { profile = 'core' }: Implementation,
): { settings: CheckSettings; problems: Problem[] } {
  const typed = (name: Member) => field(request, name).trim();
  const needed: Member[] = ['api_key', 'other_api_key'];
  if (profile === 'full') needed.push('admin_token', 'account_id');
  const wrong = (name: Member): string | undefined => {
    if (typed(name) === '') return needed.includes(name) ? `Enter the ${names[name]}` : undefined;
    if (typed(name).length > most[name])
      return `The ${names[name]} must be ${most[name]} characters or fewer`;
    const checked = name === 'other_base_url' ? checkBaseUrl(typed(name)) : {};
    return 'problem' in checked ? `The ${names[name]} ${checked.problem}` : undefined;
  };
  const order: Member[] = ['api_key', 'other_api_key', 'other_base_url', 'admin_token', 'account_id'];
  const problems = order.flatMap((name) => {
    const text = wrong(name);
    return text === undefined ? [] : [{ text, href: `#${name}` }];
  });
  const given = order.filter((name) => typed(name) !== '').map((name) => [name, typed(name)]);
  return { settings: Object.fromEntries(given) as CheckSettings, problems };
}

/** What a form that was refused shows again: what is no secret. */
export function shownAgain(request: FastifyRequest): Record<string, string> {
  return { other_base_url: field(request, 'other_base_url'), account_id: field(request, 'account_id') };
}
