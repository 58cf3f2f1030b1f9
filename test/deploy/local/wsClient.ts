/** A real WebSocket client for tests: what it hears, one after the other, and how it ended. No clock: whoever waits waits for an event. */
import { WebSocket } from 'ws'

export interface Client {
  readonly socket: WebSocket
  /** The headers of the handshake's answer. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly say: (message: unknown) => void
  /** The next message, as JSON. */
  readonly hear: () => Promise<unknown>
  /** What was heard and not asked for yet. */
  readonly unheard: () => ReadonlyArray<unknown>
  readonly closed: Promise<readonly [code: number, reason: string]>
  readonly leave: () => Promise<void>
}

export interface Refused {
  readonly status: number
  readonly body: string
}

interface Asking {
  readonly headers?: Readonly<Record<string, string>>
  readonly protocols?: ReadonlyArray<string>
}

/** Connects, or tells with what it was refused. */
export const knock = (url: string, { headers = {}, protocols = [] }: Asking = {}): Promise<Client | Refused> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [...protocols], { headers })
    const heard: unknown[] = []
    const waiting: Array<(message: unknown) => void> = []
    let answer: Client['headers'] = {}
    socket.on('upgrade', (res) => {
      answer = res.headers
    })
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as unknown
      const next = waiting.shift()
      if (next === undefined) heard.push(message)
      else next(message)
    })
    const closed = new Promise<readonly [number, string]>((done) => {
      socket.on('close', (code, reason) => done([code, String(reason)]))
    })
    socket.on('unexpected-response', (_, res) => {
      let body = ''
      res.on('data', (part) => {
        body += String(part)
      })
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body }))
    })
    socket.on('error', reject)
    socket.on('open', () =>
      resolve({
        socket,
        headers: answer,
        say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
        hear: () => (heard.length > 0 ? Promise.resolve(heard.shift()) : new Promise((next) => waiting.push(next))),
        unheard: () => heard,
        closed,
        leave: async () => {
          socket.close()
          await closed
        }
      })
    )
  })

/** Connects, and fails where it is refused. */
export const connect = async (url: string, asking?: Asking): Promise<Client> => {
  const client = await knock(url, asking)
  if ('status' in client) throw new Error(`refused with ${client.status} ${client.body}`)
  return client
}
