// The generated parts of docs/speed.md, by name: Markdown from a report, and from the one of the commit that it is compared with.
import { workloads } from '../workloads.mjs'
import { goals } from './goals.mjs'
import { coldTable, ratio, scaleTable, table, time, warmTable } from './tables.mjs'

const number = (n) => (n === undefined ? '' : n.toLocaleString('en'))
const kilobytes = (b) => (b === undefined ? '' : (b / 1000).toFixed(1))
const upper = (id) => id.toUpperCase()
const of = (found, wanted = 'quaich') => found?.find(({ name }) => name === wanted)

const run = (r) =>
  [
    `Commit ${r.commit}, ${r.at}: Node ${r.node} on ${r.cpu}, ${r.minutes} minutes, load ${r.load.join(' to ')}.`,
    ...(r.quick ? ['**A quick run on a busy machine: fewer rounds, figures to work with and not to quote.**'] : [])
  ].join('\n')

const goalTable = (r) =>
  table(
    ['', 'goal, at most', 'measured', ''],
    goals.flatMap(({ what, most, goal, added, figure, write }) => {
      const x = figure(r)
      if (added && x === undefined) return []
      const verdict = x === undefined ? 'not measured' : x <= most ? 'met' : '**missed**'
      return [[what, goal, x === undefined ? '' : write(x), verdict]]
    })
  )

const warm = (r) =>
  Object.entries(r.warm)
    .map(([id, found]) => `### ${upper(id)}: ${workloads[id].title}\n\n${warmTable(id, found, r.heap)}`)
    .join('\n\n')

// By file, since functions have other names in other commits, and what is inlined is told by its line.
const byFile = ({ functions }) => {
  const files = new Map()
  for (const { name, ns } of functions) {
    const [, file = name] = / (\S+)$/.exec(name.startsWith('the loop') ? '' : name) ?? []
    files.set(file, (files.get(file) ?? 0) + ns)
  }
  return files
}
const profile = (id, r, before) => {
  const [was, is] = [byFile(before.profile[id]), byFile(r.profile[id])]
  const names = [...new Set([...is.keys(), ...was.keys()])].filter((name) => Math.max(is.get(name) ?? 0, was.get(name) ?? 0) > 5)
  return table(
    [`${upper(id)}, ns an event`, 'before', 'now'],
    [
      ...names
        .map((name) => [name.startsWith('the loop') ? name : `\`${name}\``, was.get(name) ?? '', is.get(name) ?? ''])
        .sort((a, b) => Math.max(b[1], b[2]) - Math.max(a[1], a[2])),
      ['**all**', `**${before.profile[id].ns}**`, `**${r.profile[id].ns}**`]
    ]
  )
}

const bundles = (r, before) =>
  table(
    ['function', 'kB before', 'kB now'],
    [
      ['a route that greets', kilobytes(before.bundles.hello), kilobytes(r.bundles.hello)],
      ['W3', kilobytes(before.bundles.w3), kilobytes(r.bundles.w3)],
      ...Object.entries(r.bundles.everything).map(([name, bytes]) => [
        `\`${name}\``,
        kilobytes(before.bundles.everything[name]),
        kilobytes(bytes)
      ])
    ]
  )

const parts = ({ bundles }) =>
  table(
    ['what W3 holds', 'bytes'],
    Object.entries(bundles.parts)
      .filter(([, bytes]) => bytes >= 250)
      .map(([name, bytes]) => [/^(the |esbuild)/.test(name) ? name : `\`${name}\``, number(bytes)])
  )

const project = (r) =>
  table(
    ['', 'median', 'best'],
    [
      ...r.generate.map((g) => [`\`quaich generate\`, ${number(g.routes)} routes`, `${g.median} ms`, `${g.best} ms`]),
      [`\`tsc\`, ${r.types.routes} routes: ${number(r.types.instantiations)} instantiations`, `${r.types.seconds} s`, '']
    ]
  )

const versions = (r) =>
  Object.entries(r.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')

const compared = (r, before) =>
  table(
    ['', `before (${before.commit})`, 'now'],
    [
      ...Object.keys(before.warm).map((id) => [
        `${upper(id)}, × raw`,
        ratio(of(before.warm[id]).ratio),
        ratio(of(r.warm[id]).ratio)
      ]),
      ...Object.keys(before.warm).map((id) => [
        `${upper(id)}, median`,
        time(of(before.warm[id]).median),
        time(of(r.warm[id]).median)
      ]),
      ...Object.keys(before.start).map((n) => [
        `a bundle of ${number(Number(n))} ${n === '1' ? 'route' : 'routes'}: start and first answer, best`,
        `${of(before.start[n], 'quaich, built').best} ms`,
        `${of(r.start[n], 'quaich, built').best} ms`
      ])
    ]
  )

/** Every part of the page that is not written by hand. */
export const blocks = (r, before) => ({
  run: run(r),
  before: `${run(before)}\n\n${compared(r, before)}`,
  goals: goalTable(r),
  warm: warm(r),
  scale: scaleTable(r),
  cold: coldTable(r.cold),
  project: project(r),
  'profile-w1': profile('w1', r, before),
  'profile-w3': profile('w3', r, before),
  bundles: bundles(r, before),
  parts: parts(r),
  versions: versions(r)
})
