/** A console for the service's WebSocket API: connects, sends, and shows what comes, as it comes. */
import { pretty } from './api.js'
import { html, useEffect, useRef, useState } from './preact.js'

export const Socket = ({ url, routeKeys }) => {
  const [query, setQuery] = useState('')
  const [state, setState] = useState('closed')
  const [message, setMessage] = useState('')
  const [said, setSaid] = useState([])
  const socket = useRef(undefined)
  const actions = routeKeys.filter((k) => !k.startsWith('$'))
  const say = (kind, text) => setSaid((all) => [...all.slice(-199), { kind, text, at: new Date().toLocaleTimeString() }])
  useEffect(() => () => socket.current?.close(), [])
  useEffect(() => {
    if (message === '') setMessage(actions.length === 0 ? 'hello' : JSON.stringify({ action: actions[0] }))
  }, [url])
  const connect = () => {
    const ws = new WebSocket(`${url}${query === '' ? '' : `?${query.replace(/^\?/, '')}`}`)
    socket.current = ws
    setState('connecting')
    ws.onopen = () => {
      setState('open')
      say('note', 'connected')
    }
    ws.onmessage = (e) => say('in', pretty(String(e.data)))
    ws.onclose = (e) => {
      setState('closed')
      say('note', `closed (${e.code})`)
    }
  }
  const send = () => {
    socket.current?.send(message)
    say('out', message)
  }
  return html`<section aria-label="WebSocket console">
    <h3>Console</h3>
    <div class="line">
      <code>${url}</code>
      <input aria-label="Query string" placeholder="token=…" value=${query} onInput=${(e) => setQuery(e.target.value)} />
      ${
        state === 'closed'
          ? html`<button type="button" onClick=${connect}>Connect</button>`
          : html`<button type="button" onClick=${() => socket.current?.close()}>Close</button>`
      }
    </div>
    <form
      class="line"
      onSubmit=${(e) => {
        e.preventDefault()
        send()
      }}
    >
      <input aria-label="Message" class="url" value=${message} onInput=${(e) => setMessage(e.target.value)} />
      <button type="submit" disabled=${state !== 'open'}>Send</button>
    </form>
    <div class="line">
      ${actions.map(
        (a) =>
          html`<button key=${a} type="button" class="quiet" onClick=${() => setMessage(JSON.stringify({ action: a }))}>${a}</button>`
      )}
    </div>
    <ol class="said" aria-live="polite">
      ${said.map((s, i) => html`<li key=${i} class=${s.kind}><time>${s.at}</time> <pre>${s.text}</pre></li>`)}
    </ol>
  </section>`
}
