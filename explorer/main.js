/** The explorer: the service, its functions, and what can be done with each. It shows what `quaich dev` serves, and changes nothing of it. */
import { follow, service } from './api.js'
import { Diagram } from './diagram.js'
import { Fire } from './fire.js'
import { Log } from './log.js'
import { html, render, useEffect, useLayoutEffect, useMemo, useRef, useState } from './preact.js'
import { Request } from './request.js'
import { Socket } from './socket.js'
import { Stack } from './stack.js'

const groups = [
  ['Routes', ['http']],
  ['WebSocket', ['websocket']],
  ['Events', ['sqs', 'sns', 's3', 'stream', 'eventBridge']],
  ['Schedules', ['schedule']],
  ['Functions', ['lambda']],
  ['Authorizers', ['authorizer']]
]

/** What the list shows: a route a line, every other sentence by its name. */
const itemsOf = (s) =>
  s.functions.flatMap((f) =>
    f.sentences.flatMap((sentence) =>
      sentence.routes.length === 0
        ? [{ id: sentence.name, label: sentence.name, kind: f.kind, owner: f.name, sentence }]
        : sentence.routes.map((route) => ({
            id: `${route.method} ${route.path}`,
            label: `${route.method} ${route.path}`,
            kind: f.kind,
            owner: f.name,
            sentence,
            route
          }))
    )
  )

