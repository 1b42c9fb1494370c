/** What a deployment needs bundled. */
export interface DeploymentRequest {
  /** Every function of the manifest. */
  readonly platform: boolean;
  /** Users' steps: `file` absolute. */
  readonly handlers: readonly { readonly handler: string; readonly file: string; readonly exportName: string }[];
}

export interface DeploymentBundles {
  /** Absolute folder by the function's name. */
  readonly functions: Readonly<Record<string, string>>;
  /** By handler; `zip` is an absolute path, `digest` the SHA-256 of its bytes. */
  readonly handlers: Readonly<Record<string, { readonly zip: string; readonly digest: string }>>;
}
