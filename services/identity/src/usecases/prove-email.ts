import { randomUUID } from 'node:crypto';
import { emailOf } from '../domain/email.ts';
import type { Mail, MailLanguage } from '../domain/mail.ts';
import { countAttempts, extendAttempts, forgetAttempts, readAttempts } from '../store/attempts.ts';
import { confirmProof, insertProof, readProof, type StoredMail } from '../store/proofs.ts';
import { noteFailure, noteRefusal } from './audit/note.ts';
import type { Deps } from './deps.ts';

/** An address that a browser is proving to be its person's. */
export interface Proof {
  readonly email: string;
  readonly confirmed: boolean;
}

/**
 * Sends a code to an address, so that the person can prove to read what is sent there. Nothing is looked up: whether there is an account of the address, the same is
 * done and said. `holder` names the sign-in or session that goes on with it. The code and the mail are stored together, and messaging may be away.
 */
export async function beginProof(
  deps: Deps,
  input: { holder: string; email: string; address: string; language: MailLanguage },
): Promise<'sent' | 'no_email' | 'too_many'> {
  const email = emailOf(input.email);
  return email === undefined ? 'no_email' : sendCode(deps, { ...input, email }, 'code');
}

/** The same by text message to a phone number (E.164): the limits are those of addresses. */
export function beginPhoneProof(
  deps: Deps,
  { phone, ...input }: { holder: string; phone: string; address: string; language: MailLanguage },
): Promise<'sent' | 'too_many'> {
  return sendCode(deps, { ...input, email: phone }, 'phone_code');
}

async function sendCode(
  deps: Deps,
  { email, ...input }: { holder: string; email: string; address: string; language: MailLanguage },
  kind: 'code' | 'phone_code',
): Promise<'sent' | 'too_many'> {
  const { codes } = deps.limits;
  const at = deps.now();
  const lockEnd = after(at, codes.lockS);
  const subjects = [deps.digest(`codes\n${email}`), deps.digest(`codes from\n${input.address}`)];
  const [toEmail = 0, fromAddress = 0] = await countAttempts(deps.db, {
    subjects,
    at,
    endsAt: lockEnd,
    email: emailDigest(deps, email),
  });
  const failures = await readAttempts(deps.db, codeSubject(deps, email), at);
  if (toEmail > codes.perEmail || fromAddress > deps.limits.perAddress || failures >= codes.tries)
    return 'too_many';
  const code = String(deps.random(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
  const holder = holderDigest(deps, input.holder);
  await insertProof(deps.db, {
    holder,
    emailDigest: emailDigest(deps, email),
    email: deps.seal(email),
    codeDigest: codeDigest(deps, holder, code),
    at,
    mail: sealMail(deps, { kind, to: email, language: input.language, code }, after(at, codes.lifetimeS)),
  });
  return 'sent';
}

/** What a browser is proving; undefined when that is nothing, or its time is over. */
export async function findProof(deps: Deps, holder: string): Promise<Proof | undefined> {
  const proof = await readProof(deps.db, holderDigest(deps, holder), deps.now());
  return proof && { email: deps.unseal(proof.email), confirmed: proof.confirmedAt !== null };
}

/**
 * Takes a code. The try is counted before it is compared, so that no number of tries at once gets past the limit; the last one that is borne locks the address for a
 * while, whoever asks. `over`: there is nothing to prove, or its time is over.
 */
export async function confirmCode(
  deps: Deps,
  input: { holder: string; code: string },
): Promise<'confirmed' | 'wrong' | 'locked' | 'over'> {
  const known = await findProof(deps, input.holder);
  if (!known) return 'over';
  if (known.confirmed) return 'confirmed';
  const { codes } = deps.limits;
  const at = deps.now();
  const subject = codeSubject(deps, known.email);
  const lockEnd = after(at, codes.lockS);
  const [tries = 0] = await countAttempts(deps.db, {
    subjects: [subject],
    at,
    endsAt: lockEnd,
    email: emailDigest(deps, known.email),
  });
  if (tries > codes.tries) return 'locked';
  const holder = holderDigest(deps, input.holder);
  const digest = codeDigest(deps, holder, input.code.replaceAll(/\D/g, ''));
  if (await confirmProof(deps.db, { holder, codeDigest: digest, at, endsAt: after(at, provenForS) })) {
    await forgetAttempts(deps.db, subject, subject);
    return 'confirmed';
  }
  // A second click: the first one had the right code.
  if ((await findProof(deps, input.holder))?.confirmed) return 'confirmed';
  await noteFailure(deps, 'email_proof.failed');
  if (tries < codes.tries) return 'wrong';
  await extendAttempts(deps.db, subject, lockEnd);
  await noteRefusal(deps, 'email_proof.locked');
  return 'locked';
}

/** Seals a mail to be stored with what it tells of. */
export function sealMail(deps: Deps, mail: Mail, endsAt: Date): StoredMail {
  return { id: randomUUID(), sealed: deps.seal(JSON.stringify(mail)), endsAt };
}

/** By which digest a sign-in or a session is known. */
export function holderDigest(deps: Deps, holder: string): Buffer {
  return deps.digest(`holder\n${holder}`);
}

/** How long a proven address waits for what it was proven for, in seconds. */
const provenForS = 1800;

/** A time so many seconds later. */
export function after(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}

/** By which digest an address is known where it must not be read. */
export function emailDigest(deps: Deps, email: string): Buffer {
  return deps.digest(`email\n${email}`);
}

function codeSubject(deps: Deps, email: string): Buffer {
  return deps.digest(`code\n${email}`);
}

function codeDigest(deps: Deps, holder: Buffer, code: string): Buffer {
  return deps.digest(`code of\n${holder.toString('base64')}\n${code}`);
}
