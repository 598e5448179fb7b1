import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silence, wav } from '../wav-builder.ts';
import { askedVoice } from './asked.ts';
import { hasConnection, type Step } from './step.ts';

let prompts = 0;

/** What a user does with voice files. */
export const voiceSteps: readonly Step[] = [
  {
    name: 'upload a voice file',
    possible: hasConnection,
    weight: 3,
    run: (world, model, choice) => {
      const connection = choice.of(model.seen.connections);
      prompts += 1;
      const fileName = `prompt-${prompts}.wav`;
      const path = join(world.ground.folder, fileName);
      // each of its own length, so that no two have the same hash
      const file = wav(silence(4_000 + prompts));
      writeFileSync(path, file);
      const one = askedVoice(fileName, connection.id, world.ledTo(connection.id), file);
      model.asked.push(one);
      const { client, dialdesk } = world;
      world.act(
        async () => {
          const opened = await client.voice.open({
            tokens: [await dialdesk.drop(path)],
            connectionId: connection.id,
          });
          const sent = {
            file: opened.files[0]?.id ?? '',
            version: 'original',
            connectionId: connection.id,
          } as const;
          return client.voice.upload(sent);
        },
        ({ job, upload }) => {
          one.job = job;
          one.open = false;
          return `${fileName} ${upload === null ? 'waits' : 'is there'}`;
        },
      );
      return `${fileName} by ${connection.name}`;
    },
  },
];
