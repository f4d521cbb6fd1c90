import { proveMatrix } from './matrix.ts';

proveMatrix('platform');
