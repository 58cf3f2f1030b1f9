/**
 * The few shapes of CloudFormation that ports and middlewares declare: plain data that the generator copies into the file.
 * Not a model of CloudFormation: resources are passed on as they are.
 */

/** A value that CloudFormation resolves ("Intrinsic function reference"). @since 0.1.0 */
export type Intrinsic =
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly [string, string] }
  | { readonly 'Fn::Sub': string }
  | { readonly 'Fn::Join': readonly [string, ReadonlyArray<string | Intrinsic>] }
  | { readonly 'Fn::ImportValue': string }

/** Text, or a reference that becomes text. @since 0.1.0 */
export type Text = string | Intrinsic

/** One statement of a policy ("IAM JSON policy elements"): allowed actions on resources, under conditions. @since 0.1.0 */
export interface Statement {
  readonly actions: readonly string[]
  readonly resources: readonly Text[]
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** A raw CloudFormation resource. @since 0.1.0 */
export interface Resource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly [attribute: string]: unknown
}

/** What an effect needs from AWS: it flows into the role, the environment and the resources of exactly the functions that use it. @since 0.1.0 */
export interface Needs {
  /** Statements for the roles of the functions that use it. */
  readonly iam?: readonly Statement[]
  /** Environment variables: text, or a reference. */
  readonly environment?: Readonly<Record<string, Text>>
  /** CloudFormation resources by logical id, written once however many functions use them. */
  readonly resources?: Readonly<Record<string, Resource>>
}
