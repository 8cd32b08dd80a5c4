import type { Strings } from './en.ts';

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
    wrong: 'Rhowch gyfeiriad e-bost a chyfrinair eich cyfrif',
    tooMany:
      'Rydych wedi ceisio mewngofnodi gormod o weithiau. Arhoswch 15 munud, yna rhowch gynnig arall arni',
  },
  consent: {
    title: (client) => `Rhannu eich manylion gyda ${client}`,
    intro: 'Os ewch ymlaen, bydd y gwasanaeth hwn yn cael gwybod:',
    asks: {
      openid: 'bod gennych gyfrif, o dan rif sy’n eich cynrychioli',
      email: 'eich cyfeiriad e-bost',
      phone: 'eich rhif ffôn',
      profile: 'eich enw a’ch manylion, cyn belled ag y maent yn eich cyfrif',
      address: 'eich cyfeiriad, cyn belled ag y mae yn eich cyfrif',
      offline_access: 'y pethau hyn yn ddiweddarach hefyd, pan na fyddwch yn ei ddefnyddio',
    },
    submit: 'Parhau',
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
