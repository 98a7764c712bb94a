import type { AnswerOf, Ask, QueryEngine, QueryQuestion } from '../query.ts'

/** Several asks that share one scan. Each gives a function that has its answer once the whole is answered. */
export class Inquiry {
  readonly #asks: Ask[] = []
  #answers: readonly unknown[] = []

  ask<A extends Ask>(ask: A): () => AnswerOf<A> {
    const place = this.#asks.push(ask) - 1
    return () => this.#answers[place] as AnswerOf<A>
  }

  async answer(engine: QueryEngine, question: QueryQuestion): Promise<void> {
    this.#answers = await engine.answer(question, this.#asks)
  }
}
