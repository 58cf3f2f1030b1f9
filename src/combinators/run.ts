/**
 * Runs the steps of a sentence around its function: inwards until one refuses, then outwards through those that were entered.
 * Knows nothing of HTTP or of events: what an exit means is decided by whoever calls it.
 */
import { isThenable } from '../codecs/thenable.js'
import { type Ctx, type Exit, left, type Prepared, type Program, type Step } from './Source.js'

/** A sentence ready to run. It never throws and never rejects. @internal */
export type Run = (ctx: Ctx) => Exit | Promise<Exit>

/** What every part of one run needs to know; made once for a sentence. */
interface Plan {
  readonly ops: ReadonlyArray<Prepared>
  readonly last: Run
  readonly defect: (cause: unknown) => unknown
}

/** Prepares every step once and closes them over `last`, the guarded function. @internal */
export const compile = (steps: ReadonlyArray<Step>, program: Program, last: Run, defect: (cause: unknown) => unknown): Run => {
  // Steps that only declare leave nothing to do.
  const ops = steps.map((step) => step(program)).filter((op) => op.enter ?? op.leave ?? op.host)
  if (ops.length === 0) return last
  const plan: Plan = { ops, last, defect }
  return (ctx) => inwards(plan, ctx, 0, 0)
}

// Written without closures where nothing is asynchronous: this runs for every invocation.
const inwards = (plan: Plan, ctx: Ctx, from: number, base: number): Exit | Promise<Exit> => {
  const { ops } = plan
  for (let i = from; i < ops.length; i++) {
    const { enter, host } = ops[i] as Prepared
    if (host !== undefined) return hosted(plan, ctx, i, base, host)
    if (enter === undefined) continue
    let entered: ReturnType<typeof enter>
    try {
      entered = enter(ctx)
    } catch (e) {
      return outwards(plan, ctx, i - 1, base, left(plan.defect(e)))
    }
    if (entered === undefined) continue
    if (isThenable(entered)) return later(plan, ctx, i, base, entered as Promise<Exit | undefined>)
    return outwards(plan, ctx, i - 1, base, entered)
  }
  const exit = plan.last(ctx)
  return isThenable(exit)
    ? (exit as Promise<Exit>).then((e) => outwards(plan, ctx, ops.length - 1, base, e))
    : outwards(plan, ctx, ops.length - 1, base, exit)
}

const later = (plan: Plan, ctx: Ctx, i: number, base: number, entered: Promise<Exit | undefined>): Promise<Exit> =>
  entered.then(
    (exit) => (exit === undefined ? inwards(plan, ctx, i + 1, base) : outwards(plan, ctx, i - 1, base, exit)),
    (e) => outwards(plan, ctx, i - 1, base, left(plan.defect(e)))
  )

const hosted = (plan: Plan, ctx: Ctx, i: number, base: number, host: NonNullable<Prepared['host']>): Exit | Promise<Exit> => {
  const rest = (inner: Ctx) => inwards(plan, inner, i + 1, i + 1)
  let exit: Exit | Promise<Exit>
  try {
    exit = host(ctx, rest)
  } catch (e) {
    exit = left(plan.defect(e))
  }
  return isThenable(exit)
    ? (exit as Promise<Exit>).then(
        (e) => outwards(plan, ctx, i - 1, base, e),
        (e) => outwards(plan, ctx, i - 1, base, left(plan.defect(e)))
      )
    : outwards(plan, ctx, i - 1, base, exit)
}

const outwards = (plan: Plan, ctx: Ctx, from: number, base: number, first: Exit): Exit | Promise<Exit> => {
  const { ops } = plan
  let exit = first
  for (let i = from; i >= base; i--) {
    const { leave } = ops[i] as Prepared
    if (leave === undefined) continue
    let next: Exit | Promise<Exit>
    try {
      next = leave(ctx, exit)
    } catch (e) {
      next = left(plan.defect(e))
    }
    if (isThenable(next))
      return (next as Promise<Exit>).then(
        (e) => outwards(plan, ctx, i - 1, base, e),
        (e) => outwards(plan, ctx, i - 1, base, left(plan.defect(e)))
      )
    exit = next as Exit
  }
  return exit
}
