/**
 * Candidates, of which only those pass that a predicate takes. Not `filter`: it tries so often and no more, then says what it tried, where
 * `filter` would run for ever.
 */
import * as fc from 'fast-check'
import { ArbitraryError, type ArbitraryFault } from './ArbitraryError.js'

// ---- model

/** Of so many candidates … @internal */
export const tried = 1000
/** … so many must pass before anything is generated of them. @internal */
export const enough = 5
// One candidate in two hundred passes at the least, so that this many in a row never fail by chance.
const most = 10_000

/** @internal */
export class Checked<A> extends fc.Arbitrary<A> {
  constructor(
    private readonly candidates: fc.Arbitrary<A>,
    private readonly takes: (a: A) => boolean,
    private readonly fault: ArbitraryFault
  ) {
    super()
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<A> {
    for (let i = 0; i < most; i++) {
      const value = this.candidates.generate(random, bias)
      if (this.takes(value.value_)) return value
    }
    throw this.refusal()
  }

  override canShrinkWithoutContext(value: unknown): value is A {
    return this.candidates.canShrinkWithoutContext(value) && this.takes(value)
  }

  override shrink(value: A, context: unknown): fc.Stream<fc.Value<A>> {
    return this.candidates.shrink(value, context).filter((v) => this.takes(v.value_))
  }

  refusal(): ArbitraryError {
    return new ArbitraryError(this.fault.codec, [this.fault])
  }

  /** The fault, where next to none of the candidates passes. Tried with a seed of its own, so that the answer is always the same. */
  probe(): ArbitraryFault | undefined {
    let passed = 0
    for (let i = 0; i < tried; i += batch) {
      for (const a of fc.sample(this.candidates, { numRuns: batch, seed: i + 1 })) if (this.takes(a)) passed++
      if (passed >= enough) return undefined
    }
    return this.fault
  }
}

const batch = 10
