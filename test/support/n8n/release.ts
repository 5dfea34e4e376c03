/** Whether the tests run on the last n8n 1.x (`npm run test:n8n-1`) instead of the pinned 2.x. */
export const isN8n1 = process.env.N8N_MAJOR === '1';
