/** Any function, fired with an event to change: the sample is what AWS would send, complete. */
import { fire, inView, samples } from './api.js'
import { html, useEffect, useRef, useState } from './preact.js'

export const Fire = ({ name, sentence }) => {
  const [event, setEvent] = useState('{}')
  const [asking, setAsking] = useState(true)
  const typed = useRef(false)
  const [note, setNote] = useState(undefined)
  const [answer, setAnswer] = useState(undefined)
  const shown = useRef(undefined)
  useEffect(() => inView(shown.current), [answer])
  useEffect(() => {
    let current = true
    samples(sentence.name).then(
      (s) => {
        if (!current) return
        setNote(s.note)
        // Whoever was quicker than the sample keeps what they typed.
        if (s.event !== undefined && !typed.current) setEvent(JSON.stringify(s.event, null, 2))
        setAsking(false)
      },
      () => setAsking(false)
    )
    return () => {
      current = false
    }
  }, [name])
  const go = async () => {
    setAnswer({ waiting: true })
    setAnswer(await fire(name, event).catch((e) => ({ failed: true, text: String(e) })))
  }
  return html`<section aria-label="Invoke">
    <h3>Invoke</h3>
    <form
      aria-label="Event to send"
      aria-busy=${asking}
      onSubmit=${(e) => {
        e.preventDefault()
        go()
      }}
      onKeyDown=${(e) => e.key === 'Enter' && (e.ctrlKey || e.metaKey) && go()}
    >
      ${note && html`<p class="why">${note}</p>`}
      <label>Event <textarea rows="4" class="tall" spellcheck="false" value=${event} onInput=${(e) => {
        typed.current = true
        setEvent(e.target.value)
      }}></textarea></label>
      <div class="line"><button type="submit" title="Ctrl+Enter">Fire</button></div>
    </form>
    ${answer?.waiting && html`<p class="muted">…</p>`}
    ${
      answer?.text !== undefined &&
      html`<div ref=${shown} class="answer" role="status">
        <p><b class=${answer.failed ? 'bad' : 'good'}>${answer.failed ? 'failed' : 'done'}</b> ${answer.ms !== undefined && html`<span class="muted">${answer.ms} ms</span>`}</p>
        <pre>${answer.text}</pre>
      </div>`
    }
  </section>`
}
