/** Asks a service what the model asks of a route, through the client of the testing kit, and tells what came back in the model's words. */
import { type Client, client } from 'quaich/testing'
import type { Built } from './build.js'
import type { Answer } from './model/answers.js'
import { type Ask, type Gateway, params, sent } from './model/asked.js'
import type { Placed } from './model/Program.js'

/** What comes back where no route is meant. */
export interface Plain {
  readonly by: string
  readonly status: number
  readonly ran: ReadonlyArray<string>
  readonly cors: Readonly<Record<string, string>>
  readonly allow: ReadonlyArray<string>
}

interface Asking {
  readonly route: (r: Placed, ask: Ask) => Promise<Answer>
  /** Without credentials, a body or anything else. */
  readonly plain: (verb: string, path: string, origin: string | undefined) => Promise<Plain>
}

/** One client for all requests that come through one kind of gateway. */
export const asking = ({ api, heard }: Built, gateway: Gateway): Asking => {
  const c: Client<unknown> = client(api, { format: gateway, apiKeys: ['known'] })
  const plain: Asking['plain'] = async (verb, path, origin) => {
    heard()
    const { by, reply } = await c.exchange({ method: verb, path, params, headers: { origin } })
    const allow = reply.headers['allow']
    return {
      by,
      status: reply.status,
      ran: heard(),
      cors: corsIn(reply.headers),
      allow: allow === undefined ? [] : String(allow).split(', ').sort()
    }
  }
  const route: Asking['route'] = async (r: Placed, ask: Ask): Promise<Answer> => {
    heard()
    const { by, reply } = await c.exchange(sent(r, ask))
    const names = heard()
    return {
      by,
      status: reply.status,
      reached: reachedIn(names, r),
      spans: spansIn(names),
      marks: marksIn(reply.headers),
      cors: corsIn(reply.headers)
    }
  }
  return { route, plain }
}

/** A handler that ran twice, or another one that ran, is neither reached nor not. */
const reachedIn = (names: ReadonlyArray<string>, { route }: Placed): boolean => {
  const own = names.filter((name) => !name.endsWith('Guard') && !name.includes(':'))
  if (own.length > 1 || own.some((name) => name !== route.name)) throw new Error(`ran ${own.join(', ')} for ${route.name}`)
  return own.length === 1
}

/** What began has to end. */
const spansIn = (names: ReadonlyArray<string>): number => {
  const [begun, ended] = ['begin:', 'end:'].map((word) => names.filter((name) => name.startsWith(word)).length)
  if (begun !== ended) throw new Error(`${begun} begun and ${ended} ended`)
  return begun ?? 0
}

const marksIn = (headers: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  Object.keys(headers)
    .filter((name) => name.startsWith('x-'))
    .sort()

const corsIn = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name === 'vary' || name.startsWith('access-control-'))
      .map(([name, value]) => [name, name.endsWith('-methods') ? String(value).split(',').sort().join(',') : String(value)])
  )
