import * as fc from 'fast-check';

import { SEED } from './draw';

/** Loaded before each test file: every property draws from the seed of the run. */
fc.configureGlobal({ seed: SEED });
