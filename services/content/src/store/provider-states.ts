import type { Queryable } from '@ashlar/postgres';

/** Forgets every document, link set, reservation and intent of a department, in the test profile only: nothing tells anybody of it. */
export async function emptyDepartment(db: Queryable, department: string): Promise<void> {
  await db.query({
    name: 'empty-department',
    text: `with items as (delete from content_item where department = $1),
                changes as (delete from link_change where link_set_id in (select id from link_set where department = $1)),
                sets as (delete from link_set where department = $1),
                editions as (delete from edition where department = $1),
                intents as (delete from publish_intent where department = $1),
                paths as (delete from path_reservation where department = $1)
           delete from document where department = $1`,
    values: [department],
  });
}

/** Counts the editions of a department from 1, oldest first, since a pact names cursors. Of the test profile only. */
export async function numberEditions(db: Queryable, department: string): Promise<void> {
  await db.query({
    name: 'number-editions',
    text: `update edition set number = counted.number
             from (select id, row_number() over (order by updated_at, number) as number from edition where department = $1) as counted
            where edition.id = counted.id`,
    values: [department],
  });
}
