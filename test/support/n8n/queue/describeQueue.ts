import { unavailableVariable } from '../../../queue/setup';

/** `describe` for tests that need n8n in queue mode; skipped where `setup.ts` found it impossible. */
export const describeQueue = process.env[unavailableVariable] ? describe.skip : describe;
