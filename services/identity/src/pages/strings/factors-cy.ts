import type { factorsEn } from './factors-en.ts';

/** What the pages say of passkeys and second factors, in Welsh. */
export const factorsCy: typeof factorsEn = {
  passkeys: {
    title: 'Ychwanegu allwedd fynediad',
    list: 'Allweddi mynediad',
    empty: 'Nid oes gennych allwedd fynediad.',
    signIn: 'Mewngofnodi gydag allwedd fynediad',
    intro:
      'Gydag allwedd fynediad rydych yn mewngofnodi â’ch olion bysedd, eich wyneb neu god eich dyfais, heb gyfrinair. Mae’n gweithio ar y wefan hon yn unig.',
    needsScript: 'Rhaid i’ch porwr redeg sgriptiau ar gyfer hyn.',
    name: 'Enw’r allwedd fynediad',
    hint: 'Er mwyn i chi ei hadnabod eto, er enghraifft “Fy ffôn”',
    submit: 'Creu’r allwedd fynediad',
    add: 'Ychwanegu allwedd fynediad',
    remove: 'Dileu',
    used: (time) => `defnyddiwyd ddiwethaf ${time}`,
    unused: 'heb ei defnyddio eto',
    wrong:
      'Ni weithiodd yr allwedd fynediad. Rhowch gynnig arall arni, neu mewngofnodwch â’ch cyfeiriad e-bost a’ch cyfrinair',
    needed: 'Mae angen mwy na’ch cyfrinair ar y gwasanaeth hwn. Mewngofnodwch gyda’ch allwedd fynediad',
    notAdded: 'Ni ychwanegwyd yr allwedd fynediad. Rhowch gynnig arall arni',
  },
  secondFactor: {
    title: 'Rhowch god eich ap dilysu',
    code: 'Cod',
    hint: '6 digid. Os nad yw’r ap gennych wrth law, rhowch god adfer',
    submit: 'Parhau',
    wrong: 'Nid yw’r cod yn gywir, neu fe’i defnyddiwyd o’r blaen. Arhoswch am yr un nesaf',
    locked: 'Rhoddwyd cod anghywir gormod o weithiau. Arhoswch 15 munud, yna rhowch gynnig arall arni',
  },
  authenticator: {
    title: 'Gosod ap dilysu',
    label: 'Ap dilysu',
    on: 'Wedi’i osod',
    off: 'Heb ei osod',
    setUp: 'Gosod',
    asked: 'Mae angen mwy na’ch cyfrinair ar y gwasanaeth hwn i fod yn siŵr mai chi ydyw.',
    remove: 'Dileu’r ap dilysu',
    scan: 'Agorwch ap dilysu ar eich ffôn a sganiwch y llun hwn.',
    alt: 'Cod QR gyda’r allwedd sydd oddi tano',
    type: 'Os na allwch ei sganio, teipiwch yr allwedd hon i’r ap:',
    code: 'Y cod y mae’r ap yn ei ddangos nawr',
    submit: 'Parhau',
    wrong: 'Nid yw’r cod yn gywir. Gwiriwch fod eich ffôn yn dangos yr amser cywir',
  },
  recoveryCodes: {
    title: 'Eich codau adfer',
    intro: 'Mae pob un yn disodli cod eich ap unwaith, ar gyfer pan na fydd gennych.',
    once: 'Ysgrifennwch nhw neu argraffwch nhw nawr. Ni chânt eu dangos eto.',
    renew: 'Cael codau adfer newydd',
  },
};
