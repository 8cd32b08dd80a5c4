import type { accountEn } from './account-en.ts';

/** What the pages of the account area say, in Welsh. */
export const accountCy: typeof accountEn = {
  title: 'Eich cyfrif',
  back: 'Yn ôl i’ch cyfrif',
  signOut: 'Allgofnodi',
  change: 'Newid',
  unknownAgent: 'Porwr nad ydym yn ei adnabod',
  security: {
    title: 'Sut rydych yn mewngofnodi',
    email: 'Cyfeiriad e-bost',
    password: 'Cyfrinair',
    passwordHidden: 'Cudd',
  },
  sessions: {
    title: 'Ble rydych wedi mewngofnodi',
    here: 'Y porwr hwn',
    since: (time) => `ers ${time}`,
    end: 'Allgofnodi yno',
  },
  acting: {
    title: 'Dros bwy y cewch weithredu',
    person: 'Person arall',
    until: (time) => `tan ${time}`,
    scope: 'Cewch wneud:',
    staff: (department) => `Staff ${department}:`,
  },
  history: {
    title: 'Beth ddigwyddodd yn ddiweddar',
    kinds: {
      signed_in: 'Mewngofnodi',
      password_changed: 'Newid y cyfrinair',
      email_changed: 'Newid y cyfeiriad e-bost',
      phone_changed: 'Newid y rhif ffôn',
      phone_removed: 'Dileu’r rhif ffôn',
      session_ended: 'Allgofnodi porwr arall',
      passkey_added: 'Ychwanegu allwedd fynediad',
      passkey_removed: 'Dileu allwedd fynediad',
      authenticator_added: 'Gosod ap dilysu',
      authenticator_removed: 'Dileu’r ap dilysu',
      recovery_codes_renewed: 'Codau adfer newydd',
      upstream_linked: 'Cysylltu cyfrif sefydliad arall',
      upstream_unlinked: 'Dileu’r cysylltiad â chyfrif sefydliad arall',
      locked: 'Clowyd y cyfrif gan y rhai sy’n ei redeg',
      unlocked: 'Datglowyd y cyfrif',
      signed_out: 'Allgofnodwyd gan y rhai sy’n rhedeg y cyfrif',
      factors_reset: 'Tynnwyd allweddi mynediad ac ail ffactorau gan y rhai sy’n rhedeg y cyfrif',
    },
    signedInTo: (client) => `Mewngofnodi i ${client}`,
  },
  erase: {
    link: 'Dileu eich cyfrif',
    title: 'Dileu eich cyfrif',
    intro: 'Caiff popeth a gadwn amdanoch ei ddileu ar unwaith. Ni ellir ei adfer.',
    consequences: [
      'cewch eich allgofnodi ym mhob man',
      'ni fydd gwasanaethau sy’n eich adnabod drwy’r cyfrif hwn yn eich adnabod eto, hyd yn oed os crëwch gyfrif arall gyda’r cyfeiriad e-bost hwn',
      'mae’r hyn y mae gwasanaethau’n ei gadw amdanoch yn aros gyda nhw',
    ],
    confirm: 'Rwyf am ddileu fy nghyfrif',
    problem: 'Cadarnhewch eich bod am ddileu eich cyfrif',
    submit: 'Dileu’r cyfrif',
  },
  password: {
    title: 'Newid eich cyfrinair',
    intro: 'Cewch eich allgofnodi ym mhob man arall.',
    password: 'Cyfrinair newydd',
    submit: 'Newid y cyfrinair',
  },
  email: {
    title: 'Newid eich cyfeiriad e-bost',
    intro:
      'Byddwn yn anfon cod i’r cyfeiriad newydd, i wneud yn siŵr mai chi sydd piau ef. Byddwn yn rhoi gwybod i’r hen gyfeiriad am y newid.',
    taken: 'Mae cyfrif arall gyda’r cyfeiriad e-bost hwn',
  },
};
