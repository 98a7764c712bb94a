import type { Answer } from './request.ts'

/** As `request`, for pages that took `fetch` away. */
export function requestByXhr(url: string, body?: URLSearchParams | FormData): Promise<Answer> {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest()
    xhr.onloadend = () => resolve([xhr.status, xhr.responseText])
    xhr.open(body ? 'POST' : 'GET', url)
    xhr.send(body)
  })
}
