-- The budget desk: years and quarters, lines that are added once however often they are sent, and codes that can be swapped in one save.

alter table budgets add column periods text not null default 'whole' check (periods in ('whole', 'years', 'quarters'));

-- units of each period from the grant's start; empty while the budget is not divided
alter table budget_lines add column period_units numeric(18, 4)[] not null default '{}';

-- made by the page that added the line, so that the second sending of a lost answer finds it
alter table budget_lines add column key uuid;
create unique index budget_lines_key on budget_lines (tenant_id, key);

-- looked at when the transaction ends; a draft may have lines without a code
drop index budget_lines_code;
alter table budget_lines add constraint budget_lines_code exclude using btree (category_id with =, code with =)
    where (removed_at is null and code <> '') deferrable initially deferred;
