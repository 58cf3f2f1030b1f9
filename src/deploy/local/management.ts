/**
 * The management endpoint of the local WebSocket API ("Use @connections commands in your backend service"): as HTTP, which the AWS SDK
 * speaks, and as the port that functions in this process send through. It asks for no signature.
 */
import type { ManagementApi } from '../../events/sockets.js'
import type { Connections } from './Connections.js'
import type { RawReply, RawRequest } from './RawRequest.js'

// ---- as HTTP

/** Answers `/@connections/{id}`, with a stage before it or none; nothing for other paths. @internal */
export const management =
  (connections: Connections) =>
  (request: RawRequest): Promise<RawReply> | undefined => {
    const [, escaped] = /^(?:\/[^/@]+)?\/@connections\/([^/]+)$/.exec(request.path) ?? []
    const id = escaped === undefined ? undefined : unescaped(escaped)
    return id === undefined ? undefined : command(connections, id, request)
  }

const command = async (connections: Connections, id: string, { method, body }: RawRequest): Promise<RawReply> => {
  switch (method) {
    case 'POST': {
      const what = await connections.post(id, body)
      return what === 'sent' ? { status: 200, headers: {}, body: '' } : failures[what]
    }
    case 'DELETE':
      return connections.close(id) === 'gone' ? failures.gone : { status: 204, headers: {}, body: '' }
    case 'GET': {
      const c = connections.info(id)
      if (c === 'gone') return failures.gone
      const { connectedAt, lastActiveAt, sourceIp, userAgent } = c
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ connectedAt, identity: { sourceIp, userAgent }, lastActiveAt })
      }
    }
    default:
      return failure(403, 'ForbiddenException', 'Missing Authentication Token')
  }
}

const failure = (status: number, name: string, message: string): RawReply => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
  body: JSON.stringify({ message })
})

const failures = {
  gone: failure(410, 'GoneException', 'Gone'),
  'too large': failure(413, 'PayloadTooLargeException', 'Request Entity Too Large')
}

const unescaped = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

// ---- as a port

/**
 * What `use(sockets)` sends through here. The endpoint is passed over: an event names it by its domain alone, which in AWS is always
 * reached by TLS, and here there is one API.
 * @internal
 */
export const localManagementApi = (connections: Connections): ManagementApi => ({
  post: async (_, id, data) => {
    const what = await connections.post(id, Buffer.from(data))
    if (what !== 'sent') throw told(what)
  },
  delete: async (_, id) => {
    if (connections.close(id) === 'gone') throw told('gone')
  },
  get: async (_, id) => {
    const c = connections.info(id)
    if (c === 'gone') throw told('gone')
    const { connectedAt, lastActiveAt, sourceIp, userAgent } = c
    return { connectedAt, lastActiveAt, sourceIp, userAgent }
  }
})

// As the AWS SDK tells it.
const told = (what: keyof typeof failures): Error => {
  const { status, headers } = failures[what]
  return Object.assign(new Error(what), { name: headers['x-amzn-errortype'], $metadata: { httpStatusCode: status } })
}
