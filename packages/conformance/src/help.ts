/** What `pnpm conformance --help` says. */
export const HELP = `Runs a component's behaviour suite against any implementation.

  pnpm conformance --component payments --base-url URL --api-key KEY --other-api-key KEY [--other-base-url URL]
  pnpm conformance --component identity --base-url URL --client-id ID --client-secret SECRET --redirect-uri URL
                   --post-logout-redirect-uri URL --email ADDRESS --password PASSWORD
                   --program-id ID --program-secret SECRET [--program-scope SCOPE] [--admin-id ID --admin-secret SECRET] [--mailbox URL]
  pnpm conformance --component one-login --base-url URL --client-id ID --private-key BASE64 --redirect-uri URL --post-logout-redirect-uri URL
                   --email ADDRESS --password PASSWORD [--signed-out URL]
  pnpm conformance --component messaging --base-url URL --api-key KEY --email-template ID --sms-template ID [--test-api-key KEY] [--admin-token TOKEN]
  pnpm conformance --component content --base-url URL --api-key TOKEN [--other-api-key TOKEN] [--other-base-url URL]
  pnpm conformance --component registry --base-url URL --token TOKEN
  with each:       [--section NAME]… [--json]

  --base-url       root of the implementation, without a path (PAYMENTS_URL, IDENTITY_ISSUER, ONE_LOGIN_ISSUER, MESSAGING_URL, CONTENT_URL)
payments:
  --api-key        key of a test gateway account that may take agreements and orders by mail and phone (PAYMENTS_API_KEY)
  --other-api-key  key of an account of another department that may not (PAYMENTS_OTHER_API_KEY)
  --other-base-url where that department reaches the implementation, if not at --base-url (PAYMENTS_OTHER_URL)
  --admin-token    an access token with payments:admin (PAYMENTS_ADMIN_TOKEN) for the account --account (PAYMENTS_ACCOUNT_ID) of the first key; only
                   the sections "webhooks", for which it listens on loopback, "payment links", and "accounts" and "switching", which make accounts, need
                   them and are left out without them
  --published-spec holds every answer of the standard's own operations against that file, GOV.UK Pay's publicapi_spec.json as it publishes
                   it; a difference that is not among the declared exceptions fails the run, and so does an exception that a whole run never needed
identity:
  --client-…       a relying party (RP_CLIENT_ID, RP_CLIENT_SECRET) with its addresses, at which nothing has to answer
                   (RP_REDIRECT_URI, RP_POST_LOGOUT_REDIRECT_URI)
  --email …        a person who can sign in (DEMO_USER_EMAIL, DEMO_USER_PASSWORD)
  --program-…      a client with a scope of its own (OPERATOR_CLIENT_ID, OPERATOR_CLIENT_SECRET, identity:changes)
  --admin-…        a client with identity:admin for all departments (OPERATOR_CLIENT_ID, OPERATOR_CLIENT_SECRET); the sections that make people and
                   clients of their own, and lock them, need it and are left out without it. They listen on loopback, and fail some
                   fifty sign-ins: where network addresses are locked too (SIGN_INS_PER_ADDRESS), once in a while is enough
  --mailbox        where mail to everybody can be read (MAILBOX_URL); the sections "sign-up" and "recovery" are left out without it
one-login:
  --client-…       a relying party (ONE_LOGIN_CLIENT_ID) that may ask for email, P0 to P2, core identity, address and return code, and needs a nonce
                   and PKCE; its key (ONE_LOGIN_PRIVATE_KEY) is RSA, PKCS #8 in Base64
  --signed-out     where people are left who signed out (https://www.gov.uk/)
messaging:
  --api-key        a live key of a messaging service (NOTIFY_API_KEY)
  --test-api-key   a key of type test of it; only the section "test keys" needs it (NOTIFY_TEST_API_KEY)
  --admin-token    an access token with messaging:admin (MESSAGING_ADMIN_TOKEN) of the department at the address; the sections that make services of
                   their own (keys, limits, order, content, letters, files, received texts, errors, and callbacks, for which it listens on loopback) need
                   it and are left out without it
  --operator-token an access token with messaging:admin (MESSAGING_OPERATOR_TOKEN) of an operator of all departments; only the section "failover",
                   which has carriers fail that do as they are told (SANDBOX_CARRIERS), needs it
  --…-template     templates with a placeholder each (NOTIFY_EMAIL_TEMPLATE_ID, NOTIFY_SMS_TEMPLATE_ID)
content:
  --api-key        a token of a publishing application (PUBLISHING_TOKEN)
  --other-api-key  one of another department's (PUBLISHING_OTHER_TOKEN); only the section "tenancy" needs it, and is left out without it
  --other-base-url where that department reaches the implementation, if not at --base-url (CONTENT_OTHER_URL)
registry:
  --token          an operator's access token with registry:admin and registry:routing (REGISTRY_TOKEN); the address is REGISTRY_URL

  --section        run this section only; may be given more than once
  --json           print the results as JSON
Exit code 0 when every case passed, 1 when one failed, 2 when the call is not right.`;
