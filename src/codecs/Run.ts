/** What one decoding or encoding remembers, so that its work stays linear in the size of the value. It is made anew for each value. */

/** @internal */
export class Run {
  private results: Map<unknown, Map<unknown, unknown>> | undefined

  /** `explains`: results of recursive codecs are remembered, since the walk that finds the reasons asks for them at each level of a value. */
  constructor(readonly explains = false) {}

  /** The result of a step for an object or array, computed once. */
  once<A>(step: unknown, u: object, compute: () => A): A {
    this.results ??= new Map()
    let known = this.results.get(step)
    if (known === undefined) {
      known = new Map()
      this.results.set(step, known)
    }
    if (known.has(u)) return known.get(u) as A
    const result = compute()
    known.set(u, result)
    return result
  }
}
