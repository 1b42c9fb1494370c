/** Objects of the platform's bucket, as registering and starting need them. */
export interface PipelineObjects {
  putText(key: string, text: string, mediaType: string): Promise<void>;
  /** Undefined: no such object. */
  getText(key: string): Promise<string | undefined>;
  /** Bytes; undefined: no such object. */
  sizeOf(key: string): Promise<number | undefined>;
}
