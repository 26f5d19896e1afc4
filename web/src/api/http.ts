/** The one place that calls fetch: session cookie, CSRF header, language, problems. */
import { asProblem, problemFrom } from './problem'

export type QueryValue = string | number | boolean | null | undefined
export type Query = Record<string, QueryValue>

let language = 'zh-Hans'

export function speak(tag: string): void {
  language = tag
}

function cookie(name: string): string {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`))
  return found ? decodeURIComponent(found.slice(name.length + 1)) : ''
}

/** Empty values mean "no such filter" and are left out. */
export function queryString(query: Query): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

function headersFor(method: string, contentType: string | null): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language })
  if (contentType) headers.set('Content-Type', contentType)
  if (method !== 'GET') headers.set('X-CSRFToken', cookie('csrftoken'))
  return headers
}

async function answerOf<T>(response: Response): Promise<T> {
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json')
  const body: unknown = isJson && response.status !== 204 ? await response.json() : null
  if (!response.ok) throw problemFrom(response.status, body)
  return body as T
}

async function send<T>(
  method: string,
  path: string,
  body: BodyInit | null,
  contentType: string | null,
  signal?: AbortSignal,
): Promise<T> {
  try {
    const headers = headersFor(method, contentType)
    const init = { method, headers, body, signal, credentials: 'same-origin' } as RequestInit
    return await answerOf<T>(await fetch(path, init))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw asProblem(error)
  }
}

export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  send<T>('GET', path + queryString(query), null, null, signal)

export const post = <T>(path: string, body: unknown): Promise<T> =>
  send<T>('POST', path, JSON.stringify(body), 'application/json')

export const put = <T>(path: string, body: unknown): Promise<T> =>
  send<T>('PUT', path, JSON.stringify(body), 'application/json')

export const putBlob = <T>(path: string, blob: Blob): Promise<T> =>
  send<T>('PUT', path, blob, blob.type)

export const remove = (path: string): Promise<null> => send<null>('DELETE', path, null, null)
