import { setTimeout as wait } from 'node:timers/promises';
import { openPool } from '@ashlar/postgres';
import type { Coming, Manners } from './front.ts';
import type { Answer } from './http.ts';
import { componentOf, type Implementation, type Kind } from './implementations.ts';

/** A way in which a swap could be built wrong, planted outside the product's code. */
export interface Fault {
  readonly name: string;
  readonly what: string;
  /** Replaces functions of the fence in an implementation's database. */
  readonly sql?: string | ((kind: Kind) => string);
  /** How the front of each implementation behaves, which knows of the other one. */
  readonly manners?: (other: { readonly url: string }) => Manners;
  /** Whether it shows only at a component that works by itself. */
  readonly work?: true;
  /** Whether it shows only where work is in hand for long. */
  readonly slow?: true;
}

const writes = (name: string, body: string) =>
  `create or replace function ${name} returns text language plpgsql as $$ ${body} $$;`;
const asks = (name: string, body: string) =>
  `create or replace function ${name} returns boolean language plpgsql as $$ ${body} $$;`;

const fencedName = 'fenced(wanted text, given text default null)';
const everythingWrites = writes(fencedName, 'begin return wanted; end');
/** Some writes take long where everything else is quick: longer than a process that freezes waits for what is under way. */
const lullOf = (kind: Kind) =>
  kind === 'content' ? 'if random() < 0.15 then perform pg_sleep(1.5 + random()); end if;' : '';
const everybodyWorks = [
  asks('primary_held(wanted text)', 'begin return true; end'),
  asks('primary_here(wanted text)', 'begin return true; end'),
].join('\n');

/** Every fault that a drill must find. */
export const faults: readonly Fault[] = [
  {
    name: 'mirrored-write',
    what: 'each write goes to both implementations, and the one that follows takes it too',
    sql: everythingWrites,
    manners: (other) => ({ sees: (coming) => mirror(coming, other.url) }),
  },
  {
    name: 'no-barrier',
    what: 'the new one is told to begin before it has all that the old one accepted',
    manners: hurry,
  },
  {
    name: 'no-fence',
    what: 'nothing asks whether it may write',
    sql: (kind) => writes(fencedName, `begin ${lullOf(kind)} return wanted; end`),
    slow: true,
    // What is on its way for long comes to one that does not serve any more.
    manners: () => ({
      keeps: (coming) => (isChange(coming) && Math.random() < 0.1 ? wait(2000) : undefined),
    }),
  },
  {
    name: 'fence-before-write',
    what: 'whether it may write is asked before the write, and not held until it has ended',
    sql: (kind) =>
      writes(
        fencedName,
        `declare held fence;
       begin
         select * into held from fence where department = wanted;
         if held.role is not null and held.role <> 'primary' then perform fence_refuse(wanted, held); end if;
         if random() < 0.05 then perform pg_sleep(0.3 + random() * 0.7); end if;
         ${lullOf(kind)}
         return wanted;
       end`,
      ),
  },
  {
    name: 'follower-acts',
    what: 'the one that follows takes up the work of what it imports',
    sql: `${everythingWrites}\n${everybodyWorks}`,
    work: true,
    // So that there is work to be seen while it is not done yet.
    slow: true,
  },
];

/** Plants a fault's functions in the database of an implementation. */
export async function plantSql({ sql }: Fault, { kind, server, name }: Implementation): Promise<void> {
  const text = typeof sql === 'function' ? sql(kind) : sql;
  if (text === undefined) return;
  if (!server) throw new Error(`${name} has no fence that a fault could be planted in`);
  const pool = openPool({ url: server.urlOf(componentOf(kind)), applicationName: 'drill', max: 1 });
  await pool.query({ text }).finally(() => pool.end());
}

function isChange({ method, path }: Coming): boolean {
  return ['POST', 'PUT', 'PATCH'].includes(method) && /^\/v\d\//.test(path);
}

function mirror(coming: Coming, other: string): void {
  if (!isChange(coming)) return;
  const { method, path, headers, body } = coming;
  const { host: _host, connection: _connection, 'ashlar-grant': _grant, ...kept } = headers;
  // What the other says is nobody's business.
  fetch(`${other}${path}`, {
    method,
    headers: Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, String(value)])),
    ...(body.length > 0 && { body }),
  }).then(
    (answer) => answer.body?.cancel(),
    () => {},
  );
}

/** Says that all was applied and that nothing differs, while what the other tells comes late. */
function hurry(): Manners {
  const isState = ({ method, path }: Coming) => method === 'GET' && /\/handover\/[^/]+$/.test(path);
  const isDigest = ({ path }: Coming) => path.includes('/digest');
  const isFeed = ({ path }: Coming) => path.includes('/feed');
  return {
    changes: (coming) => isState(coming) || isDigest(coming) || isFeed(coming),
    async change(coming, answer): Promise<Answer> {
      if (answer.status !== 200) return answer;
      if (isFeed(coming)) await wait(700);
      if (isState(coming)) return { ...answer, text: withoutDelay(answer.text) };
      if (!isDigest(coming)) return answer;
      return { ...answer, text: JSON.stringify({ position: 1, entities: {} }) };
    },
  };
}

function withoutDelay(text: string): string {
  const state = JSON.parse(text);
  if (!state.follow) return text;
  return JSON.stringify({
    ...state,
    follow: { ...state.follow, phase: 'feed', position: state.follow.position + 1_000_000, lag_ms: 0 },
  });
}
