/** What is known while an arbitrary is grown from a codec: where values come from, and everything that stood in the way. */
import { isDeepStrictEqual } from 'node:util'
import type * as fc from 'fast-check'
import type * as t from 'io-ts'
import type { ArbitraryFault } from './ArbitraryError.js'
import { noteOf } from './annotate.js'
import { Checked, enough, tried } from './Checked.js'

// ---- model

/** Where values come from. @internal */
export interface World {
  /** Texts that may stand where the values are to stand. */
  readonly strings: fc.Arbitrary<string>
  /** Codecs, and the arbitraries that somebody gave them. */
  readonly annotations: ReadonlyMap<unknown, fc.Arbitrary<unknown>>
}

/** Where the walk is. @internal */
export interface Place {
  readonly path: string
  /** How many recursive codecs may still be entered. */
  readonly fuel: number
  /** Whether a predicate will look at the value, so that texts and numbers of many forms are worth a try. */
  readonly refined: boolean
  /** Items that a list may have: fewer within a recursive codec, whose lists hold lists. */
  readonly items: number
}

/** An arbitrary, or nothing where there is no value, or none that ends in time. @internal */
export type Grown = fc.Arbitrary<unknown> | undefined

/** @internal */
export interface Growth {
  readonly world: World
  /** Reasons why nothing may be generated at all, one a codec. */
  readonly faults: Map<unknown, ArbitraryFault>
  /** Codecs without a value. */
  readonly empty: Map<unknown, ArbitraryFault>
  /** What is to be tried before anybody relies on it. */
  readonly probes: Map<unknown, Checked<unknown>>
  readonly grow: (codec: t.Mixed, at: Place) => Grown
}

// ---- combinators

/** What somebody said of a codec: what was handed over counts before what is written on it. @internal */
export const annotated = ({ annotations }: World, codec: object): fc.Arbitrary<unknown> | undefined => {
  const note = noteOf(codec)
  return annotations.get(codec) ?? annotations.get(note?.of) ?? note?.arbitrary
}

/** Whether a value is what its codec decodes: it passes the guard, and comes back the same from its encoded form. @internal */
export const sound =
  (codec: t.Mixed) =>
  (a: unknown): boolean => {
    try {
      if (!codec.is(a)) return false
      const d = codec.decode(codec.encode(a))
      return d._tag === 'Right' && isDeepStrictEqual(d.right, a)
    } catch {
      return false
    }
  }

/** Candidates that a codec must take; tried once for each codec. @internal */
export const checked = (
  g: Growth,
  codec: t.Mixed,
  at: Place,
  candidates: fc.Arbitrary<unknown>,
  takes: (a: unknown) => boolean = sound(codec)
): fc.Arbitrary<unknown> => {
  const made = new Checked(candidates, takes, {
    path: at.path,
    codec: codec.name,
    problem: `takes fewer than ${enough} of ${tried} candidates`,
    mend: 'annotate(codec, { arbitrary }) says which values it has: use what it gives in the place of the codec, or hand it over beside the codec'
  })
  if (!g.probes.has(codec)) g.probes.set(codec, made)
  return made
}
