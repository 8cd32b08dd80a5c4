import { accountCy } from './account-cy.ts';
import type { Strings } from './en.ts';
import { factorsCy } from './factors-cy.ts';
import { upstreamsCy } from './upstreams-cy.ts';

/** Everything that the pages say, in Welsh. */
export const cy: Strings = {
  skip: 'Neidio i’r prif gynnwys',
  serviceName: 'Mewngofnodi',
  error: 'Gwall',
  errorSummary: 'Mae problem',
  footer: 'Un cyfrif ar gyfer gwasanaethau’r llywodraeth.',
  cancel: 'Mynd yn ôl heb fewngofnodi',
  password: {
    title: 'Mewngofnodi',
    leads: (client) => `Rydych yn mewngofnodi i ${client}.`,
    email: 'Cyfeiriad e-bost',
    password: 'Cyfrinair',
    submit: 'Mewngofnodi',
    create: 'Creu cyfrif',
    forgotten: 'Rwyf wedi anghofio fy nghyfrinair',
    wrong: 'Rhowch gyfeiriad e-bost a chyfrinair eich cyfrif',
    tooMany:
      'Rydych wedi ceisio mewngofnodi gormod o weithiau. Arhoswch 15 munud, yna rhowch gynnig arall arni',
  },
  address: {
    create: {
      title: 'Creu cyfrif',
      intro: 'Byddwn yn anfon cod i’ch cyfeiriad e-bost, i wneud yn siŵr mai chi sydd piau ef.',
    },
    forgotten: {
      title: 'Cael cyfrinair newydd',
      intro:
        'Byddwn yn anfon cod i gyfeiriad e-bost eich cyfrif. Gyda’r cod gallwch ddewis cyfrinair newydd.',
    },
    email: 'Cyfeiriad e-bost',
    hint: 'Er enghraifft enw@enghraifft.com',
    submit: 'Anfon y cod',
    back: 'Mae gennyf gyfrif ac rwy’n gwybod fy nghyfrinair',
    wrong: 'Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@enghraifft.com',
    tooMany:
      'Gofynnwyd am ormod o godau, neu rhoddwyd gormod o godau anghywir. Arhoswch 15 munud, yna rhowch gynnig arall arni',
  },
  code: {
    title: 'Gwiriwch eich e-bost',
    sent: 'Rydym wedi anfon cod o 6 digid i',
    wait: 'Gall gymryd ychydig funudau i gyrraedd. Mae’n gweithio am 10 munud.',
    code: 'Cod',
    submit: 'Parhau',
    again: 'Anfon cod arall',
    wrong: 'Nid yw’r cod yn gywir. Gwiriwch yr e-bost diweddaraf a anfonwyd atoch',
    locked: 'Rhoddwyd cod anghywir gormod o weithiau. Arhoswch 15 munud, yna gofynnwch am god newydd',
    over: 'Mae’r cod wedi dod i ben. Gofynnwch am un newydd',
  },
  newPassword: {
    title: 'Dewis cyfrinair',
    intro:
      'Mae eich cyfeiriad e-bost wedi’i gadarnhau. Os oedd gennych gyfrif yn barod, dyma fydd ei gyfrinair o hyn ymlaen, a byddwch yn cael eich allgofnodi ym mhob man arall.',
    password: 'Cyfrinair',
    hint: (least) =>
      `O leiaf ${least} nod. Mae tri gair nad ydynt yn perthyn i’w gilydd yn dda, ac yn hawdd eu cofio.`,
    submit: 'Parhau',
    problems: {
      tooShort: (least) => `Rhaid i’ch cyfrinair fod ag o leiaf ${least} nod`,
      tooLong: (most) => `Rhaid i’ch cyfrinair fod â ${most} nod neu lai`,
      tooCommon: 'Mae’r cyfrinair hwn yn un o’r rhai y rhoddir cynnig arnynt gyntaf. Dewiswch un arall',
      likeEmail: 'Ni chaiff eich cyfrinair fod yn gyfeiriad e-bost i chi',
    },
  },
  account: accountCy,
  ...factorsCy,
  ...upstreamsCy,
  consent: {
    title: (client) => `Rhannu eich manylion gyda ${client}`,
    intro: 'Os ewch ymlaen, bydd y gwasanaeth hwn yn cael gwybod:',
    asks: {
      openid: 'bod gennych gyfrif, o dan rif sy’n eich cynrychioli',
      email: 'eich cyfeiriad e-bost',
      phone: 'eich rhif ffôn',
      profile: 'eich enw a’ch manylion, cyn belled ag y maent yn eich cyfrif',
      address: 'eich cyfeiriad, cyn belled ag y mae yn eich cyfrif',
      mandates: 'dros bwy y cewch weithredu, i’r graddau y mae ei adran wedi’i gofnodi',
      staff: 'eich rolau yn ei adran, os ydych yn gweithio yno',
      acting_for: 'eich bod yn gweithredu dros rywun arall, a’r hyn y cewch ei wneud drostynt',
      offline_access: 'y pethau hyn yn ddiweddarach hefyd, pan na fyddwch yn ei ddefnyddio',
    },
    submit: 'Parhau',
  },
  identity: {
    title: 'Profi hunaniaeth ffug',
    hint: (level) =>
      `Blwch tywod yw hwn, ac ni phrofir hunaniaeth neb. Mae’r gwasanaeth yn gofyn am ${level}. Dewiswch beth ddaw ohono.`,
    submit: 'Parhau',
    missing: 'Dewiswch beth ddaw ohono',
  },
  logout: { title: 'Ydych chi am allgofnodi?', submit: 'Allgofnodi', stay: 'Aros wedi mewngofnodi' },
  messages: {
    loggedOut: { title: 'Rydych wedi allgofnodi', paragraphs: ['Gallwch gau’r dudalen hon.'] },
    lost: {
      title: 'Mae’r mewngofnodi hwn wedi dod i ben',
      paragraphs: [
        'Cymerodd ormod o amser, neu cafodd ei ddechrau mewn porwr arall.',
        'Ewch yn ôl i’r gwasanaeth a mewngofnodwch eto.',
      ],
    },
    closed: {
      title: 'Mae’r cyfrif hwn wedi’i gau',
      paragraphs: [
        'Ni ellir ei ddefnyddio i fewngofnodi. Gofynnwch i’r bobl sy’n rhedeg y gwasanaeth yr oeddech am ei ddefnyddio.',
      ],
    },
    notSignedIn: {
      title: 'Nid ydych wedi mewngofnodi',
      paragraphs: ['Agorwch eich cyfrif eto i fewngofnodi.'],
    },
    erased: {
      title: 'Mae eich cyfrif wedi’i ddileu',
      paragraphs: ['Nid oes dim yn cael ei gadw amdanoch yma. Gallwch gau’r dudalen hon.'],
    },
    badForm: {
      title: 'Ni ellid defnyddio’r dudalen',
      paragraphs: ['Ewch yn ôl i’r gwasanaeth a mewngofnodwch eto.'],
    },
    badRequest: {
      title: 'Anfonodd y gwasanaeth chi yma gyda chamgymeriad',
      paragraphs: [
        'Nid oes dim wedi digwydd. Ewch yn ôl i’r gwasanaeth a rhowch gynnig arall arni, neu dywedwch wrth y bobl sy’n ei redeg.',
      ],
    },
    notFound: {
      title: 'Heb ddod o hyd i’r dudalen',
      paragraphs: ['Os gwnaethoch deipio’r cyfeiriad gwe, gwiriwch ei fod yn gywir.'],
    },
    unavailable: {
      title: 'Nid yw mewngofnodi ar gael ar hyn o bryd',
      paragraphs: ['Arhoswch funud, yna rhowch gynnig arall arni.'],
    },
    problem: {
      title: 'Mae problem gyda mewngofnodi',
      paragraphs: ['Rhowch gynnig arall arni yn nes ymlaen.'],
    },
  },
};
