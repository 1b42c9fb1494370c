/** The Lambda functions that users' handlers run in. */
export interface StepLambdas {
  /** Makes the function unless it is there. */
  ensure(lambda: StepLambda): Promise<EnsuredStepLambda>;
}

export interface StepLambda {
  readonly functionName: string;
  /** Key of the zip in the platform's bucket. */
  readonly codeKey: string;
  readonly memoryMb: number;
  readonly storageMb: number;
  readonly timeoutSeconds: number;
}

export type EnsuredStepLambda =
  | { readonly kind: 'present' }
  | { readonly kind: 'created' }
  /** Functions are made by deployment alone here. */
  | { readonly kind: 'not-deployed' };
