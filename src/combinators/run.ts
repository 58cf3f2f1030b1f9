/**
 * Runs the steps of a sentence around its function: inwards until one refuses, then outwards through those that were entered.
 * Knows nothing of HTTP or of events: what an exit means is decided by whoever calls it.
 */
import { isThenable } from './Result.js'
import { type Ctx, type Exit, left, type Prepared, type Program, type Step } from './Source.js'

/** A sentence ready to run. It never throws and never rejects. @internal */
export type Run = (ctx: Ctx) => Exit | Promise<Exit>

/** Prepares every step once and closes them over `last`, the guarded function. @internal */
export const compile = (steps: ReadonlyArray<Step>, program: Program, last: Run, defect: (cause: unknown) => unknown): Run => {
  const ops = steps.map((step) => step(program))
  if (ops.length === 0) return last
  return (ctx) => inwards(ops, last, defect, ctx, 0, 0)
}

const inwards = (
  ops: ReadonlyArray<Prepared>,
  last: Run,
  defect: (cause: unknown) => unknown,
  ctx: Ctx,
  from: number,
  base: number
): Exit | Promise<Exit> => {
  for (let i = from; i < ops.length; i++) {
    const op = ops[i] as Prepared
    const { host } = op
    if (host !== undefined) {
      const hosted = guard(() => host(ctx, (inner) => inwards(ops, last, defect, inner, i + 1, i + 1)), defect)
      return then(hosted, (exit) => outwards(ops, defect, ctx, i - 1, base, exit))
    }
    if (op.enter === undefined) continue
    const enter = op.enter
    const entered = guard(() => enter(ctx), defect)
    if (entered === undefined) continue
    if (!isThenable(entered)) return outwards(ops, defect, ctx, i - 1, base, entered)
    return (entered as Promise<Exit | undefined>).then((exit) =>
      exit === undefined ? inwards(ops, last, defect, ctx, i + 1, base) : outwards(ops, defect, ctx, i - 1, base, exit)
    )
  }
  return then(last(ctx), (exit) => outwards(ops, defect, ctx, ops.length - 1, base, exit))
}

const outwards = (
  ops: ReadonlyArray<Prepared>,
  defect: (cause: unknown) => unknown,
  ctx: Ctx,
  from: number,
  base: number,
  first: Exit
): Exit | Promise<Exit> => {
  let exit = first
  for (let i = from; i >= base; i--) {
    const leave = ops[i]?.leave
    if (leave === undefined) continue
    const before = exit
    const next = guard(() => leave(ctx, before), defect)
    if (isThenable(next)) return (next as Promise<Exit>).then((after) => outwards(ops, defect, ctx, i - 1, base, after))
    exit = next as Exit
  }
  return exit
}

const then = (exit: Exit | Promise<Exit>, f: (exit: Exit) => Exit | Promise<Exit>): Exit | Promise<Exit> =>
  isThenable(exit) ? (exit as Promise<Exit>).then(f) : f(exit as Exit)

const guard = <A>(f: () => A | Promise<A>, defect: (cause: unknown) => unknown): A | Exit | Promise<A | Exit> => {
  try {
    const r = f()
    return isThenable(r) ? (r as Promise<A>).then(undefined, (e) => left(defect(e))) : r
  } catch (e) {
    return left(defect(e))
  }
}
