/** Builds the console, the playground and the web chat from `console/pages` into `console/dist`. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** React changes rarely and is cached apart. Of antd, each page loads what it shows and nothing else: no group holds it together. */
const groups = [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ }]

/** Where `vite` sends API calls while pages are written: a desk started with `npm start`. */
const desk = process.env['DESK_URL'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: fileURLToPath(new URL('./pages', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('./dist', import.meta.url)),
    emptyOutDir: true,
    // The policy allows no data: scripts or fonts, so assets stay files.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { proxy: { '/v1': desk, '/web': desk } },
})
