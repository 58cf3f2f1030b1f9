/**
 * Values of an arbitrary, made smaller by the simplest of them first. Shrinkers go step by step through values of one kind, and end at what
 * nobody would call small (-5e-324 for what is below 0); the few values that everybody would write are tried before that.
 */
import * as fc from 'fast-check'

/** @internal */
export class Simplest<A> extends fc.Arbitrary<A> {
  /** `simple` are values of its own, the simplest one first. */
  constructor(
    private readonly all: fc.Arbitrary<A>,
    private readonly simple: ReadonlyArray<A>
  ) {
    super()
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<A> {
    return this.all.generate(random, bias)
  }

  override canShrinkWithoutContext(value: unknown): value is A {
    return this.all.canShrinkWithoutContext(value)
  }

  // One of the simple values becomes one that stands before it and nothing else, so that this ends.
  override shrink(value: A, context: unknown): fc.Stream<fc.Value<A>> {
    const at = this.simple.findIndex((s) => Object.is(s, value))
    const simpler = (at === -1 ? this.simple : this.simple.slice(0, at)).map((s) => new fc.Value(s, isSimple))
    return fc.stream(simpler.values()).join(at === -1 && context !== isSimple ? this.all.shrink(value, context) : fc.Stream.nil())
  }
}

const isSimple = Symbol('simple')
