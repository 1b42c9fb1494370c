import type { LambdaAccount } from './lambda-host/local-function.ts';
import type { PlatformEnvironment } from './platform-functions.ts';

export const STAGE = 'local';
export const ACCOUNT: LambdaAccount = { region: 'us-east-1', accountId: '000000000000' };
export const BUCKET = 'slipway-local';
export const TABLE = 'slipway-local';

/** What the platform's functions are told. Roles are named and never taken: nothing here asks who calls. */
export const ENVIRONMENT: PlatformEnvironment = {
  SLIPWAY_BUCKET: BUCKET,
  SLIPWAY_TABLE: TABLE,
  SLIPWAY_STAGE: STAGE,
  SLIPWAY_MACHINE_ROLE_ARN: `arn:aws:iam::${ACCOUNT.accountId}:role/slipway-local-machines`,
  SLIPWAY_FUNCTION_ROLE_ARN: `arn:aws:iam::${ACCOUNT.accountId}:role/slipway-local-functions`,
};
