/**
 * What a command has to say, once: as text for people, or with `--json` as one object of one shape for programs. Commands make outcomes;
 * nothing here runs anything.
 */
import { Trouble } from '../deploy/load.js'
import type { DefinitionFault } from '../router/DefinitionError.js'
import type { World } from './cli.js'
import { faultText, type LocatedFault } from './faultText.js'

/** @internal */
export interface Outcome {
  /** 0, or 1 where problems were found. */
  readonly code: 0 | 1
  readonly result: unknown
  /** For people, on stdout; nothing to say where it is empty. */
  readonly text: string
  /** Beside the result, on stderr. */
  readonly aside?: string
  readonly faults?: ReadonlyArray<LocatedFault>
  readonly warnings?: ReadonlyArray<LocatedFault>
}

/** Prints an outcome and gives its exit code. @internal */
export const tell = (o: Outcome, json: boolean, world: World): number => {
  const { faults = [], warnings = [] } = o
  if (json) world.out(envelope({ ok: o.code === 0, result: o.result, faults, warnings }))
  else {
    for (const f of faults) world.err(`${faultText('error', f, world.styles.err)}\n`)
    for (const w of warnings) world.err(`${faultText('warning', w, world.styles.err)}\n`)
    world.out(o.text)
    world.err(o.aside ?? '')
  }
  return o.code
}

/** Prints why a command came to nothing, and gives its exit code. @internal */
export const tellTrouble = (e: unknown, json: boolean, faults: ReadonlyArray<LocatedFault>, world: World): number => {
  const code = e instanceof Trouble ? e.code : 1
  const error = e instanceof Error ? (e instanceof Trouble ? e.message : (e.stack ?? e.message)) : String(e)
  if (json) world.out(envelope({ ok: false, error, faults, warnings: [] }))
  else {
    for (const f of faults) world.err(`${faultText('error', f, world.styles.err)}\n`)
    world.err(`${world.styles.err.bold('quaich')}: ${error}\n`)
  }
  return code
}

interface Envelope {
  readonly ok: boolean
  /** What was asked for; absent where there is an error. */
  readonly result?: unknown
  readonly error?: string
  readonly faults: ReadonlyArray<DefinitionFault>
  readonly warnings: ReadonlyArray<DefinitionFault>
}

const envelope = (e: Envelope): string => `${JSON.stringify(e, null, 2)}\n`
