import type { Entity } from '@ashlar/component';

/**
 * Up to which position events of a department were turned into messages to webhooks. The one cursor of this service stands for all departments; it is told
 * when one is frozen. What follows it at the predecessor is a backlog here.
 */
export const webhookCursorEntity: Entity = {
  name: 'webhook_cursor',
  tables: ['webhook_backlog'],
  async page(db, department, after, limit) {
    return after < department && limit > 0 ? this.read(db, department, [department]) : [];
  },
  async read(db, department, ids) {
    if (!ids.includes(department)) return [];
    const { rows } = await db.query<{ position: number }>({
      name: 'handover-read-webhook-cursor',
      text: `select coalesce((select position from webhook_backlog where department = $1), (select position from webhook_cursor)) as position`,
      values: [department],
    });
    const position = rows[0]?.position ?? 0;
    return [{ id: department, sequence: position, record: { position } }];
  },
  async store(db, department, things) {
    const position = Math.max(...things.map(({ record }) => Number(record.position)));
    await db.query({
      name: 'handover-store-webhook-backlog',
      text: `insert into webhook_backlog (department, position) values ($1, $2)
             on conflict (department) do update set position = excluded.position`,
      values: [department, position],
    });
  },
  async remove(db, department) {
    await db.query({
      name: 'handover-remove-webhook-backlog',
      text: 'delete from webhook_backlog where department = $1',
      values: [department],
    });
  },
};
