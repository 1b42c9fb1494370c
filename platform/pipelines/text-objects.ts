/** Objects of text in the platform's bucket. */
export interface TextObjects {
  putText(key: string, text: string, mediaType: string): Promise<void>;
  /** Undefined: no such object. */
  getText(key: string): Promise<string | undefined>;
}
