/** What `quaich routes` shows: functions and their routes as plain data, for programs, and as a table, for people. */

import { methodsOf, outlineOf } from '../deploy/Outline.js'
import { paramNames, parsePath } from '../router/Path.js'
import type { AnyService } from '../router/service.js'

/** A service's functions and routes. @internal */
export interface Listing {
  readonly service: string
  readonly gateway: 'rest' | 'http'
  readonly functions: ReadonlyArray<{ readonly name: string; readonly kind: string; readonly routes: ReadonlyArray<ListedRoute> }>
  /** How many CloudFormation resources it deploys to. */
  readonly resources: number
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
    )
  }))
  return { service: service.name, gateway: o.gateway, functions, resources }
}

/** @internal */
export const printListing = ({ service, gateway, functions, resources }: Listing, bold: (s: string) => string): string => {
  const rows = functions.flatMap((f) =>
    f.routes.length === 0 ? [['', f.kind, f.name, '']] : f.routes.map((r) => [r.method, r.path, f.name, notes(r)])
  )
  const api = gateway === 'rest' ? 'REST API' : 'HTTP API'
  return `${bold(service)}  ${api}, ${functions.length} function${functions.length === 1 ? '' : 's'}, ${resources} resources\n\n${table(rows)}`
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
