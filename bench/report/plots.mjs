// The plots of docs/speed.md as SVG text: bars beside raw, lines over the number of routes, bars of a cold start. No library: rectangles and texts.
import { workloads } from '../workloads.mjs'
import { ratio, time } from './tables.mjs'

// Greys that are read on white and on black; the accent is quaich's own.
const style = `text{font:12px system-ui,sans-serif;fill:#768390}.head{font-weight:600}.ours text,.ours{font-weight:600}
rect,.dot{fill:#8c959f}.ours rect,.ours .dot{fill:#2f81f7}line,path{stroke:#8c959f;fill:none}.axis{stroke-opacity:.35}.ours path{stroke:#2f81f7;stroke-width:2.5}
@media(prefers-color-scheme:dark){text{fill:#b1bac4}}`

const escaped = (s) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const n = (x) => String(Math.round(x * 10) / 10)
const text = (x, y, s, more = '') => `<text x="${n(x)}" y="${n(y)}"${more}>${escaped(s)}</text>`
const end = ' text-anchor="end"'
const middle = ' text-anchor="middle"'
const group = (name, inner) => (name.startsWith('quaich') ? `<g class="ours">${inner}</g>` : inner)

const svg = (width, height, title, inner) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>${style}</style>
${inner.join('\n')}
</svg>
`

const row = 18
const names = 190

/** Bars on a logarithmic scale, from 1 on. */
const bars = (title, rows, { top = 0, width = 760, least = 1, write }) => {
  const most = Math.max(...rows.map(([, x]) => x))
  const room = width - names - 70
  const long = (x) => Math.max(1, (Math.log(x / least) / Math.log(most / least)) * room)
  return [
    text(0, top + 14, title, ' class="head"'),
    ...rows.map(([name, x], i) => {
      const y = top + 24 + i * row
      return group(
        name,
        text(names - 8, y + 12, name, end) +
          `<rect x="${names}" y="${y + 2}" width="${n(long(x))}" height="${row - 5}"/>` +
          text(names + long(x) + 6, y + 12, write(x))
      )
    })
  ]
}
const height = (rows) => 24 + rows.length * row + 16

const warm = (r) => {
  let top = 0
  const inner = Object.entries(r.warm).flatMap(([id, found]) => {
    const rows = [...found].sort((a, b) => a.ratio - b.ratio).map((c) => [c.name, c.ratio])
    const drawn = bars(`${id.toUpperCase()}: ${workloads[id].title}`, rows, { top, least: 0.2, write: (x) => `${ratio(x)} ×` })
    top += height(rows)
    return drawn
  })
  return svg(760, top, 'Time of a call beside a handler written by hand, logarithmic', inner)
}

const cold = ({ cold: { contenders } }) => {
  const rows = [...contenders].sort((a, b) => a.both - b.both).map((c) => [c.name, c.both])
  return svg(
    760,
    height(rows),
    'Loading the bundle of W3 and answering the first event, logarithmic',
    bars('W3 cold: loading the bundle and the first answer', rows, { least: 0.5, write: (x) => `${x} ms` })
  )
}

const scale = (r) => {
  const sizes = Object.keys(r.scale).map(Number)
  const all = Object.values(r.scale).flatMap((found) => found.map((c) => c.median))
  const [low, high] = [Math.log10(Math.min(...all)), Math.log10(Math.max(...all))]
  const x = (size) => 60 + (Math.log10(size / sizes[0]) / Math.log10(sizes.at(-1) / sizes[0])) * 440
  const y = (ns) => 330 - ((Math.log10(ns) - low) / (high - low)) * 290
  const contenders = r.scale[sizes[0]].map((c) => c.name).filter((name) => name !== 'raw again')
  const lines = contenders
    .map((name) => ({ name, ns: sizes.map((size) => r.scale[size].find((c) => c.name === name).median) }))
    .sort((a, b) => a.ns.at(-1) - b.ns.at(-1))
  // Labels that would lie on each other are moved apart.
  let below = Number.POSITIVE_INFINITY
  const inner = [
    text(0, 14, 'W2: time of a call by the number of routes, both logarithmic', ' class="head"'),
    ...sizes.map(
      (size) =>
        `<line class="axis" x1="${n(x(size))}" y1="30" x2="${n(x(size))}" y2="335"/>${text(x(size), 352, size.toLocaleString('en'), middle)}`
    ),
    ...[100, 1000, 10_000, 100_000, 1_000_000]
      .filter((ns) => Math.log10(ns) >= low && Math.log10(ns) <= high)
      .map(
        (ns) => `<line class="axis" x1="60" y1="${n(y(ns))}" x2="500" y2="${n(y(ns))}"/>${text(52, y(ns) + 4, time(ns), end)}`
      ),
    ...lines.map(({ name, ns }) => {
      const points = ns.map((t, i) => `${n(x(sizes[i]))} ${n(y(t))}`)
      below = Math.min(y(ns.at(-1)), below - 14)
      return group(name, `<path d="M${points.join('L')}"/>${text(510, below + 4, `${name}, ${time(ns.at(-1))}`)}`)
    })
  ]
  return svg(760, 360, 'Time of a call by the number of routes', inner)
}

/** The plots by name. */
export const plots = (r) => ({ warm: warm(r), cold: cold(r), scale: scale(r) })
