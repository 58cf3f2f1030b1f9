/** A console for the service's WebSocket API: connects, sends, and shows what comes, as it comes. */
import { connect as open, pretty, samples } from './api.js'
import { html, useEffect, useRef, useState } from './preact.js'

/** `at` is the route that is looked at, `routes` all that there are. */
export const Socket = ({ url, at, routes }) => {
  const [query, setQuery] = useState('')
  const [headers, setHeaders] = useState('')
  const [state, setState] = useState('closed')
  const [message, setMessage] = useState('')
  const [said, setSaid] = useState([])
  const socket = useRef(undefined)
  const say = (kind, text) => setSaid((all) => [...all.slice(-199), { kind, text, at: new Date().toLocaleTimeString() }])
  useEffect(() => () => socket.current?.close(), [])
  const answering = routes.filter((r) => !/^\$(dis)?connect$/.test(r.says))
  const offer = (sentence) =>
    samples(sentence.name).then(
      (s) => s.message !== undefined && setMessage(s.message),
      () => {}
    )
  useEffect(() => {
    const one = answering.find((r) => r.name === at.name) ?? answering[0]
    if (one !== undefined) offer(one)
  }, [at.name])
  const connect = () => {
    const ws = open(query, headers)
    let met = false
    socket.current = ws
    setState('connecting')
    ws.onopen = () => {
      met = true
      setState('open')
      say('note', 'connected')
    }
    ws.binaryType = 'arraybuffer'
    ws.onmessage = ({ data }) => say('in', typeof data === 'string' ? pretty(data) : `${data.byteLength} bytes`)
    ws.onclose = (e) => {
      setState('closed')
      // A browser keeps to itself what it was answered instead.
      say('note', met ? `closed (${e.code})` : 'not let in: the log says why')
    }
  }
  const send = () => {
    socket.current?.send(message)
    say('out', message)
  }
  return html`<section aria-label="WebSocket console">
    <h3>Console</h3>
    <p class="muted about"><code>${url}</code></p>
    <form
      onSubmit=${(e) => {
        e.preventDefault()
        if (state === 'closed') connect()
        else socket.current?.close()
      }}
    >
      <label>Query string <input spellcheck="false" placeholder="token=…" value=${query} onInput=${(e) => setQuery(e.target.value)} /></label>
      <label>
        Headers
        <textarea rows="1" spellcheck="false" placeholder="authorization: …" value=${headers} onInput=${(e) => setHeaders(e.target.value)}></textarea>
      </label>
      <div class="line"><button type="submit">${state === 'closed' ? 'Connect' : 'Close'}</button> <span class="muted">${state}</span></div>
    </form>
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
      ${answering.map(
        (r) => html`<button key=${r.name} type="button" class="quiet" onClick=${() => offer(r)}>A message for ${r.says}</button>`
      )}
    </div>
    <ol class="said" aria-live="polite">
      ${said.map((s, i) => html`<li key=${i} class=${s.kind}><time>${s.at}</time> <pre>${s.text}</pre></li>`)}
    </ol>
  </section>`
}
