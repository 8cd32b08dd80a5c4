import { cyProduct } from './cy-product.ts';
import type { Strings } from './en.ts';

/** Everything that the pages say, in Welsh. */
export const cy: Strings = {
  skip: 'Neidio i’r prif gynnwys',
  serviceName: 'Taliad â cherdyn',
  headerLabel: 'Talu i',
  error: 'Gwall',
  sandbox: {
    label: 'Ynghylch y taliad prawf hwn',
    tag: 'Prawf',
    text: 'Taliad prawf yw hwn: nid oes arian yn symud. Peidiwch â rhoi manylion cerdyn go iawn. Defnyddiwch rif cerdyn 4444\u00a03333\u00a02222\u00a01111, unrhyw ddyddiad dod i ben nad yw wedi bod ac unrhyw god diogelwch 3 digid.',
  },
  footer: 'Nid yw’r gwasanaeth rydych yn ei dalu byth yn gweld rhif llawn eich cerdyn.',
  summary: {
    title: 'Crynodeb o’r taliad',
    description: 'Taliad am',
    breakdown: 'Swm',
    surcharge: 'Ffi cerdyn corfforaethol',
    amount: 'Cyfanswm',
  },
  cancel: 'Canslo’r taliad',
  card: {
    title: 'Rhowch fanylion eich cerdyn',
    errorSummary: 'Mae problem wedi codi',
    cardNo: 'Rhif y cerdyn',
    surcharges: {
      corporate_credit_card_surcharge_amount: (fee) =>
        `Mae ffi o ${fee} am ddefnyddio cerdyn credyd corfforaethol`,
      corporate_debit_card_surcharge_amount: (fee) =>
        `Mae ffi o ${fee} am ddefnyddio cerdyn debyd corfforaethol`,
      corporate_prepaid_debit_card_surcharge_amount: (fee) =>
        `Mae ffi o ${fee} am ddefnyddio cerdyn debyd corfforaethol rhagdaledig`,
    },
    expiry: 'Dyddiad dod i ben',
    expiryHint: (example) => `Er enghraifft, ${example}`,
    month: 'Mis',
    year: 'Blwyddyn',
    cardholderName: 'Enw ar y cerdyn',
    cvc: 'Cod diogelwch y cerdyn',
    cvcHint: 'Y 3 digid olaf ar gefn y cerdyn. American Express: y 4 digid ar y blaen.',
    address: 'Cyfeiriad bilio',
    addressHint: 'Y cyfeiriad y mae’r cerdyn wedi’i gofrestru iddo',
    country: 'Gwlad neu diriogaeth',
    line1: 'Llinell cyfeiriad 1',
    line2: 'Llinell cyfeiriad 2 (dewisol)',
    city: 'Tref neu ddinas',
    postcode: 'Cod post',
    contact: 'Manylion cyswllt',
    email: 'Cyfeiriad e-bost',
    emailHint: 'Gall y gwasanaeth rydych yn ei dalu ei ddefnyddio i gysylltu â chi ynghylch y taliad hwn',
    submit: 'Parhau',
  },
  errors: {
    cardNoMissing: 'Rhowch rif eich cerdyn',
    cardNoInvalid: 'Rhowch rif cerdyn yn y fformat cywir, fel 4444\u00a03333\u00a02222\u00a01111',
    cardNoBrand: 'Ni dderbynnir %s',
    cardNoDebit: 'Ni dderbynnir cardiau debyd %s',
    cardNoCredit: 'Ni dderbynnir cardiau credyd %s',
    expiryMissing: 'Rhowch ddyddiad dod i ben eich cerdyn',
    expiryMonthMissing: 'Rhaid i’r dyddiad dod i ben gynnwys mis',
    expiryYearMissing: 'Rhaid i’r dyddiad dod i ben gynnwys blwyddyn',
    expiryMonthInvalid: 'Rhaid i’r mis dod i ben fod yn rhif o 1 i 12',
    expiryYearInvalid: 'Rhaid i’r flwyddyn dod i ben fod fel y mae ar y cerdyn, fel 28 neu 2028',
    expiryPast: 'Rhaid i’r dyddiad dod i ben beidio â bod yn y gorffennol',
    cardholderNameMissing: 'Rhowch yr enw sydd ar eich cerdyn',
    cardholderNameTooLong: 'Rhaid i’r enw ar y cerdyn fod yn 255 nod neu lai',
    cardholderNameDigits: 'Rhowch yr enw fel y mae ar y cerdyn, nid rhif',
    cvcMissing: 'Rhowch god diogelwch eich cerdyn',
    cvcInvalid: 'Rhaid i god diogelwch y cerdyn fod yn 3 digid, neu’n 4 ar gyfer American Express',
    addressLine1Missing: 'Rhowch linell 1 eich cyfeiriad bilio',
    addressLine1TooLong: 'Rhaid i linell cyfeiriad 1 fod yn 255 nod neu lai',
    addressLine1Digits: 'Rhaid i linell cyfeiriad 1 beidio â chynnwys rhif cerdyn',
    addressLine2TooLong: 'Rhaid i linell cyfeiriad 2 fod yn 255 nod neu lai',
    addressLine2Digits: 'Rhaid i linell cyfeiriad 2 beidio â chynnwys rhif cerdyn',
    addressCityMissing: 'Rhowch dref neu ddinas eich cyfeiriad bilio',
    addressCityTooLong: 'Rhaid i’r dref neu’r ddinas fod yn 255 nod neu lai',
    addressCityDigits: 'Rhaid i’r dref neu’r ddinas beidio â chynnwys rhif cerdyn',
    addressCountryMissing: 'Dewiswch wlad neu diriogaeth eich cyfeiriad bilio',
    addressPostcodeMissing: 'Rhowch god post eich cyfeiriad bilio',
    addressPostcodeInvalid: 'Rhowch god post llawn yn y DU, fel AA3 1AB',
    addressPostcodeTooLong: 'Rhaid i’r cod post fod yn 25 nod neu lai',
    addressPostcodeDigits: 'Rhaid i’r cod post beidio â chynnwys rhif cerdyn',
    emailMissing: 'Rhowch eich cyfeiriad e-bost',
    emailInvalid: 'Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@example.com',
    emailTooLong: 'Rhaid i’r cyfeiriad e-bost fod yn 254 nod neu lai',
    emailDigits: 'Rhaid i’r cyfeiriad e-bost beidio â chynnwys rhif cerdyn',
  },
  challenge: {
    title: 'Mae eich banc am wirio mai chi sydd yno',
    text: 'Atebwch gwestiwn eich banc neu gwmni’r cerdyn. Wedyn gallwch wirio’r taliad cyn ei gadarnhau.',
    frame: 'Cwestiwn eich banc neu gwmni’r cerdyn',
    alone: 'Os na welwch gwestiwn, agorwch ef yn y ffenestr gyfan',
  },
  issuer: {
    title: 'Banc prawf',
    text: 'Mae’r dudalen hon yn cymryd lle banc cerdyn prawf. Dewiswch sut mae deiliad y cerdyn yn ateb.',
    question: (payee: string) => `Taliad i ${payee}:`,
    pass: 'Cymeradwyo’r taliad',
    fail: 'Methu’r gwiriad',
    cancel: 'Canslo’r gwiriad',
  },
  wayOn: {
    title: 'Ewch ymlaen â’ch taliad',
    text: 'Rydych yn ôl oddi wrth eich banc neu gwmni’r cerdyn.',
    submit: 'Parhau',
  },
  confirm: {
    title: 'Cadarnhewch eich taliad',
    lead: 'Gwiriwch y manylion. Ni chymerir unrhyw arian nes i chi gadarnhau.',
    details: 'Manylion y cerdyn',
    card: 'Cerdyn',
    ending: (brand, digits) => `${brand ?? 'Cerdyn'} yn gorffen gyda ${digits}`,
    expiry: 'Dyddiad dod i ben',
    name: 'Enw ar y cerdyn',
    address: 'Cyfeiriad bilio',
    email: 'Cyfeiriad e-bost',
    submit: 'Cadarnhau’r taliad',
  },
  waiting: {
    title: 'Mae eich cerdyn yn cael ei wirio',
    text: 'Gall hyn gymryd hyd at funud. Bydd y dudalen hon yn symud ymlaen ohoni ei hun cyn gynted ag y bydd ateb.',
    stay: 'Peidiwch â chau’r dudalen hon a pheidiwch â thalu eto.',
    again: 'Gwirio nawr',
  },
  results: {
    success: {
      title: 'Roedd eich taliad yn llwyddiannus',
      paragraphs: ['Rydych wedi cadarnhau’r taliad hwn. Nid oes angen i chi dalu eto.'],
      link: 'Ymlaen i’r gwasanaeth',
    },
    declined: {
      title: 'Mae eich taliad wedi’i wrthod',
      paragraphs: [
        'Nid oes arian wedi’i gymryd o’ch cyfrif.',
        'Ni dderbyniodd eich banc neu gwmni eich cerdyn y taliad. Cysylltwch â nhw os nad ydych yn gwybod pam, neu ewch yn ôl a rhoi cynnig ar gerdyn arall.',
      ],
      link: 'Mynd yn ôl i roi cynnig arall ar dalu',
    },
    error: {
      title: 'Nid oedd modd i ni gymryd eich taliad',
      paragraphs: [
        'Aeth rhywbeth o’i le rhyngom ni a chwmni’r cerdyn. Nid oes arian wedi’i gymryd o’ch cyfrif.',
      ],
      link: 'Mynd yn ôl i roi cynnig arall ar dalu',
    },
    expired: {
      title: 'Mae eich sesiwn dalu wedi dod i ben',
      paragraphs: [
        'Er eich diogelwch, rhaid cwblhau taliad o fewn amser penodol. Nid oes arian wedi’i gymryd o’ch cyfrif.',
      ],
      link: 'Mynd yn ôl i roi cynnig arall ar dalu',
    },
    cancelled: {
      title: 'Mae eich taliad wedi’i ganslo',
      paragraphs: ['Rydych wedi canslo’r taliad hwn. Nid oes arian wedi’i gymryd o’ch cyfrif.'],
      link: 'Mynd yn ôl i’r gwasanaeth',
    },
    withdrawn: {
      title: 'Mae’r gwasanaeth wedi canslo eich taliad',
      paragraphs: [
        'Mae’r gwasanaeth roeddech yn ei dalu wedi canslo’r taliad hwn. Nid oes arian wedi’i gymryd o’ch cyfrif.',
      ],
      link: 'Mynd yn ôl i’r gwasanaeth',
    },
  },
  product: cyProduct,
  messages: {
    unknownProduct: {
      title: 'Nid oes dolen dalu o’r fath',
      paragraphs: [
        'Os gwnaethoch deipio’r cyfeiriad, gwiriwch ei fod yn gywir. Os gwnaethoch ei ludo, gwiriwch eich bod wedi copïo’r cyfan ohono.',
        'Fel arall, gofynnwch i’r gwasanaeth a roddodd y ddolen i chi am y cyfeiriad cywir.',
      ],
    },
    closedProduct: {
      title: 'Mae’r ddolen dalu hon wedi cau',
      paragraphs: [
        'Ni allwch dalu yma mwyach. Os ydych eisoes wedi cadarnhau taliad, mae’n aros fel y mae.',
        'Gofynnwch i’r gwasanaeth a roddodd y ddolen i chi sut i dalu.',
      ],
    },
    usedLink: {
      title: 'Mae’r ddolen dalu hon eisoes wedi’i defnyddio',
      paragraphs: [
        'Er eich diogelwch, dim ond unwaith y mae pob dolen dalu yn gweithio.',
        'Os yw’r taliad ar agor mewn tab neu ffenestr arall, parhewch yno. Fel arall, ewch yn ôl i’r gwasanaeth rydych am ei dalu a dechrau’r taliad eto.',
      ],
    },
    unknownLink: {
      title: 'Nid yw’r ddolen dalu hon yn ddilys',
      paragraphs: [
        'Os gwnaethoch deipio’r cyfeiriad, gwiriwch ei fod yn gywir. Os gwnaethoch ei ludo, gwiriwch eich bod wedi’i gopïo i gyd.',
        'Fel arall, ewch yn ôl i’r gwasanaeth rydych am ei dalu a dechrau’r taliad eto.',
      ],
    },
    noSession: {
      title: 'Mae eich sesiwn dalu ar goll',
      paragraphs: [
        'Dim ond yn y porwr lle gwnaethoch agor ei ddolen y gallwch weld y taliad hwn, o fewn 24 awr a gyda chwcis wedi’u troi ymlaen.',
        'Ewch yn ôl i’r gwasanaeth rydych am ei dalu a dechrau’r taliad eto. Ni chodwyd tâl arnoch oni bai eich bod wedi cadarnhau’r taliad.',
      ],
    },
    badForm: {
      title: 'Nid oedd modd i ni ddefnyddio’r ffurflen honno',
      paragraphs: [
        'Nid oes dim wedi’i newid ac ni chodwyd tâl. Gall hyn ddigwydd os cafodd y taliad ei agor eto mewn tab arall.',
      ],
      link: 'Parhau â’ch taliad',
    },
    notFound: {
      title: 'Heb ddod o hyd i’r dudalen',
      paragraphs: [
        'Os gwnaethoch deipio’r cyfeiriad, gwiriwch ei fod yn gywir. Os gwnaethoch ei ludo, gwiriwch eich bod wedi’i gopïo i gyd.',
      ],
    },
    badRequest: {
      title: 'Mae’n ddrwg gennym, nid oedd modd i ni ddefnyddio’r cais hwnnw',
      paragraphs: ['Ewch yn ôl i’r gwasanaeth rydych am ei dalu a dechrau’r taliad eto.'],
    },
    problem: {
      title: 'Mae’n ddrwg gennym, mae problem gyda’r dudalen hon',
      paragraphs: [
        'Rhowch gynnig arall arni ymhen ychydig funudau.',
        'Os oeddech eisoes wedi cadarnhau eich taliad, ewch yn ôl i’r gwasanaeth cyn talu eto: gall ddweud a gafodd y taliad ei wneud.',
      ],
    },
    unavailable: {
      title: 'Mae’n ddrwg gennym, nid yw’r dudalen hon ar gael ar hyn o bryd',
      paragraphs: [
        'Arhoswch ychydig eiliadau, yna ail-lwythwch y dudalen hon. Nid yw eich taliad wedi’i golli.',
        'Os oeddech eisoes wedi cadarnhau eich taliad, ewch yn ôl i’r gwasanaeth cyn talu eto: gall ddweud a gafodd y taliad ei wneud.',
      ],
    },
  },
};
