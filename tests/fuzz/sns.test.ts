import { proveAnswers } from './prove-answers.ts';

proveAnswers('sns');
