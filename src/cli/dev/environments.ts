/**
 * One thread, many functions, and each with the environment that it will have alone: `process.env` is whatever belongs to the function that
 * runs, through all that it awaits, over what is set for the whole thread. It knows no service, and reads no file.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { LambdaHandler } from '../../events/toLambda.js'

type Env = Record<string, string | undefined>
type Told = Readonly<Record<string, unknown>>

/** @internal */
export interface Environments {
  /** Says what each function has, by its name: plain text alone, since what CloudFormation fills in is not known here. What is set stays. */
  readonly tell: (functions: Readonly<Record<string, Told>>) => void
  /** Handlers, each in its own environment. */
  readonly around: (handlers: Readonly<Record<string, LambdaHandler>>) => Readonly<Record<string, LambdaHandler>>
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
  process.env = new Proxy<Env>(
    {},
    {
      get: (_, name) => Reflect.get(holder(name), name),
      has: (_, name) => Reflect.has(holder(name), name),
      ownKeys: () => [...new Set([...Reflect.ownKeys(shared), ...Reflect.ownKeys(layer())])],
      getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(holder(name), name),
      // What a function puts in is its own, as text; what is put in outside of any is for all.
      set: (_, name, value) => Reflect.set(running.getStore() ?? shared, name, String(value)),
      defineProperty: (_, name, { value }) => Reflect.set(running.getStore() ?? shared, name, String(value)),
      deleteProperty: (_, name) => Reflect.deleteProperty(layer(), name) && Reflect.deleteProperty(shared, name)
    }
  )
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
    around: (handlers) =>
      Object.fromEntries(
        Object.entries(handlers).map(([name, handler]): [string, LambdaHandler] => [
          name,
          (event, context) => running.run(own.get(name) ?? {}, () => handler(event, context))
        ])
      )
  }
}
