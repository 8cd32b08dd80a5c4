import { demoFile } from './demo.ts';

/** What is shown once everything runs: addresses, credentials, and three things to try. */
export function summary(env: Readonly<Record<string, string>>, home: string): string {
  const {
    GATEWAY_URL = '',
    PAYMENTS_URL = '',
    PAYMENTS_API_KEY = '',
    PAYMENT_LINK_URL = '',
    MESSAGING_URL = '',
    MAILBOX_URL = '',
    INBOX_URL = '',
    CONTENT_URL = '',
    DEMO_DEPARTMENT = '',
    DEMO_SERVICE = '',
    IDENTITY_ISSUER = '',
    ONE_LOGIN_ISSUER = '',
    DEMO_USER_EMAIL = '',
    DEMO_USER_PASSWORD = '',
    REGISTRY_URL = '',
    OPERATOR_EMAIL = '',
    OPERATOR_PASSWORD = '',
  } = env;
  const rows = [
    ['Index', `${GATEWAY_URL}/`, 'contracts, events, what is bound where'],
    ['Payments API', PAYMENTS_URL, `for department ${DEMO_DEPARTMENT}, service ${DEMO_SERVICE}`],
    ['Its docs', `${PAYMENTS_URL}/docs`, 'every operation, to try out'],
    ['Payment link', PAYMENT_LINK_URL, 'a page on which anybody pays, with no service behind it'],
    ['Messaging API', MESSAGING_URL, 'speaks GOV.UK Notify; NOTIFY_API_KEY is in the file below'],
    ['Mailbox', MAILBOX_URL, 'mail and texts that the platform sent'],
    ['Inbox', INBOX_URL, 'secure messages, for whoever signs in'],
    ['Content API', CONTENT_URL, 'speaks GOV.UK Publishing API; PUBLISHING_TOKEN is in the file below'],
    ['Sign-in', IDENTITY_ISSUER, `as ${DEMO_USER_EMAIL} with ${DEMO_USER_PASSWORD}`],
    ['One Login', ONE_LOGIN_ISSUER, 'an issuer with GOV.UK One Login’s profile, and made-up identities'],
    ['Operator', `${REGISTRY_URL}/operator`, `as ${OPERATOR_EMAIL} with ${OPERATOR_PASSWORD}`],
    ['API key', PAYMENTS_API_KEY, 'sandbox: no money moves'],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
  return [
    '',
    'Ashlar is running.',
    '',
    ...table,
    '',
    `The same for a shell: . ${demoFile(home)}`,
    '',
    'Three things to try:',
    '',
    '  1. Create a payment, then open _links.next_url.href in a browser and pay with card 4444 3333 2222 1111:',
    `     curl -s ${PAYMENTS_URL}/v1/payments -H 'Authorization: Bearer ${PAYMENTS_API_KEY}' \\`,
    `       -H 'Content-Type: application/json' \\`,
    `       -d '{"amount": 1450, "reference": "REF-1", "description": "A fishing licence", "return_url": "https://example.org/"}'`,
    '',
    '  2. Read what happened:',
    `     curl -s '${PAYMENTS_URL}/ashlar/v1/changes?after=0' -H 'Authorization: Bearer ${PAYMENTS_API_KEY}'`,
    '',
    '  3. See what is plugged in:',
    `     open ${GATEWAY_URL}/ in a browser`,
    '',
    `Or watch a citizen go through all of it: pnpm demo --against ${demoFile(home)}`,
    '',
    'Ctrl-C stops it and keeps all data.',
    '',
  ].join('\n');
}
