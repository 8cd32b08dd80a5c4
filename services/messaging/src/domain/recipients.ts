/** A recipient that can be sent to, in its one form, or why it is none. */
export type Recipient =
  | { readonly to: string; readonly international: boolean }
  | { readonly problem: string };

/** Reads an e-mail address as the standard does: one `@`, a name without two dots together, a host with a dot. White space at its ends does not matter. */
export function readEmailAddress(text: string): Recipient {
  const address = pasted(text);
  const [, host] = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@([^.@][^@\s]+)$/.exec(address) ?? [];
  const good = host !== undefined && address.length <= 320 && !address.includes('..') && isHost(host);
  return good
    ? { to: address.toLowerCase(), international: false }
    : { problem: 'Not a valid email address' };
}

/** Reads a British mobile number, or hands any other to `foreign`, which knows whether its digits are a number somewhere. */
export function readPhoneNumber(text: string, foreign: (digits: string) => boolean): Recipient {
  const bare = withoutSpace(text).replace(/[()+-]/g, '');
  if (!/^\d*$/.test(bare)) return { problem: 'Must not contain letters or symbols' };
  const digits = bare.replace(/^0+/, '');
  return isBritish(bare, digits) ? readBritish(digits) : readForeign(digits, foreign);
}

/** Without any white space, and without the invisible characters that come along when a number is pasted. */
export function withoutSpace(text: string): string {
  return pasted(text).replace(/\s/g, '');
}

/** A recipient as it is shown: an address without white space at its ends, a number without any. */
export function shownRecipient(text: string): string {
  return text.includes('@') ? pasted(text) : withoutSpace(text);
}

/** Without the characters that nobody sees and that come along when an address is pasted, nor white space at its ends. */
function pasted(text: string): string {
  return text.replace(/[\u00a0\u180e\u200b-\u200d\u2028\u2029\u202f\u2060\ufeff]/g, '').trim();
}

function isHost(host: string): boolean {
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  return (
    host.length <= 253 &&
    labels.length >= 2 &&
    labels.every(
      (label) =>
        /^(xn|[a-z0-9\u0080-\uffff]+)(-{1,2}[a-z0-9\u0080-\uffff]+)*$/i.test(label) && label.length <= 63,
    ) &&
    /^([a-z\u0080-\uffff]{2,63}|xn--[a-z0-9-]+)$/i.test(last)
  );
}

function isBritish(bare: string, digits: string): boolean {
  if (bare.startsWith('0') && !bare.startsWith('00')) return true;
  return digits.startsWith('44') || (digits.startsWith('7') && digits.length < 11);
}

function readBritish(digits: string): Recipient {
  const national = digits.replace(/^44/, '').replace(/^0+/, '');
  if (!national.startsWith('7')) return { problem: 'Not a UK mobile number' };
  if (national.length > 10) return { problem: 'Too many digits' };
  if (national.length < 10) return { problem: 'Not enough digits' };
  return { to: `+44${national}`, international: false };
}

function readForeign(digits: string, foreign: (digits: string) => boolean): Recipient {
  if (digits.length < 8) return { problem: 'Not enough digits' };
  if (digits.length > 15) return { problem: 'Too many digits' };
  return foreign(digits)
    ? { to: `+${digits}`, international: true }
    : { problem: 'Not a valid country prefix' };
}
