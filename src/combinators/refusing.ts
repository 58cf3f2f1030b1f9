/**
 * The two sentences every HTTP combinator needs: how it refuses, and how it decodes a record of values or refuses.
 */
import type { Codecs, Decode, Decoding } from '../codecs/Codec.js'
import { type Issue, mostIssues } from '../codecs/Issue.js'
import { readsArray } from '../codecs/reflect.js'
import { type RefuseOptions, refuse } from './HttpError.js'
import { type Ctx, type Exit, left, type Program } from './Source.js'

/** A refusal as an exit. @internal */
export const refused = (status: number, o?: RefuseOptions): Exit => left(refuse(status, o))

/** The same issues, told from the place the value stands at: `body`, `query`. @internal */
export const at = (place: string, issues: ReadonlyArray<Issue>): ReadonlyArray<Issue> =>
  issues.map((i) => ({ ...i, path: i.path === '' ? place : `${place}.${i.path}` }))

interface Prop {
  readonly key: string
  readonly list: boolean
  readonly decode: Decode
}

/** How a record of values is read from its source, and how its refusal is told. @internal */
export interface PropsPlan<R> {
  /** The context's key, and the first part of every path. */
  readonly place: string
  readonly codecs: Codecs
  readonly refusal: { readonly status: 400 | 422; readonly message: string }
  /** The last value of a key. */
  readonly one: (from: R, key: string) => unknown
  /** Every value of a key, for codecs that read lists. */
  readonly all: (from: R, key: string) => unknown
}

/** Decodes one value per key and adds them all under `place`, or refuses with every issue at once. @internal */
export const decodeProps = <R>(
  { codecs }: Program,
  plan: PropsPlan<R>
): ((ctx: Ctx, from: R) => undefined | Exit | Promise<undefined | Exit>) => {
  const props: ReadonlyArray<Prop> = Object.entries(plan.codecs).map(([key, codec]) => ({
    key,
    list: readsArray(codec),
    decode: codecs.decoder(codec)
  }))
  return (ctx, from) => {
    const decodings = props.map((p) => p.decode(p.list ? plan.all(from, p.key) : plan.one(from, p.key)))
    return decodings.some((d) => d instanceof Promise)
      ? Promise.all(decodings).then((ds) => conclude(plan, props, ctx, ds))
      : conclude(plan, props, ctx, decodings as ReadonlyArray<Decoding>)
  }
}

const conclude = (
  { place, refusal }: PropsPlan<never>,
  props: ReadonlyArray<Prop>,
  ctx: Ctx,
  decodings: ReadonlyArray<Decoding>
): undefined | Exit => {
  const values: Ctx = { ...(ctx[place] as object | undefined) }
  const issues: Issue[] = []
  for (let i = 0; i < props.length; i++) {
    const { key } = props[i] as Prop
    const d = decodings[i] as Decoding
    if (d.issues === undefined) values[key] = d.value
    else issues.push(...at(`${place}.${key}`, d.issues))
  }
  if (issues.length > 0) return refused(refusal.status, { message: refusal.message, issues: issues.slice(0, mostIssues) })
  ctx[place] = values
  return undefined
}
