import { aigateway } from './aigateway';
import { aimlapi } from './aimlapi';
import { fal } from './fal';
import { kie } from './kie';
import { minimax } from './minimax';
import { openaicompatible } from './openaicompatible';
import { openrouter } from './openrouter';
import { pixazo } from './pixazo';
import { replicate } from './replicate';
import { segmind } from './segmind';
import { useapi } from './useapi';

/** The facts of every gateway, by the name that the package uses. A new one is its import and its name here. */
export const FACTS = {
	aigateway,
	aimlapi,
	fal,
	kie,
	minimax,
	openaicompatible,
	openrouter,
	pixazo,
	replicate,
	segmind,
	useapi,
};
