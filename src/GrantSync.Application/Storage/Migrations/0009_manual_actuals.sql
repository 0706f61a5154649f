-- Projects whose books a partner keeps: nothing of them is written into Odoo, and what they spend is entered by hand.

alter table projects add column not_in_odoo boolean not null default false;

create table manual_actuals (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    grant_id bigint not null references grants,
    project_id bigint not null references projects,
    category_id bigint not null references budget_categories,
    line_id bigint references budget_lines,
    date date not null,
    description text not null,
    partner text,
    reference text,
    -- in the grant's currency: a cost is positive, money that came back is negative
    amount numeric(18, 4) not null check (amount <> 0),
    entered_at timestamptz not null,
    entered_by bigint references users,
    -- the entry that corrects this one
    replaced_by bigint references manual_actuals,
    removed_at timestamptz,
    removed_by bigint references users,
    check (replaced_by is null or removed_at is null)
);
create index manual_actuals_grant on manual_actuals (tenant_id, grant_id, date desc, id desc);

-- An entry is corrected by another or removed, once; what it said stays.
create function manual_actuals_are_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.replaced_by is null and old.removed_at is null
        and (new.id, new.tenant_id, new.grant_id, new.project_id, new.category_id, new.date, new.description, new.amount, new.entered_at)
            = (old.id, old.tenant_id, old.grant_id, old.project_id, old.category_id, old.date, old.description, old.amount, old.entered_at)
        and (new.line_id, new.partner, new.reference, new.entered_by) is not distinct from (old.line_id, old.partner, old.reference, old.entered_by)
    then
        return new;
    end if;
    raise exception 'manual_actuals are kept as they were entered: % refused', lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger manual_actuals_kept before update or delete on manual_actuals
    for each row execute function manual_actuals_are_kept();

alter table manual_actuals enable row level security, force row level security;
create policy own_tenant on manual_actuals using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id));
