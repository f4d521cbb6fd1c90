import { proveMatrix } from './matrix.ts';

proveMatrix('files');
