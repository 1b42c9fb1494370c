/** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export type QueryLanguage = 'JSONPath' | 'JSONata';

export interface HasQueryLanguage {
  readonly Comment?: string;
  /** A state may use JSONata inside a JSONPath machine, never the reverse. */
  readonly QueryLanguage?: QueryLanguage;
}