const chosen = () => {
  const told = location.hash.replace(/^#\/?/, '')
  try {
    return decodeURIComponent(told)
  } catch {
    // Typed by hand: then it names what it says, or nothing.
    return told
  }
}
const choose = (id) => {
  location.hash = id === '' ? '' : `#/${encodeURIComponent(id)}`
}

/** The item that something of the diagram leads to: a function's own, or that of the function behind it. */
const behind = (items, { edges, nodes }, n) => {
  if (n.kind === 'gateway' || n.kind === 'port') return undefined
  if (n.kind === 'function' || n.kind === 'authorizer') return items.find((i) => i.owner === n.label || i.id === n.label)
  const owners = edges.filter((e) => e.from === n.id && e.label === undefined).map((e) => nodes.find((f) => f.id === e.to)?.label)
  const own = items.filter((i) => owners.includes(i.owner))
  const [method, path] = [n.label.split(' ')[0], n.label.split(' ').at(-1)]
  return own.find((i) => i.id === `${method} ${path}` || i.sentence.says === n.label) ?? own[0]
}

const place = (item) => (item === undefined ? undefined : `#/${encodeURIComponent(item.id)}`)

const App = () => {
  const [told, setTold] = useState(undefined)
  const [version, setVersion] = useState(0)
  const [fault, setFault] = useState(undefined)
  const [lost, setLost] = useState(false)
  const [lines, setLines] = useState([])
  const [at, setAt] = useState(chosen())
  const [filter, setFilter] = useState('')
  const [logOpen, setLogOpen] = useState(innerWidth > 700)
  const search = useRef(undefined)

  useEffect(() => {
    const moved = () => setAt(chosen())
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [])
  useEffect(() => {
    service().then(setTold, (e) => setFault(String(e)))
  }, [version])
  useEffect(
    () =>
      follow((kind, data) => {
        setLost(kind === 'lost')
        if (kind === 'log') setLines((all) => [...all.slice(-499), { kind, ...data }])
        if (kind === 'reload') {
          setFault(undefined)
          setVersion((v) => v + 1)
          setLines((all) => [...all.slice(-499), { kind, ...data }])
        }
        if (kind === 'fault') {
          setFault(data.text)
          setLines((all) => [...all.slice(-499), { kind, at: data.at, text: 'the change does not load: what did goes on' }])
        }
      }),
    []
  )

  const items = useMemo(() => (told === undefined ? [] : itemsOf(told)), [told])
  const shown = items.filter((i) =>
    `${i.label} ${i.owner} ${i.kind} ${i.sentence.says}`.toLowerCase().includes(filter.trim().toLowerCase())
  )
  const item = items.find((i) => i.id === at) ?? items.find((i) => i.sentence.name === at || i.owner === at)

  // Before what is chosen can be seen: a key that is pressed at sight goes on from there.
  useLayoutEffect(() => {
    const pressed = (e) => {
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.ctrlKey || e.metaKey || e.altKey) {
        if (e.key === 'Escape') e.target.blur()
        return
      }
      const i = shown.indexOf(item)
      const keys = {
        '/': () => {
          if (getComputedStyle(search.current).visibility === 'hidden' || search.current.offsetParent === null) choose('')
          search.current.select()
        },
        j: () => choose((shown[i + 1] ?? shown[0])?.id ?? ''),
        k: () => choose((shown[i - 1] ?? shown.at(-1))?.id ?? ''),
        d: () => choose(''),
        l: () => setLogOpen((open) => !open)
      }
      const act = keys[e.key]
      if (act === undefined) return
      e.preventDefault()
      act()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [shown, item])

  if (told === undefined) return html`<p class="muted wait">${fault ?? '…'}</p>`
  return html`<div class=${`app ${logOpen ? 'with-log' : ''} ${item === undefined ? 'at-home' : 'at-item'}`}>
    <header class="top">
      <a href="#" class="name">${told.name}</a>
      <span class="muted sum">${told.gateway === 'rest' ? 'REST API' : 'HTTP API'}, ${told.functions.length} functions, ${told.resources} resources</span>
      ${lost && html`<span class="bad">not connected</span>`}
      <span class="keys" aria-hidden="true">
        <kbd>/</kbd> find <kbd>j</kbd> <kbd>k</kbd> next, previous <kbd>d</kbd> diagram
      </span>
      <button type="button" class="quiet" aria-pressed=${logOpen} title="l" onClick=${() => setLogOpen(!logOpen)}>Log</button>
    </header>
    <nav aria-label="Functions">
      <input
        ref=${search}
        type="search"
        aria-label="Find"
        placeholder="Find"
        value=${filter}
        onInput=${(e) => setFilter(e.target.value)}
        onKeyDown=${(e) => {
          if (e.key !== 'Enter' || !shown[0]) return
          choose(shown[0].id)
          e.target.blur()
        }}
      />
      <a href="#" class=${`diagram-link ${item === undefined ? 'here' : ''}`} aria-current=${item === undefined ? 'page' : undefined}>Diagram</a>
      ${groups.map(([title, kinds]) => {
        const some = shown.filter((i) => kinds.includes(i.kind))
        return (
          some.length > 0 &&
          html`<h2 key=${title}>${title}</h2>
            ${some.map((i) => html`<${Link} key=${i.id} item=${i} here=${i === item} />`)}`
        )
      })}
      ${shown.length === 0 && html`<p class="muted">Nothing is called so.</p>`}
    </nav>
    <main>
      ${item !== undefined && html`<a href="#" class="back">‹ ${told.name}</a>`}
      ${fault && html`<pre class="fault" role="alert">${fault}</pre>`}
      ${told.faults.length > 0 && item === undefined && html`<${Faults} faults=${told.faults} />`}
      ${
        item === undefined
          ? html`<${Diagram} diagram=${told.diagram} linked=${(n) => place(behind(items, told.diagram, n))} />`
          : html`<${Item} item=${item} told=${told} version=${version} />`
      }
    </main>
    ${logOpen && html`<${Log} lines=${lines} clear=${() => setLines([])} />`}
  </div>`
}

const Link = ({ item, here }) => {
  const link = useRef(undefined)
  useEffect(() => {
    if (here) link.current?.scrollIntoView({ block: 'nearest' })
  }, [here])
  const { route, label, kind, sentence } = item
  const more = kind === 'authorizer' || sentence.says === label ? '' : sentence.says
  return html`<a ref=${link} href=${place(item)} class=${here ? 'here' : ''} aria-current=${here ? 'page' : undefined} title=${`${label} ${more}`}>
    ${route ? html`<b class=${`method ${route.method}`}>${route.method}</b> ${route.path}` : html`${label} <span class="more">${more}</span>`}
  </a>`
}

const Item = ({ item, told, version }) => html`<h1>${item.label}</h1>
  <p class="muted about">
    ${item.route ? item.sentence.name : item.sentence.says}${item.sentence.says === '' && !item.route ? '' : ', '}function <code>${item.owner}</code>
  </p>
  <div class="panes">
    <div>
      ${item.route && html`<${Request} key=${item.id} sentence=${item.sentence} route=${item.route} version=${version} />`}
      ${
        item.kind === 'websocket' &&
        html`<${Socket}
          url=${told.websocketUrl}
          at=${item.sentence}
          routes=${told.functions.flatMap((f) => (f.kind === 'websocket' ? f.sentences : []))}
        />`
      }
      ${!item.route && html`<${Fire} key=${item.owner} name=${item.owner} sentence=${item.sentence} />`}
    </div>
    <${Stack} sentence=${item.sentence} version=${version} />
  </div>`

const Faults = ({ faults }) =>
  html`<div class="faults" role="alert">
    <h2>Before it can be deployed</h2>
    ${faults.map((f, i) => html`<p key=${i}><b>${f.place}</b>: ${f.problem}<br /><span class="muted">${f.mend}</span></p>`)}
  </div>`

render(html`<${App} />`, document.body)
