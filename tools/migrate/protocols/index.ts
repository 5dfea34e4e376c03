import type { HttpCall } from '../http';
import { fal } from './fal';
import { kie } from './kie';
import { minimax } from './minimax';
import { openai } from './openai';
import { replicate } from './replicate';
import type { Protocol } from './types';

/** Every API whose loops are recognized. */
const protocols: readonly Protocol[] = [fal, kie, minimax, openai, replicate];

/** The API that a request submits a video to, if it does. */
export const protocolOfSubmit = (call: HttpCall): Protocol | undefined =>
	protocols.find(({ stepOf }) => stepOf(call) === 'submit');
