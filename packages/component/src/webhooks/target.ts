/** Where webhooks of an account, or whatever has them, may point. */
export interface TargetRules {
  /** Whether the account moves real money. */
  readonly live: boolean;
  /** Hosts of live accounts' webhooks: `.gov.uk` is every host below it, `pay.example` that host. */
  readonly liveDomains: readonly string[];
  /** Whether test accounts may use http and this machine's own addresses. */
  readonly insecure: boolean;
}

/**
 * Why a webhook must not point at an address, in words for its owner; undefined when it may. The URL parser has already turned decimal, octal
 * and hexadecimal forms of an IP address into the usual one. Which addresses a domain leads to is checked when it is called.
 */
export function targetFault(text: string, rules: TargetRules): string | undefined {
  // A parser of URLs passes over line ends and tabs; what is stored is what was asked for.
  if (!URL.canParse(text) || /[\s\p{Cc}]/u.test(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.hash !== '') return 'must not have a fragment';
  const host = url.hostname;
  if (rules.insecure && !rules.live && isOwnMachine(host)) return undefined;
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (!isDomain(host)) return 'must name a domain, not an IP address or a local name';
  if (url.port !== '') return 'must be on port 443';
  if (rules.live && !rules.liveDomains.some((domain) => isWithin(host, domain))) {
    return `must be on an allowed domain for a live account: ${rules.liveDomains.join(', ')}`;
  }
  return undefined;
}

/** Whether a test account's address leads to this machine itself. */
export function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isDomain(host: string): boolean {
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  return labels.length > 1 && /^[a-z][a-z0-9-]+$/.test(last) && !localNames.has(last);
}

const localNames: ReadonlySet<string> = new Set([
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'arpa',
  'onion',
]);

function isWithin(host: string, domain: string): boolean {
  return domain.startsWith('.') ? host.endsWith(domain) && host.length > domain.length : host === domain;
}
