import type { Case } from '../suite.ts';
import { plugCases } from './plugging.ts';
import { recordCases } from './records.ts';
import type { RegistrySubject } from './subject.ts';

/** The registry's standard, made executable: every case speaks HTTP only and judges any implementation. */
export const registrySuite: readonly Case<RegistrySubject>[] = [...recordCases, ...plugCases];
