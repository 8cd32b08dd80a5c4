import type { FastifyRequest } from 'fastify';
import { type CheckSettings, faultsOf, type GateSetting, isSecret } from '../domain/checks.ts';
import { field } from './visit.ts';

/** What is wrong with a form, and where. */
export interface Problem {
  readonly text: string;
  readonly href: string;
}

/** A field of the form, as the page draws it. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly type: 'password' | 'text';
  /** What it shows: what was typed before, unless that is a secret. */
  readonly value: string;
}

/** As long as the contract lets each be; a token has to be shorter than what a field may hold. */
const most: Readonly<Record<GateSetting['kind'], number>> = {
  key: 4096,
  token: 7999,
  address: 300,
  text: 100,
};

/** What a check is to be given, as it was typed, and what is wrong with that, in the order of the page. */
export function readSettings(
  request: FastifyRequest,
  asked: readonly GateSetting[],
): { settings: CheckSettings; problems: Problem[] } {
  const typed = asked.map(({ name }) => [name, field(request, name).trim()] as const);
  const settings: CheckSettings = Object.fromEntries(typed.filter(([, value]) => value !== ''));
  const tooLong = asked
    .filter(({ name, kind }) => (settings[name] ?? '').length > most[kind])
    .map((setting) => ({ setting, problem: `must be ${most[setting.kind]} characters or fewer` }));
  const faults = [...tooLong, ...faultsOf(asked, settings)];
  const problems = asked.flatMap((setting) => {
    const fault = faults.find((one) => one.setting === setting);
    if (!fault) return [];
    const { name, label } = setting;
    const text = fault.problem === undefined ? `Enter the ${label}` : `The ${label} ${fault.problem}`;
    return [{ text, href: `#${name}` }];
  });
  return { settings, problems };
}

/** The fields that a form has; one that was refused shows again what is no secret. */
export function fieldsOf(request: FastifyRequest, asked: readonly GateSetting[]): Field[] {
  return asked.map((setting) => {
    const { name, label, hint, needed } = setting;
    return {
      ...{ name, hint },
      label: `${label.charAt(0).toUpperCase()}${label.slice(1)}${needed === 'never' ? ' (optional)' : ''}`,
      type: isSecret(setting) ? 'password' : 'text',
      value: isSecret(setting) ? '' : field(request, name),
    };
  });
}
