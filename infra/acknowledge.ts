import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Why a rule of cdk-nag is not followed at a place, and below it. The rules' identifiers, each with its reason. */
export function acknowledge(place: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(place).acknowledge({ id, reason });
}
