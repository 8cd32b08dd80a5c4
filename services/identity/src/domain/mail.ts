/** A language that people are written to in. */
export type MailLanguage = 'en' | 'cy';

/** What a person is told by e-mail of their account. */
export type NoticeAbout =
  | 'password_changed'
  | 'email_changed'
  | 'account_erased'
  | 'passkey_added'
  | 'second_factor_changed'
  | 'upstream_changed'
  | 'phone_changed'
  | 'factors_reset';

/** What a person is written: a code by e-mail or by text message, or a notice by e-mail of something that happened to the account. */
export type Mail =
  | {
      readonly kind: 'phone_code';
      readonly to: string;
      readonly language: MailLanguage;
      readonly code: string;
    }
  | { readonly kind: 'code'; readonly to: string; readonly language: MailLanguage; readonly code: string }
  | {
      readonly kind: 'notice';
      readonly to: string;
      readonly language: MailLanguage;
      readonly about: NoticeAbout;
    };

/** What a notice says, by language. */
export const notices: Readonly<Record<MailLanguage, Readonly<Record<NoticeAbout, string>>>> = {
  en: {
    password_changed: 'The password of your account was changed.',
    email_changed: 'Your account has another email address now. This address no longer signs in.',
    account_erased: 'Your account was deleted.',
    passkey_added: 'A passkey was added to your account.',
    second_factor_changed: 'How you prove that it is you, beside your password, was changed.',
    upstream_changed: 'Another organisation’s sign-in was added to your account, or removed from it.',
    phone_changed: 'The phone number of your account was changed or removed.',
    factors_reset:
      'Passkeys, the authenticator app or recovery codes were removed from your account by those who run it, and you were signed out everywhere. If you did not ask for that, tell them.',
  },
  cy: {
    password_changed: 'Newidiwyd cyfrinair eich cyfrif.',
    email_changed:
      'Mae gan eich cyfrif gyfeiriad e-bost arall nawr. Nid yw’r cyfeiriad hwn yn mewngofnodi mwyach.',
    account_erased: 'Dilëwyd eich cyfrif.',
    passkey_added: 'Ychwanegwyd allwedd fynediad at eich cyfrif.',
    second_factor_changed: 'Newidiwyd y ffordd rydych yn profi mai chi ydyw, yn ogystal â’ch cyfrinair.',
    upstream_changed: 'Ychwanegwyd dull mewngofnodi sefydliad arall at eich cyfrif, neu fe’i dilëwyd ohono.',
    phone_changed: 'Newidiwyd neu dilëwyd rhif ffôn eich cyfrif.',
    factors_reset:
      'Tynnwyd allweddi mynediad, yr ap dilysu neu godau adfer o’ch cyfrif gan y rhai sy’n ei redeg, a chawsoch eich allgofnodi ym mhobman. Os na ofynnoch am hynny, rhowch wybod iddynt.',
  },
};

/** For how long the e-mail is tried, in seconds: a code is worth nothing after its time. */
export const noticeLifetimeS = 3 * 86_400;

/** When a mail that messaging did not take is tried again, in milliseconds from the try before. */
export function mailBackoffMs(tries: number): number {
  return Math.min(1000 * 2 ** Math.max(0, tries - 1), 300_000);
}
