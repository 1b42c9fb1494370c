import { functionArn, type LambdaAccount, type LocalFunction } from '../local-function.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function functionConfiguration(account: LambdaAccount, fn: LocalFunction): Readonly<Record<string, unknown>> {
  return {
    FunctionName: fn.name,
    FunctionArn: functionArn(account, fn.name),
    Runtime: fn.runtime,
    Role: fn.role,
    Handler: fn.handler,
    CodeSize: fn.codeSize,
    CodeSha256: fn.codeSha256,
    Description: fn.description,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMb,
    EphemeralStorage: { Size: fn.storageMb },
    Environment: { Variables: fn.environment },
    // The service's own form has an offset without a colon.
    LastModified: fn.lastModified.replace('Z', '+0000'),
    RevisionId: fn.revisionId,
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
