/**
 * A service drawn: what sends events, the functions they wake, who may come in, and what the functions use. A graph as plain data, and as
 * Mermaid text. It draws what facts say, and lays nothing out.
 */
import type { SourceFact } from '../combinators/Fact.js'
import { factsOf } from '../combinators/Fact.js'
import { portsNamed } from '../combinators/Port.js'
import { type Declaration, routeOf } from '../router/Declaration.js'
import { isSourceFact } from '../router/functions.js'
import type { AnyService } from '../router/service.js'
import { outlineOf } from './Outline.js'

// ---- model

/** @internal */
export type NodeKind =
  | 'gateway'
  | 'route'
  | 'websocket'
  | 'authorizer'
  | 'schedule'
  | 'bus'
  | 'bucket'
  | 'topic'
  | 'queue'
  | 'stream'
  | 'function'
  | 'port'

/** One thing of the drawing. Its id is stable: it changes with what it stands for, and with nothing else. @internal */
export interface Node {
  readonly id: string
  readonly kind: NodeKind
  readonly label: string
}

/** @internal */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly label?: string
}

/** @internal */
export interface Diagram {
  readonly title: string
  readonly nodes: ReadonlyArray<Node>
  readonly edges: ReadonlyArray<Edge>
}

// ---- constructors

/** @internal */
export const diagramOf = (service: AnyService): Diagram => {
  const o = outlineOf(service)
  const nodes = new Map<string, Node>()
  const edges = new Map<string, Edge>()
  const node = (kind: NodeKind, name: string, label = name): string => {
    const id = `${kind} ${name}`
    if (!nodes.has(id)) nodes.set(id, { id, kind, label })
    return id
  }
  const edge = (from: string, to: string, label?: string): void => {
    edges.set(`${from} > ${to} > ${label ?? ''}`, { from, to, ...(label === undefined ? {} : { label }) })
  }
  for (const f of service.functions) {
    const fn = node('function', f.name)
    for (const d of f.declarations) {
      for (const origin of originsOf(d, o.gateway, node, edge)) edge(origin, fn)
      for (const { key } of portsNamed(d.facts)) edge(fn, node('port', key))
      for (const { scheme } of factsOf(d.facts, 'Auth')) {
        const name = o.authorizers.get(scheme) ?? o.socketAuthorizers.get(scheme) ?? 'AWS signature'
        const asks = scheme._tag === 'BuiltIn' ? node('function', name) : node('authorizer', name)
        for (const origin of originsOf(d, o.gateway, node, () => {})) edge(origin, asks, 'asks')
      }
    }
  }
  return { title: service.name, nodes: [...nodes.values()], edges: [...edges.values()] }
}

type MakeNode = (kind: NodeKind, name: string, label?: string) => string
type MakeEdge = (from: string, to: string, label?: string) => void

const originsOf = (d: Declaration, gateway: 'rest' | 'http', node: MakeNode, edge: MakeEdge): ReadonlyArray<string> => {
  const route = routeOf(d)
  if (route !== undefined) {
    const api = node('gateway', gateway === 'rest' ? 'REST API' : 'HTTP API')
    const line = `${route.methods === 'ANY' ? 'ANY' : route.methods.join(' ')} ${route.path}`
    const at = node('route', line)
    edge(api, at)
    return [at]
  }
  return d.facts.flatMap((f) => (isSourceFact(f) ? eventOrigin(f, node, edge) : []))
}

const eventOrigin = (f: SourceFact, node: MakeNode, edge: MakeEdge): ReadonlyArray<string> => {
  switch (f._tag) {
    case 'Websocket': {
      const api = node('gateway', 'WebSocket API')
      const at = node('websocket', f.routeKey)
      edge(api, at)
      return [at]
    }
    case 'Schedule':
      return [node('schedule', f.expression)]
    case 'EventBridge':
      return [node('bus', f.bus === undefined ? 'default' : short(f.bus))]
    case 'Bucket':
      return [node('bucket', f.bucket)]
    case 'Topic':
      return [node('topic', short(f.topic))]
    case 'Queue':
      return [node('queue', short(f.queue))]
    case 'Stream':
      return [node('stream', short(f.stream))]
    // Called by name, by the gateway or by whoever may: nothing that could be drawn.
    case 'Lambda':
    case 'Authorizer':
    case 'Route':
      return []
  }
}

const short = (text: unknown): string =>
  typeof text === 'string' ? (text.startsWith('arn:') ? (text.split(/[:/]/).at(-1) ?? text) : text) : resourceOf(text)

// A resource of this template is called by its logical id.
const resourceOf = (value: unknown): string => {
  const { Ref: ref, 'Fn::GetAtt': att } = (value ?? {}) as { readonly Ref?: unknown; readonly 'Fn::GetAtt'?: unknown }
  const id = ref ?? (Array.isArray(att) ? att[0] : undefined)
  return typeof id === 'string' ? id : JSON.stringify(value)
}

// ---- combinators

const shapes: { readonly [K in NodeKind]: readonly [string, string] } = {
  gateway: ['[[', ']]'],
  route: ['[', ']'],
  websocket: ['[', ']'],
  authorizer: ['{{', '}}'],
  schedule: ['((', '))'],
  bus: ['[/', '/]'],
  bucket: ['[(', ')]'],
  topic: ['>', ']'],
  queue: ['[/', '/]'],
  stream: ['[/', '/]'],
  function: ['([', '])'],
  port: ['[(', ')]']
}

/** The drawing as a Mermaid flowchart (mermaid.js.org, "Flowcharts"), which code hosts and editors show as a picture. @internal */
export const mermaid = ({ title, nodes, edges }: Diagram): string => {
  const ids = new Map(nodes.map((n, i) => [n.id, `n${i}`]))
  const quoted = (s: string) =>
    `"${s.replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')}"`
  const lines = [
    ...nodes.map((n) => {
      const [open, close] = shapes[n.kind]
      return `  ${ids.get(n.id)}${open}${quoted(n.kind === 'route' || n.kind === 'function' ? n.label : `${n.kind} ${n.label}`)}${close}`
    }),
    ...edges.map((e) => `  ${ids.get(e.from)} ${e.label === undefined ? '-->' : `-. ${e.label} .->`} ${ids.get(e.to)}`)
  ]
  return `---\ntitle: ${JSON.stringify(title)}\n---\nflowchart LR\n${lines.join('\n')}\n`
}
