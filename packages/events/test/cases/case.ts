/** One executable requirement. It makes what it needs, under names of its own, and throws when the subject does not meet it. */
export interface Case<Subject> {
  name: string;
  run(subject: Subject): Promise<void>;
}
