/** The real service of a program: its printed text, evaluated with the public interface in scope and nothing else. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import * as quaich from 'quaich'
import type { Program } from './model/Program.js'
import { print } from './model/print.js'

/** A service, and the names of the sentences that ran since it was asked last. */
export interface Built {
  readonly api: quaich.Service<unknown>
  readonly heard: () => ReadonlyArray<string>
}

/** Throws what `service` throws. */
export const build = (p: Program): Built => {
  const { imports, declarations } = print(p)
  const calls: string[] = []
  const heard = (name: string): boolean => calls.push(name) > 0
  const text = [
    '"use strict"',
    `const { ${imports.join(', ')} } = quaich`,
    ...declarations.map(([name, expression]) => `const ${name} = ${expression}`),
    'return api'
  ].join('\n')
  const make = new Function('quaich', 't', 'E', 'flow', 'pipe', 'heard', 'taken', text) as (
    ...scope: unknown[]
  ) => quaich.Service<unknown>
  return { api: make(quaich, t, E, flow, pipe, heard, { _tag: 'Taken' }), heard: () => calls.splice(0) }
}
