import { defaultEngine } from '/work/main/dist/codecs/defaultEngine.js'
import { Order, Profile } from '/work/main/tools/.mbcodecs.mjs'
import * as W from '/work/main/bench/workloads.mjs'
import * as O from '/work/main/bench/contenders/orders.mjs'
const text = { w3: JSON.stringify(W.order), w7: JSON.stringify(W.profile ?? W.profiles) }
const bad = W.workloads.w7r ? JSON.parse(W.workloads.w7r.events()[0]).body : undefined
const hand = { w3: O.isOrder, w7: O.isProfile }
const time = (f) => { for (let i=0;i<30000;i++) f(); const b=[]; for (let k=0;k<15;k++){ const t0=process.hrtime.bigint(); for (let i=0;i<20000;i++) f(); b.push(Number(process.hrtime.bigint()-t0)/20000)} b.sort((x,y)=>x-y); return b[3].toFixed(0) }
const io = await import('io-ts')
console.log(Object.keys(O).join(','))
for (const [k, c] of [['w3', Order], ['w7', Profile]]) {
  const d = defaultEngine.textDecoder(c), t = text[k]
  if (!d(t).value) console.log(JSON.stringify(d(t)).slice(0,300))
  console.log(k, 'parse', time(()=>JSON.parse(t)), 'hand', time(()=>{ const v = JSON.parse(t); if(!(hand[k] ?? (() => true))(v)) throw 1; return v}), 'ours', time(()=>d(t)), 'io-ts', time(()=>c.decode(JSON.parse(t))))
}
{ const d = defaultEngine.textDecoder(Profile); console.log(JSON.stringify(d(bad)).slice(0,200)); console.log('w7r parse', time(()=>JSON.parse(bad)), 'ours', time(()=>d(bad)), 'io-ts', time(()=>Profile.decode(JSON.parse(bad)))) }
