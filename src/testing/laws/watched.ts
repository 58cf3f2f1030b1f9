/**
 * A service that is watched while it runs: the same declarations, with steps beside their own that see who was refused, which handler ran and
 * how it ended. It changes no outcome, and the handlers stay the values that authorizers grant.
 */
import type { Ctx, Exit, Prepared, Step } from '../../combinators/Source.js'
import type { Declaration } from '../../router/Declaration.js'
import { functionsOf } from '../../router/functions.js'
import type { AnyService } from '../../router/service.js'

// ---- model

/** One run of a handler. @internal */
export interface Handled {
  readonly declaration: Declaration
  /** Of a batch, the record's place. */
  readonly at: number | undefined
  exit: Exit | undefined
}

/** What was seen of the invocations so far. @internal */
export interface Watch {
  readonly handled: Handled[]
  /** The refusals of combinators, in order: what was left before any handler ran. */
  readonly refused: unknown[]
  /** Of a batch, the places of the records that they refused. */
  readonly refusedAt: number[]
  records: ReadonlyArray<unknown>
  /** How the last invocation left its whole stack: what is then sent, if it can be printed. */
  ended: Exit | undefined
}

// ---- constructors

/** @internal */
export const nothingSeen = (): Watch => ({ handled: [], refused: [], refusedAt: [], records: [], ended: undefined })

/** The service, seen by `watch`. @internal */
export const watched = (service: AnyService, watch: Watch): AnyService => {
  const declarations = service.declarations.map((d): Declaration => {
    const steps = d.steps.map((step) => seenBy(watch, step))
    return { ...d, steps: [outermost(watch), ...steps, innermost(watch, d)] }
  })
  return { ...service, declarations, functions: functionsOf(declarations, service.settings) }
}

const outermost =
  (watch: Watch): Step =>
  () => ({
    leave: (_, exit) => {
      watch.ended = exit
      return exit
    }
  })

const innermost =
  (watch: Watch, declaration: Declaration): Step =>
  () => {
    const runs = new WeakMap<Ctx, Handled>()
    return {
      enter: (ctx) => {
        const at = watch.records.indexOf(ctx['record'])
        const run: Handled = { declaration, at: at === -1 ? undefined : at, exit: undefined }
        watch.handled.push(run)
        runs.set(ctx, run)
        return undefined
      },
      leave: (ctx, exit) => {
        const run = runs.get(ctx)
        if (run !== undefined) run.exit = exit
        return exit
      }
    }
  }

const seenBy =
  (watch: Watch, step: Step): Step =>
  (program) => {
    const own = step(program)
    const { enter, host } = own
    const prepared: { -readonly [K in keyof Prepared]: Prepared[K] } = { ...own }
    if (enter !== undefined) prepared.enter = (ctx) => told(enter(ctx), (exit) => note(watch, ctx, exit))
    if (host !== undefined)
      prepared.host = (ctx, rest) => {
        const { records } = (ctx['event'] ?? {}) as { readonly records?: unknown }
        if (Array.isArray(records)) watch.records = records
        const before = watch.handled.length + watch.refused.length
        // What stands inside has told of itself already.
        return told(host(ctx, rest), (exit) => {
          if (watch.handled.length + watch.refused.length === before) note(watch, ctx, exit)
        })
      }
    return prepared
  }

const note = (watch: Watch, ctx: Ctx, exit: Exit | undefined): void => {
  if (exit?._tag !== 'Left') return
  watch.refused.push(exit.left)
  const at = watch.records.indexOf(ctx['record'])
  if (at !== -1) watch.refusedAt.push(at)
}

const told = <A>(a: A | Promise<A>, see: (a: A) => void): A | Promise<A> => {
  if (a instanceof Promise)
    return a.then((x) => {
      see(x)
      return x
    })
  see(a)
  return a
}
