/** The `invoke` command: calls one function as Lambda would, and prints what it gives. What the program logs on the way is no result. */
import { resolve } from 'node:path'
import { environment } from '../deploy/functionsSection.js'
import type { Files } from '../deploy/load.js'
import { findEntry, load, Trouble } from '../deploy/load.js'
import { namesOf } from '../deploy/local/invocations.js'
import { invoker } from '../deploy/local/invoke.js'
import { meant } from '../deploy/near.js'
import { type FunctionOutline, type Outline, outlineOf } from '../deploy/Outline.js'

/** What a call needs of the world. @internal */
export interface Invoking extends Files {
  readonly out: (text: string) => void
  /** All of the standard input. */
  readonly stdin: () => Promise<string>
  /** Runs something whose standard output goes to the error output. */
  readonly aside: <A>(run: () => Promise<A>) => Promise<A>
  /** Sets environment variables of this process that are not set. */
  readonly unlessSet: (variables: Readonly<Record<string, string>>) => void
}

/** @internal */
export interface InvokeOptions {
  readonly event?: string
}

/** Calls a function by its name and prints its result, or throws {@link Trouble}. @internal */
export const invoke = async (
  name: string,
  entry: string | undefined,
  { event }: InvokeOptions,
  world: Invoking
): Promise<void> => {
  const given = event === undefined ? undefined : await eventOf(event, world)
  const result = await world.aside(async () => {
    const { service, quaich } = await load(await findEntry(world.cwd, entry, world), world)
    const o = outlineOf(service)
    const f = functionOf(name, o)
    world.unlessSet(literals(f, o))
    const call = invoker(service, quaich.lambdas(service), o.stage)
    return call(f.name, given).catch((e: unknown) => {
      throw new Trouble(`${name} failed: ${failureText(e)}`)
    })
  })
  world.out(`${JSON.stringify(result, null, 2)}\n`)
}

// Where the program threw is what its writer looks for; an event that was refused was thrown by nobody's line.
const failureText = (e: unknown): string => {
  if (!(e instanceof Error)) return JSON.stringify(e) ?? String(e)
  return e.name === 'EventError' ? `${e.name}: ${e.message}` : (e.stack ?? e.message)
}

const eventOf = async (from: string, world: Invoking): Promise<unknown> => {
  const place = from === '-' ? 'the standard input' : from
  const text = from === '-' ? await world.stdin() : await world.read(resolve(world.cwd, from))
  if (text === undefined) throw new Trouble(`--event: there is no file ${from}`, 2)
  try {
    return JSON.parse(text)
  } catch (e) {
    throw new Trouble(`--event: ${place} is not JSON: ${e instanceof Error ? e.message : String(e)}`, 2)
  }
}

const functionOf = (name: string, { functions, service, stage }: Outline): FunctionOutline => {
  const own = namesOf(service, stage).get(name)
  const found = functions.find((f) => f.name === own)
  if (found !== undefined) return found
  const names = functions.map((f) => f.name)
  const near = meant(name, names)
  throw new Trouble(
    `there is no function '${name}'${near === undefined ? '' : `: ${near}`}\n  functions: ${names.length === 0 ? 'none' : names.join(', ')}`,
    2
  )
}

// Plain text alone: what the deployer or CloudFormation would fill in is not known here.
const literals = (f: FunctionOutline, o: Outline): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...o.settings.environment, ...environment(f) }).flatMap(([name, value]) =>
      typeof value === 'string' && !value.includes('${') ? [[name, value] as const] : []
    )
  )
