export { type Kafka, type KafkaOptions, startKafka } from './broker.ts';
export { Unmet } from './requirements.ts';
export { createTopics, readTopics } from './topics.ts';
