// The figures as Markdown tables. What is measured elsewhere is only laid out here.
import { workloads } from '../workloads.mjs'

export const time = (ns) =>
  ns >= 9950 ? `${Math.round(ns / 1000)} µs` : ns >= 1000 ? `${(ns / 1000).toFixed(1)} µs` : `${Math.round(ns)} ns`
export const ratio = (x) => (x >= 10 ? String(Math.round(x)) : x.toFixed(2))
const bytes = (b) => (b === undefined ? '' : b.toLocaleString('en'))

/** A Markdown table. */
export const table = (head, rows) =>
  [
    `| ${head.join(' | ')} |`,
    `| ${head.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`,
    ...rows.map((r) => `| ${r.join(' | ')} |`)
  ].join('\n')

/** One workload: all contenders. */
export const warmTable = (id, found, heap) =>
  table(
    ['', '× raw', 'middle 80 %', 'median', 'best round', 'heap bytes'],
    found.map((c) => [
      c.name,
      ratio(c.ratio),
      `${ratio(c.low)} – ${ratio(c.high)}`,
      time(c.median),
      time(c.best),
      bytes(heap?.[id]?.find((h) => h.name === c.name)?.bytes)
    ])
  )

export const scaleTable = ({ scale = {}, start = {} }) => {
  const sizes = Object.keys(scale)
  const starts = Object.keys(start)
  const named = [...Object.values(start), ...Object.values(scale)].flatMap((found) => found.map(({ name }) => name))
  const cell = (found, name, write) => {
    const one = found.find((c) => c.name === name)
    return one === undefined ? '' : write(one.median)
  }
  return table(
    ['', ...sizes.map((n) => `${n} routes`), ...starts.map((n) => `start with ${n}`)],
    [...new Set(named)]
      .filter((name) => name !== 'raw again')
      .map((name) => [
        name,
        ...sizes.map((n) => cell(scale[n], name, time)),
        ...starts.map((n) => cell(start[n], name, (ms) => `${ms} ms`))
      ])
  )
}

export const coldTable = ({ bare, contenders }) =>
  table(
    ['', 'bundle bytes', 'load', 'first event', 'both', `process over bare Node (${bare} ms)`],
    contenders.map((c) => [c.name, bytes(c.bytes), `${c.load} ms`, `${c.first} ms`, `${c.both} ms`, `${c.over} ms`])
  )

export const profileTable = ({ functions }) =>
  table(
    ['function', 'ns an event'],
    functions
      .filter(({ ns }) => ns > 1)
      .slice(0, 25)
      .map(({ name, ns }) => [`\`${name}\``, ns])
  )

export const tables = (r) =>
  [
    `Node ${r.node}, ${r.cpu}, ${r.at}, load ${r.load.join(' to ')}${r.quick ? '; a quick run, for development only' : ''}`,
    ...Object.entries(r.warm).map(
      ([id, found]) => `${id.toUpperCase()}: ${workloads[id].title}\n\n${warmTable(id, found, r.heap)}`
    ),
    ...(r.scale || r.start ? [`W2 by number of routes\n\n${scaleTable(r)}`] : []),
    ...(Object.keys(r.warm).length === 0 && r.heap
      ? [
          table(
            ['heap bytes an event', ...Object.keys(r.heap)],
            [...new Set(Object.values(r.heap).flatMap((w) => w.map((c) => c.name)))].map((name) => [
              name,
              ...Object.values(r.heap).map((w) => bytes(w.find((c) => c.name === name)?.bytes))
            ])
          )
        ]
      : []),
    ...(r.cold ? [`Cold, W3\n\n${coldTable(r.cold)}`] : []),
    ...(r.generate
      ? [
          table(
            ['quaich generate', 'median', 'best'],
            r.generate.map((g) => [`${g.routes} routes`, `${g.median} ms`, `${g.best} ms`])
          )
        ]
      : []),
    ...(r.profile
      ? Object.entries(r.profile).map(([id, p]) => `Where ${id.toUpperCase()} goes: ${p.ns} ns an event\n\n${profileTable(p)}`)
      : []),
    ...(r.types
      ? [
          `tsc on ${r.types.routes} routes of 6 combinators: ${bytes(r.types.instantiations)} instantiations, ${r.types.seconds} s`
        ]
      : [])
  ].join('\n\n')
