import { defineStore } from 'pinia'
import { ref } from 'vue'

export interface CaseChanged {
  seq: number
  id: string
  state: string
}

type Listener = (event: CaseChanged) => void
const LONGEST_WAIT_MS = 30_000

/** The server's live events. A dropped stream resumes after the last number that was seen. */
export const useLive = defineStore('live', () => {
  const connected = ref(false)
  const listeners = new Set<Listener>()
  let source: EventSource | null = null
  let last = 0
  let wait_ms = 1000
  let timer: ReturnType<typeof setTimeout> | undefined

  function receive(message: MessageEvent<string>): void {
    const event = JSON.parse(message.data) as CaseChanged
    last = Math.max(last, Number(event.seq ?? message.lastEventId) || 0)
    listeners.forEach((listener) => listener(event))
  }

  function connect(): void {
    stop()
    source = new EventSource(`/events/stream${last ? `?after=${last}` : ''}`)
    source.addEventListener('open', () => {
      connected.value = true
      wait_ms = 1000
    })
    source.addEventListener('case', receive)
    source.addEventListener('error', reconnect)
  }

  /** EventSource gives up for good on an HTTP error; we do not. */
  function reconnect(): void {
    stop()
    timer = setTimeout(connect, wait_ms)
    wait_ms = Math.min(wait_ms * 2, LONGEST_WAIT_MS)
  }

  function stop(): void {
    clearTimeout(timer)
    source?.close()
    source = null
    connected.value = false
  }

  function listen(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { connected, connect, stop, listen }
})
