import type { Case } from '../suite.ts';
import { accessCases } from './access.ts';
import { accountCases } from './accounts.ts';
import { agreementCases } from './agreements.ts';
import { amountCases } from './amounts.ts';
import { captureCases } from './capture.ts';
import { challengeCases } from './challenges.ts';
import { createCases } from './create.ts';
import { createErrorCases } from './create-errors.ts';
import { disputeCases } from './disputes.ts';
import { endCases } from './ends.ts';
import { foundCases } from './found.ts';
import { lifecycleCases } from './lifecycle.ts';
import { motoCases } from './moto.ts';
import { notificationCases } from './notifications.ts';
import { pageCases } from './page.ts';
import { paymentLinkCases } from './payment-links.ts';
import { withProfile } from './profile.ts';
import { recurringCases } from './recurring.ts';
import { refundCases } from './refunds.ts';
import { searchCases } from './search.ts';
import { shownCases } from './shown.ts';
import type { PaymentsSubject } from './subject.ts';
import { switchingCases } from './switching.ts';
import { tenancyCases } from './tenancy.ts';
import { webhookCases } from './webhooks.ts';

const cases: readonly Case<PaymentsSubject>[] = [
  ...createCases,
  ...createErrorCases,
  ...shownCases,
  ...lifecycleCases,
  ...endCases,
  ...captureCases,
  ...refundCases,
  ...disputeCases,
  ...agreementCases,
  ...recurringCases,
  ...amountCases,
  ...motoCases,
  ...notificationCases,
  ...searchCases,
  ...foundCases,
  ...pageCases,
  ...challengeCases,
  ...accessCases,
  ...accountCases,
  ...tenancyCases,
  ...webhookCases,
  ...switchingCases,
  ...paymentLinkCases,
];

/** The payments standard, made executable: every case speaks HTTP only and judges any implementation. Each says which profile it belongs to. */
export const paymentsSuite: readonly Case<PaymentsSubject>[] = cases.map(withProfile);
