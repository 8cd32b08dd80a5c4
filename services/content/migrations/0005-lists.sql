-- compatible
-- What tells editions of the same moment apart in a list, and in its cursors.
create sequence edition_number;
alter table edition add column number bigint;
alter table edition alter column number set default nextval('edition_number');
update edition set number = nextval('edition_number');
alter table edition alter column number set not null;
alter sequence edition_number owned by edition.number;

-- Editions are inserted as whole rows, in which a column that is not named is null.
create function edition_numbered() returns trigger language plpgsql as $$
begin
  new.number := coalesce(new.number, nextval('edition_number'));
  return new;
end
$$;
create trigger edition_numbered before insert on edition for each row execute function edition_numbered();

create index edition_updated on edition (department, updated_at, number);
create index edition_of_type on edition (department, document_type, updated_at, number);
create index edition_public_updated on edition (department, public_updated_at desc nulls last, number desc);
create index edition_public_updated_of_type on edition (department, document_type, public_updated_at desc nulls last, number desc);
