/** A request made from a route's codecs: samples that are right and samples that are nearly right, to change and to send. */
import { inView, pretty, samples, send } from './api.js'
import { html, useEffect, useRef, useState } from './preact.js'

const lines = (headers) => headers.map(([k, v]) => `${k}: ${v}`).join('\n')

const parsed = (text) =>
  text
    .split('\n')
    .map((l) => /^([^:]+):\s*(.*)$/.exec(l))
    .filter((m) => m !== null)
    .map((m) => [m[1].trim(), m[2]])

const quoted = (s) => `'${s.replaceAll("'", "'\\''")}'`

/** The request as a command that sends it. */
export const curl = ({ method, url, headers, body }) =>
  [
    method === 'HEAD' ? 'curl --head' : `curl -X ${method}`,
    ...headers.map(([k, v]) => `-H ${quoted(`${k}: ${v}`)}`),
    ...(body === '' ? [] : [`--data-raw ${quoted(body)}`]),
    quoted(new URL(url, location.href).href)
  ].join(' ')

const blank = (route) => ({ method: route.method === 'ANY' ? 'GET' : route.method, url: route.path, headers: '', body: '' })

const filled = (s, route) => ({
  method: s.method ?? route.method,
  url: s.url ?? route.path,
  headers: lines(Object.entries(s.headers ?? {})),
  body: s.body === null || s.body === undefined ? '' : pretty(s.body)
})

// A browser sends no body with these.
const bodiless = new Set(['GET', 'HEAD'])

export const Request = ({ sentence, route, version }) => {
  const [draft, setDraft] = useState(() => blank(route))
  const [offered, setOffered] = useState({ valid: [], invalid: [] })
  const [answer, setAnswer] = useState(undefined)
  const [copied, setCopied] = useState(false)
  const [asking, setAsking] = useState(true)
  const next = useRef({ valid: 0, invalid: 0 })
  const typed = useRef(false)

  const choose = (kind, from = offered) => {
    const all = from[kind]
    if (all.length === 0) return
    const s = all[next.current[kind]++ % all.length]
    setDraft({ ...filled(s, route), why: s.why })
    setAnswer(undefined)
  }
  useEffect(() => {
    let current = true
    samples(sentence.name).then(
      (found) => {
        if (!current) return
        const here = (all) =>
          (all ?? []).filter((s) => route.method === 'ANY' || s.method === undefined || s.method === route.method)
        const mine = { ...found, valid: here(found.valid), invalid: here(found.invalid) }
        const first = next.current.valid === 0
        setOffered(mine)
        setAsking(false)
        // After a reload there are other samples; what stands in the form is somebody's.
        if (first && !typed.current) choose('valid', mine)
      },
      () => setAsking(false)
    )
    return () => {
      current = false
    }
  }, [version])

  const request = () => ({ ...draft, headers: parsed(draft.headers) })
  const go = async () => {
    setAnswer({ waiting: true })
    setAnswer(await send(request()).catch((e) => ({ error: String(e) })))
  }
  const set = (key) => (e) => {
    typed.current = true
    setDraft({ ...draft, [key]: e.target.value, why: undefined })
  }
  const copy = async () => {
    await navigator.clipboard.writeText(curl(request()))
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }

  return html`<section aria-label="Request">
    <h3>Request</h3>
    <form
      class="request"
      aria-label="Request to send"
      aria-busy=${asking}
      onSubmit=${(e) => {
        e.preventDefault()
        go()
      }}
      onKeyDown=${(e) => e.key === 'Enter' && (e.ctrlKey || e.metaKey) && go()}
    >
      <div class="line">
        <input aria-label="Method" class="method" value=${draft.method} onInput=${set('method')} />
        <input aria-label="URL" class="url" value=${draft.url} onInput=${set('url')} />
        <button type="submit" title="Ctrl+Enter">Send</button>
      </div>
      <div class="line">
        <button type="button" class="quiet" disabled=${offered.valid.length === 0} onClick=${() => choose('valid')}>
          A valid sample
        </button>
        <button type="button" class="quiet" disabled=${offered.invalid.length === 0} onClick=${() => choose('invalid')}>
          A near miss
        </button>
        <button type="button" class="quiet" onClick=${copy}>${copied ? 'Copied' : 'Copy as curl'}</button>
      </div>
      ${draft.why && html`<p class="why">${draft.why}</p>`}
      ${offered.note && html`<p class="why">${offered.note}</p>`}
      <label>Headers <textarea rows="2" spellcheck="false" value=${draft.headers} onInput=${set('headers')}></textarea></label>
      ${!bodiless.has(draft.method) && html`<label>Body <textarea rows="4" spellcheck="false" value=${draft.body} onInput=${set('body')}></textarea></label>`}
    </form>
    ${answer && html`<${Answer} ...${answer} />`}
  </section>`
}

const Answer = ({ waiting, error, status, headers, text, ms }) => {
  const shown = useRef(undefined)
  useEffect(() => inView(shown.current), [waiting, text])
  if (waiting) return html`<p class="muted">…</p>`
  if (error) return html`<p class="bad" role="status">${error}</p>`
  const good = typeof status === 'number' && status < 400
  return html`<div ref=${shown} class="answer" role="status">
    <p><b class=${good ? 'good' : 'bad'}>${status}</b> <span class="muted">${ms} ms</span></p>
    <details>
      <summary>Headers</summary>
      <pre>${lines(headers)}</pre>
    </details>
    ${text !== '' && html`<pre>${text}</pre>`}
  </div>`
}
