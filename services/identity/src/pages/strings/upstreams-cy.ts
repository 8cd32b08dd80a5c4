import type { upstreamsEn } from './upstreams-en.ts';

/** What the pages say of upstream identity providers and phone numbers, in Welsh. */
export const upstreamsCy: typeof upstreamsEn = {
  upstreams: {
    title: 'Ffyrdd eraill o fewngofnodi',
    signIn: (name) => `Mewngofnodi gyda ${name}`,
    arrived: (name) =>
      `Rydych wedi mewngofnodi gyda ${name}. Mewngofnodwch yma unwaith, ac o hynny ymlaen gallwch ddefnyddio ${name} i fewngofnodi i’r cyfrif hwn.`,
    forget: (name) => `Mewngofnodi heb ${name}`,
    newcomer: {
      title: 'Oes gennych chi gyfrif?',
      intro: (name) => `Rydych wedi mewngofnodi gyda ${name}, nad yw wedi’i gysylltu â chyfrif yma eto.`,
      known: (email) =>
        `Mae cyfrif gyda’r cyfeiriad e-bost ${email}. Os mai chi sydd piau ef, mewngofnodwch iddo unwaith i gysylltu’r ddau.`,
      closed:
        'Dim ond pobl sydd â chyfrif yma all ei ddefnyddio. Mewngofnodwch i’ch cyfrif unwaith i gysylltu’r ddau.',
      create: 'Creu cyfrif',
      prove: 'Creu cyfrif gyda chyfeiriad e-bost',
      createdWith: (email) => `Bydd gan gyfrif newydd y cyfeiriad e-bost ${email}.`,
      existing: 'Mewngofnodi i’m cyfrif',
    },
    list: 'Cyfrifon cysylltiedig sefydliadau eraill',
    empty: 'Nid yw eich cyfrif wedi’i gysylltu ag un.',
    link: (name) => `Cysylltu ${name}`,
    remove: 'Dileu',
    troubles: {
      lost: 'Defnyddiwyd y mewngofnodi hwn o’r blaen neu cymerodd ormod o amser. Rhowch gynnig arall arni',
      declined:
        'Ni chawsoch eich mewngofnodi yno. Rhowch gynnig arall arni, neu mewngofnodwch mewn ffordd arall',
      away: 'Nid yw’r ffordd hon o fewngofnodi ar gael ar hyn o bryd. Rhowch gynnig arall arni mewn munud, neu mewngofnodwch mewn ffordd arall',
      refused:
        'Ni allem fod yn sicr pwy ydych chi o’r hyn a ddywedasant wrthym. Rhowch gynnig arall arni, neu mewngofnodwch mewn ffordd arall',
      linked: 'Mae eich cyfrif wedi’i gysylltu â chyfrif arall yno. Dilëwch y cysylltiad hwnnw yn gyntaf',
      taken:
        'Mae wedi’i gysylltu â chyfrif arall yma. Mewngofnodwch i’r cyfrif hwnnw a dilëwch y cysylltiad yn gyntaf',
      last: 'Dyma’r unig ffordd o fewngofnodi i’ch cyfrif. Dewiswch gyfrinair neu ychwanegwch ffordd arall yn gyntaf',
    },
    passwordNone: 'Dim',
  },
  phone: {
    title: 'Eich rhif ffôn',
    label: 'Rhif ffôn',
    noNumber: 'Dim',
    add: 'Ychwanegu',
    remove: 'Dileu’r rhif ffôn',
    intro:
      'Byddwn yn anfon cod mewn neges destun, i wneud yn siŵr mai chi sydd piau’r rhif. Caiff gwasanaethau sy’n gofyn amdano, ac yr ydych yn cytuno iddynt, wybod y rhif.',
    hint: 'Er enghraifft 07700 900123 neu +33 6 12 34 56 78',
    submit: 'Anfon y cod',
    wrong: 'Rhowch rif ffôn, fel 07700 900123. Dechreuwch gyda + a chod y wlad os nad yw yn y Deyrnas Unedig',
    codeTitle: 'Gwiriwch eich ffôn',
    wrongCode: 'Nid yw’r cod yn gywir. Gwiriwch y neges destun ddiweddaraf a anfonom atoch',
  },
};
