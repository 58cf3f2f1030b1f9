/** The service drawn: what sends events on the left, then who is asked, the functions, and what they use. Four columns, lines between. */
import { html, useMemo, useState } from './preact.js'

const columnsOf = (narrow) => [
  // Where there is little room, what every route has is left out.
  { title: 'Gateways', kinds: narrow ? [] : ['gateway'], width: 124 },
  {
    title: 'Routes and events',
    kinds: ['route', 'websocket', 'schedule', 'bus', 'bucket', 'topic', 'queue', 'stream'],
    width: narrow ? 184 : 256
  },
  { title: 'Functions', kinds: ['function', 'authorizer'], width: narrow ? 150 : 216 },
  { title: 'Ports', kinds: ['port'], width: narrow ? 110 : 150 }
]
// What a column says of all its nodes, none need say of itself.
const plain = ['gateway', 'route', 'function', 'port']
const height = 30
const gapY = 10
const head = 30
const step = height + gapY

/** Each node with its place; a node stands beside those it is tied to. */
export const layout = ({ nodes, edges }, narrow) => {
  const columns = columnsOf(narrow)
  // On a phone, routes and functions fill the screen, and ports are beside it.
  const gapX = narrow ? 14 : 58
  const at = new Map()
  const rows = columns.map(({ kinds }) => nodes.filter((n) => kinds.includes(n.kind)))
  const used = columns.filter((_, i) => rows[i].length > 0)
  const left = new Map(used.map((c, i) => [c, used.slice(0, i).reduce((x, { width }) => x + width + gapX, 0)]))
  const ties = (n) =>
    edges
      .filter((e) => e.label !== 'asks')
      .flatMap((e) => (e.from === n.id ? [e.to] : e.to === n.id ? [e.from] : []))
      .flatMap((id) => at.get(id)?.y ?? [])
  const place = (column, wanted) => {
    let free = 0
    for (const { n, y } of wanted.sort((a, b) => a.y - b.y)) {
      const top = Math.max(free, y)
      at.set(n.id, { ...n, x: left.get(columns[column]), y: top, width: columns[column].width })
      free = top + step
    }
  }
  const mean = (ys) => ys.reduce((a, b) => a + b, 0) / ys.length
  // Routes and events come first, those of one kind together, in the order of the program: everything else hangs on them.
  const { kinds } = columns[1]
  const ordered = [...rows[1]].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
  place(
    1,
    ordered.map((n, i) => ({ n, y: i * step }))
  )
  // Whoever is only asked, or called by name, stands below: lines between a route and its function stay straight.
  const below = ordered.length * step
  place(
    2,
    rows[2].map((n) => {
      const ys = ties(n)
      return { n, y: ys.length === 0 ? below : mean(ys) }
    })
  )
  // A gateway stands beside all of its routes: one line to each, and none across another.
  for (const n of rows[0]) {
    const ys = ties(n)
    const y = Math.min(...ys)
    at.set(n.id, { ...n, x: 0, y, width: columns[0].width, height: Math.max(...ys) - y + height })
  }
  place(
    3,
    rows[3].map((n) => ({ n, y: mean(ties(n)) }))
  )
  const placed = [...at.values()]
  return {
    titles: used.map((c) => ({ title: c.title, x: left.get(c) })),
    nodes: placed,
    edges: edges.map((e) => ({ ...e, a: at.get(e.from), b: at.get(e.to) })).filter((e) => e.a && e.b),
    width: Math.max(...placed.map((n) => n.x + n.width), 0),
    height: Math.max(...placed.map((n) => n.y + (n.height ?? height)), 0)
  }
}

const path = ({ a, b }) => {
  const [x1, x2] = [a.x + a.width, b.x]
  const y2 = b.y + height / 2
  const y1 = a.height === undefined ? a.y + height / 2 : y2
  const bend = (x2 - x1) / 2
  return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`
}

/** As much of a label as there is room for, beside what kind of thing it is. */
const short = ({ label, kind, width }) => {
  const room = Math.floor((width - 18 - (plain.includes(kind) ? 0 : 6.1 * kind.length + 8)) / 7.3)
  return label.length > room ? `${label.slice(0, room - 1)}…` : label
}

/** `linked` gives the place on the page that a node leads to; nothing where there is none. */
export const Diagram = ({ diagram, linked }) => {
  const drawn = useMemo(() => layout(diagram, innerWidth <= 700), [diagram])
  // Whose lines stand out: many cross where many routes ask one authorizer.
  const [near, setNear] = useState(undefined)
  return html`<div class="diagram" tabindex="0" role="region" aria-label="The service as a diagram">
    <svg viewBox="-1 -${head} ${drawn.width + 2} ${drawn.height + head + 2}" width=${drawn.width + 2} height=${drawn.height + head + 2}>
      <title>${diagram.title}</title>
      ${drawn.titles.map(({ title, x }) => html`<text key=${title} class="column" x=${x} y="-14">${title}</text>`)}
      ${drawn.edges.map((e) => html`<path key=${`${e.from}>${e.to}>${e.label}`} class=${`edge ${e.label ?? ''} ${near === e.from || near === e.to ? 'near' : ''}`} d=${path(e)} />`)}
      ${drawn.nodes.map((n) => {
        const href = linked(n)
        const box = html`<title>${n.kind} ${n.label}</title>
          <rect width=${n.width} height=${n.height ?? height} rx="6" />
          <text x="9" y="19">${short(n)}</text>
          ${!plain.includes(n.kind) && html`<text class="kind" x=${n.width - 8} y="19">${n.kind}</text>`}`
        const place = {
          class: `node ${n.kind}`,
          transform: `translate(${n.x},${n.y})`,
          onMouseEnter: () => setNear(n.id),
          onMouseLeave: () => setNear(undefined),
          onFocus: () => setNear(n.id),
          onBlur: () => setNear(undefined)
        }
        return href === undefined
          ? html`<g key=${n.id} ...${place}>${box}</g>`
          : html`<a key=${n.id} ...${place} href=${href}>${box}</a>`
      })}
    </svg>
  </div>`
}
