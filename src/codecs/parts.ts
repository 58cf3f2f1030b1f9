/** What io-ts codecs are made of, as they show it. Whether a codec decodes as its parts say is another question: `genuine.ts`. */
import type * as t from 'io-ts'

/** What a codec's tag promises about its parts; a part that is not there is never asked for. @internal */
export interface Parts {
  readonly type: t.Mixed
  readonly types: ReadonlyArray<t.Mixed>
  readonly props: Readonly<Record<string, t.Mixed>>
  readonly domain: t.Mixed
  readonly codomain: t.Mixed
  readonly keys: object
  readonly value: unknown
  readonly tag: string
  readonly predicate: (a: unknown) => unknown
  readonly runDefinition: () => t.Mixed
}

/** A codec's parts, typed by hope. @internal */
export const partsOf = (codec: t.Mixed): Parts => codec as unknown as Parts
