/**
 * One thread, many functions, and each with the environment that it will have alone: `process.env` is whatever belongs to the function that
 * runs, through all that it awaits, over what is set for the whole thread. It knows no service, and reads no file.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { inspect } from 'node:util'
import type { LambdaHandler } from '../../events/toLambda.js'

type Env = Record<string, string | undefined>
type Told = Readonly<Record<string, unknown>>
type Handlers = Readonly<Record<string, LambdaHandler>>

/** @internal */
export interface Environments {
  /** Says what each function has, by its name: plain text alone, since what CloudFormation fills in is not known here. What is set stays. */
  readonly tell: (functions: Readonly<Record<string, Told>>) => void
  /**
   * Handlers, each in its own environment. They are made for all functions of one environment at once, and apart from those of another: what
   * is made once for many may keep what it read.
   */
  readonly around: (functions: ReadonlyArray<string>, make: (alike: ReadonlySet<string>) => Handlers) => Handlers
}

/** Takes over `env`, which is `process.env` but in a test. @internal */
export const environments = (process: { env: Env }): Environments => {
  const shared = process.env
  const running = new AsyncLocalStorage<Env>()
  const own = new Map<string, Env>()
  // For what runs outside of any function, such as a timer that the program began when it was loaded: all that any of them has.
  const outside: Env = {}
  const layer = (): Env => running.getStore() ?? outside
  const holder = (name: string | symbol): Env => (Object.hasOwn(layer(), name) ? layer() : shared)
  // What a function took out stands in its layer without a value, and hides what is set for all.
  const takenOut = (name: string | symbol): boolean => Object.hasOwn(layer(), name) && Reflect.get(layer(), name) === undefined
  process.env = new Proxy<Env>(printed(), {
    get: (_, name) => Reflect.get(holder(name), name),
    has: (_, name) => !takenOut(name) && Reflect.has(holder(name), name),
    ownKeys: () => [...new Set([...Reflect.ownKeys(shared), ...Reflect.ownKeys(layer())])].filter((name) => !takenOut(name)),
    getOwnPropertyDescriptor: (_, name) => (takenOut(name) ? undefined : Reflect.getOwnPropertyDescriptor(holder(name), name)),
    // What a function puts in is its own, as text; what is put in outside of any is for all.
    set: (_, name, value) => Reflect.set(running.getStore() ?? shared, name, String(value)),
    defineProperty: (_, name, { value }) => Reflect.set(running.getStore() ?? shared, name, String(value)),
    deleteProperty: (_, name) => {
      const its = running.getStore()
      if (its !== undefined) return Reflect.set(its, name, undefined)
      return Reflect.deleteProperty(outside, name) && Reflect.deleteProperty(shared, name)
    }
  })
  const handlersOf = (handlers: Handlers): ReadonlyArray<readonly [string, LambdaHandler]> =>
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (event, context) => running.run(own.get(name) ?? {}, () => handler(event, context))
    ])
  return {
    tell: (functions) => {
      for (const [name, told] of Object.entries(functions)) {
        const texts = Object.entries(told).filter(
          (e): e is [string, string] => typeof e[1] === 'string' && !e[1].includes('${') && !Object.hasOwn(shared, e[0])
        )
        own.set(name, Object.fromEntries(texts))
        Object.assign(outside, Object.fromEntries(texts))
      }
    },
    around: (functions, make) => {
      const alike = new Map<string, Set<string>>()
      for (const name of functions) {
        const key = JSON.stringify(Object.entries(own.get(name) ?? {}).sort())
        alike.set(key, (alike.get(key) ?? new Set()).add(name))
      }
      return Object.fromEntries([...alike.values()].flatMap((names) => handlersOf(make(names))))
    }
  }
}

// A console prints what stands behind a proxy, and never asks the proxy: what stands there says what is to be seen.
const printed = (): Env =>
  Object.defineProperty({}, inspect.custom, {
    configurable: true,
    value(this: Env) {
      return { ...this }
    }
  })
