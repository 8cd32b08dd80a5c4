import { timingSafeEqual } from 'node:crypto';
import { byPasskey } from '../domain/methods.ts';
import type { PasskeyCeremonies } from '../domain/ports.ts';
import { passkeyAdded } from '../events/facts.ts';
import { readAccount } from '../store/accounts.ts';
import { countAttempts, forgetAttempts } from '../store/attempts.ts';
import { insertPasskey, type Passkey, readPasskey, readPasskeys, usePasskey } from '../store/passkeys.ts';
import { readProof } from '../store/proofs.ts';
import { changeOf, findOwn, logged, noticeTo, type Owner } from './account-area.ts';
import { noteFailure } from './audit/note.ts';
import type { Deps } from './deps.ts';
import { after, holderDigest } from './prove-email.ts';

/** The most passkeys of one account. */
const most = 20;
const longestName = 60;

/** What a browser needs to ask its authenticator for a sign-in; undefined where there are no passkeys. `holder` is the sign-in. */
export async function beginPasskeySignIn(deps: Deps, holder: string): Promise<string | undefined> {
  return deps.passkeys?.requestOptions(makeChallenge(deps, holder));
}

/** Takes what an authenticator signed. Whose passkey it is, it says itself; every refusal is the same. */
export async function signInWithPasskey(
  deps: Deps,
  input: { holder: string; response: string; address: string },
): Promise<{ accountId: string; email: string; methods: readonly string[] } | 'wrong' | 'too_many'> {
  const { passkeys } = deps;
  if (!passkeys) return 'wrong';
  const at = deps.now();
  const subject = deps.digest(`address\n${input.address}`);
  const endsAt = after(at, deps.limits.window);
  const [count = 0] = await countAttempts(deps.db, { subjects: [subject], at, endsAt });
  if (count > deps.limits.perAddress) return 'too_many';
  const challenge = challengeIn(deps, input);
  const known = await readPasskey(deps.db, passkeys.idOf(input.response) ?? '');
  if (
    !challenge ||
    !known ||
    !(await isRight(deps, passkeys, known, { response: input.response, challenge, at }))
  ) {
    await noteFailure(deps, 'passkey.failed', known?.accountId);
    return 'wrong';
  }
  await forgetAttempts(deps.db, subject, subject);
  return { accountId: known.accountId, email: known.email, methods: byPasskey(known.synced) };
}

/** Whether a response is of a passkey, for a challenge that was not used before, and of no copy; then the challenge is used. */
async function isRight(
  deps: Deps,
  passkeys: PasskeyCeremonies,
  known: Passkey,
  { response, challenge, at }: { response: string; challenge: Buffer; at: Date },
): Promise<boolean> {
  const counter = await passkeys.signed(response, challenge, known);
  if (counter === undefined) return false;
  const use = {
    id: known.id,
    counter,
    challenge: usedDigest(deps, challenge),
    at,
    endsAt: after(at, challengeS),
  };
  return usePasskey(deps.db, use);
}

/** The own passkeys, oldest first. */
export function findPasskeys(deps: Deps, accountId: string): Promise<Passkey[]> {
  return readPasskeys(deps.db, accountId);
}

/** Who has just created an account in a sign-in, by the proof of its address; undefined when nobody has. Whoever only replaced a password has not: factors are not added so. */
export async function findNewcomer(
  deps: Deps,
  holder: string,
): Promise<{ accountId: string; email: string } | undefined> {
  const proof = await readProof(deps.db, holderDigest(deps, holder), deps.now());
  if (!proof?.accountId || !proof.confirmedAt) return undefined;
  const account = await readAccount(deps.db, proof.accountId);
  const isNew = account && !account.disabledAt && account.createdAt >= proof.confirmedAt;
  return isNew ? { accountId: account.id, email: account.email } : undefined;
}

/** What a browser needs to have its authenticator make a passkey; undefined where there are none. */
export async function beginPasskey(deps: Deps, owner: Owner, holder: string): Promise<string | undefined> {
  const account = await findOwn(deps, owner.session);
  if (!account || !deps.passkeys) return undefined;
  const known = await readPasskeys(deps.db, account.id);
  const { id, email } = account;
  return deps.passkeys.creationOptions({
    accountId: id,
    email,
    challenge: makeChallenge(deps, holder),
    known,
  });
}

/** Adds the passkey that an authenticator made. False: it does not fit, or the account has it, or too many. */
export async function addPasskey(
  deps: Deps,
  owner: Owner,
  input: { holder: string; response: string; name: string },
): Promise<boolean> {
  const account = await findOwn(deps, owner.session);
  const challenge = challengeIn(deps, input);
  const made = challenge && (await deps.passkeys?.created(input.response, challenge));
  if (!account || !made) return false;
  const change = {
    ...changeOf(deps, owner, passkeyAdded, 'passkey_added'),
    mail: noticeTo(deps, account.email, owner.language, 'passkey_added'),
  };
  const name = input.name.trim().slice(0, longestName) || 'Passkey';
  return logged(deps, await insertPasskey(deps.db, change, { ...made, name }, most));
}

/** For so long a challenge can be signed, in seconds. */
const challengeS = 600;
const lengths = { random: 16, end: 6 };

/** A challenge proves itself: random bytes, its end and a digest over both and the holder. Nothing is stored until it is used. */
function makeChallenge(deps: Deps, holder: string): Buffer {
  const end = Buffer.alloc(lengths.end);
  end.writeUIntBE(after(deps.now(), challengeS).getTime(), 0, lengths.end);
  const head = Buffer.concat([deps.random(lengths.random), end]);
  return Buffer.concat([head, proofOf(deps, holder, head)]);
}

/** The challenge that a response is for; undefined when it is not the holder's, or its time is over. */
function challengeIn(
  deps: Deps,
  { holder, response }: { holder: string; response: string },
): Buffer | undefined {
  const challenge = deps.passkeys?.challengeOf(response);
  const length = lengths.random + lengths.end;
  if (!challenge || challenge.length <= length) return undefined;
  const head = challenge.subarray(0, length);
  const [proof, given] = [proofOf(deps, holder, head), challenge.subarray(length)];
  if (proof.length !== given.length || !timingSafeEqual(proof, given)) return undefined;
  return head.readUIntBE(lengths.random, lengths.end) > deps.now().getTime() ? challenge : undefined;
}

function proofOf(deps: Deps, holder: string, head: Buffer): Buffer {
  return deps.digest(`challenge\n${holder}\n${head.toString('base64')}`);
}

function usedDigest(deps: Deps, challenge: Buffer): Buffer {
  return deps.digest(`used\n${challenge.toString('base64')}`);
}
