/** What `quaich routes` shows: functions and their routes as plain data, for programs, and as a table, for people. */

import { methodsOf, outlineOf } from '../deploy/Outline.js'
import { readingOf } from '../deploy/readings.js'
import { paramNames, parsePath } from '../router/Path.js'
import type { AnyService } from '../router/service.js'

/** A service's functions and routes. @internal */
export interface Listing {
  readonly service: string
  readonly gateway: 'rest' | 'http'
  readonly functions: ReadonlyArray<Listed>
  /** How many CloudFormation resources it deploys to. */
  readonly resources: number
}

/** One function. @internal */
export interface Listed {
  readonly name: string
  readonly kind: string
  readonly routes: ReadonlyArray<ListedRoute>
  /** What wakes it beside requests, as programs write it: `sqs`, and which queue. */
  readonly sources: ReadonlyArray<{ readonly source: string; readonly of: string }>
}

/** @internal */
export interface ListedRoute {
  readonly method: string
  readonly path: string
  readonly cors: boolean
  /** Its name in serverless.yml, or `iam`. */
  readonly authorizer: string | null
  readonly apiKey: boolean
  /** Something to call it with. */
  readonly sample?: { readonly params?: Readonly<Record<string, string>> }
}

/** @internal */
export const listingOf = (service: AnyService, resources: number): Listing => {
  const o = outlineOf(service)
  const functions = o.functions.map((f) => ({
    name: f.name,
    kind: f.kind,
    routes: f.routes.flatMap((r) =>
      methodsOf(r).map((method): ListedRoute => {
        const names = paramNames(parsePath(r.path).segments)
        return {
          method,
          path: r.path,
          cors: r.cors !== undefined,
          authorizer:
            r.auth === undefined ? null : (o.authorizers.get(r.auth.scheme) ?? (r.auth.scheme._tag === 'Iam' ? 'iam' : null)),
          apiKey: r.apiKey,
          ...(names.length === 0 ? {} : { sample: { params: Object.fromEntries(names.map((n) => [n, '1'])) } })
        }
      })
    ),
    sources: f.triggers.map(({ fact }) => {
      const { combinator: source, says: of } = readingOf(fact)
      return { source, of }
    })
  }))
  return { service: service.name, gateway: o.gateway, functions, resources }
}

/** @internal */
export const printListing = ({ service, gateway, functions, resources }: Listing, bold: (s: string) => string): string => {
  const rows = functions.flatMap((f) => [
    ...f.routes.map((r) => [r.method, r.path, f.name, notes(r)]),
    ...f.sources.map(({ source, of }) => [source, of, f.name, '']),
    ...(f.routes.length + f.sources.length === 0 ? [[f.kind, '', f.name, '']] : [])
  ])
  const http = gateway === 'rest' ? 'REST API, ' : 'HTTP API, '
  const apis = [
    functions.some((f) => f.routes.length > 0) ? http : '',
    functions.some((f) => f.kind === 'websocket') ? 'WebSocket API, ' : ''
  ]
  return `${bold(service)}  ${apis.join('')}${functions.length} function${functions.length === 1 ? '' : 's'}, ${resources} resources\n\n${table(rows)}`
}

const notes = (r: ListedRoute): string =>
  [r.cors ? 'cors' : '', r.authorizer === null ? '' : `authorizer ${r.authorizer}`, r.apiKey ? 'api key' : '']
    .filter((s) => s !== '')
    .join(', ')

/** Columns, a row a line. @internal */
export const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = rows.reduce<number[]>((w, row) => row.map((cell, i) => Math.max(w[i] ?? 0, cell.length)), [])
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`
    )
    .join('')
}
