/** The service drawn: what sends events on the left, then who is asked, the functions, and what they use. Four columns, lines between. */
import { html, useMemo } from './preact.js'

const columns = {
  gateway: 0,
  schedule: 1,
  bus: 1,
  bucket: 1,
  topic: 1,
  queue: 1,
  stream: 1,
  route: 1,
  websocket: 1,
  authorizer: 2,
  function: 2,
  port: 3
}
const width = 230
const height = 34
const gapX = 70
const gapY = 12
const margin = 16

/** Each node with its place; a node stands near those it is tied to. */
export const layout = ({ nodes, edges }) => {
  const rows = [[], [], [], []]
  for (const n of nodes) rows[columns[n.kind] ?? 2].push(n)
  const used = rows.filter((r) => r.length > 0)
  const at = new Map()
  const tied = (n) =>
    edges.flatMap((e) => (e.from === n.id ? [e.to] : e.to === n.id ? [e.from] : [])).flatMap((id) => at.get(id)?.y ?? [])
  // The second column is placed first, in the order of the program: most others hang on it.
  const order = [rows[1], rows[2], rows[0], rows[3]].filter((r) => r.length > 0)
  for (const row of order) {
    const wanted = row.map((n, i) => {
      const ys = tied(n)
      // A gateway is tied to so much that its middle would be far below.
      const y = n.kind === 'gateway' ? Math.min(...ys) : ys.reduce((a, b) => a + b, 0) / ys.length
      return { n, y: ys.length === 0 ? i * (height + gapY) : y }
    })
    wanted.sort((a, b) => a.y - b.y)
    let free = 0
    for (const { n, y } of wanted) {
      const top = Math.max(free, y)
      at.set(n.id, { ...n, x: used.indexOf(row) * (width + gapX), y: top })
      free = top + height + gapY
    }
  }
  const placed = [...at.values()]
  return {
    nodes: placed,
    edges: edges.map((e) => ({ ...e, a: at.get(e.from), b: at.get(e.to) })).filter((e) => e.a && e.b),
    width: Math.max(...placed.map((n) => n.x + width), 0) + 2 * margin,
    height: Math.max(...placed.map((n) => n.y + height), 0) + 2 * margin
  }
}

const path = ({ a, b }) => {
  const forward = b.x >= a.x + width
  const sameColumn = a.x === b.x
  const [x1, x2] = sameColumn ? [a.x + width, b.x + width] : forward ? [a.x + width, b.x] : [a.x, b.x + width]
  const [y1, y2] = [a.y + height / 2, b.y + height / 2]
  const bend = sameColumn ? 40 : (x2 - x1) / 2
  return `M${x1},${y1} C${x1 + bend},${y1} ${sameColumn ? x2 + bend : x2 - bend},${y2} ${x2},${y2}`
}

const short = (s) => (s.length > 30 ? `${s.slice(0, 29)}…` : s)

export const Diagram = ({ diagram, select }) => {
  const drawn = useMemo(() => layout(diagram), [diagram])
  return html`<div class="diagram" tabindex="0" role="region" aria-label="The service as a diagram">
    <svg viewBox="${-margin} ${-margin} ${drawn.width} ${drawn.height}" width=${drawn.width} height=${drawn.height} role="img">
      <title>${diagram.title}</title>
      ${drawn.edges.map((e) => html`<path key=${`${e.from}>${e.to}`} class=${`edge ${e.label ?? ''}`} d=${path(e)} />`)}
      ${drawn.nodes.map(
        (n) => html`<g
          key=${n.id}
          class=${`node ${n.kind}`}
          transform=${`translate(${n.x},${n.y})`}
          onClick=${() => select(n)}
        >
          <title>${n.kind} ${n.label}</title>
          <rect width=${width} height=${height} rx="6" />
          <text x="10" y="21">${short(n.label)}</text>
          <text class="kind" x=${width - 8} y="21">${n.kind}</text>
        </g>`
      )}
    </svg>
  </div>`
}
