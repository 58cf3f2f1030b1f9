/** What is left of a value that went through JSON, as a type: whoever reads a reply reads text where a `Date` was. */

/** What JSON makes of an A: what `toJSON` gives, and all else as it is, part by part. Bytes are sent as bytes. @since 0.1.0 */
export type Jsoned<A> = unknown extends A
  ? A
  : A extends string | number | boolean | null | undefined | Uint8Array
    ? A
    : A extends { readonly toJSON: (...key: never) => infer J }
      ? Jsoned<J>
      : { [P in keyof A]: Jsoned<A[P]> }
