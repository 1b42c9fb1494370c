/**
 * Dollars in us-east-1 on demand, without free tiers and without the discounts of large bills, as the pages gave them on
 * `asOf`. Everything that costs money is here and nowhere else.
 */
export const priceTable = {
  region: 'us-east-1',
  asOf: '2026-11-28',
  stepFunctions: {
    source: 'https://aws.amazon.com/step-functions/pricing/',
    /** Standard workflows: each state entered, each retry. */
    transition: 0.025 / 1_000,
  },
  lambda: {
    source: 'https://aws.amazon.com/lambda/pricing/',
    request: 0.2 / 1_000_000,
    /** x86, of the memory that the function has; billed by the millisecond. */
    gigabyteSecond: 0.0000166667,
    /** Of the temporary storage beyond 512 MB. */
    storageGigabyteSecond: 0.0000000309,
    freeStorageMb: 512,
  },
  s3: {
    source: 'https://aws.amazon.com/s3/pricing/',
    /** PUT, COPY, POST, LIST of the Standard class. */
    write: 0.005 / 1_000,
    /** GET, HEAD. */
    read: 0.0004 / 1_000,
  },
  dynamodb: {
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    /** Standard table class; one unit writes 1 KB. */
    writeUnit: 0.625 / 1_000_000,
    /** One unit reads 4 KB, strongly consistent. */
    readUnit: 0.125 / 1_000_000,
  },
} as const;
