import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// Where `npm run dev` finds the running backend (nginx of bin/up, or a bare granian).
const backend = process.env.WANGGE_ORIGIN ?? 'http://127.0.0.1:8080'
const backendPaths = ['/api', '/tiles', '/admin', '/static', '/healthz']
/** Live events come from a process of their own; nginx hides that, a bare granian does not. */
const events = process.env.WANGGE_EVENTS_ORIGIN ?? backend

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // MapLibre alone is larger than Vite's default warning; it is loaded with the map page only.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: {
      ...Object.fromEntries(backendPaths.map((path) => [path, { target: backend }])),
      '/events': { target: events },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
})
