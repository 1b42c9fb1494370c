/** An activity as it is kept. Times are epoch milliseconds. */
export interface StoredActivity {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly deleted: boolean;
  readonly tags: Readonly<Record<string, string>>;
}
