import { proveAnswers } from './prove-answers.ts';

proveAnswers('identity');
