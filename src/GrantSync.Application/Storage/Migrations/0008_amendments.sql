-- Amendments: an awarded grant's budget is kept whole, revision by revision, and no revision is ever changed. And files that are looked at before
-- they are taken over into a budget.

alter table grants add column awarded_on date;

-- how often the grant was awarded; an award that was taken back leaves its revision behind, and the next one begins anew
alter table grants add column awards int not null default 0;

create table budget_revisions (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    grant_id bigint not null references grants,
    award int not null,
    -- from 1, the budget as awarded
    number int not null check (number > 0),
    -- the day of the award, or of the donor's approval
    approved_on date not null,
    reason text not null,
    kept_at timestamptz not null,
    kept_by bigint references users,
    total numeric(18, 4) not null,
    snapshot jsonb not null,
    constraint budget_revisions_number unique (grant_id, award, number)
);

create function budget_revisions_stay() returns trigger language plpgsql as $$
begin
    raise exception 'budget_revisions is append-only: % refused', lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger budget_revisions_append_only before update or delete on budget_revisions
    for each row execute function budget_revisions_stay();
create trigger budget_revisions_no_truncate before truncate on budget_revisions execute function budget_revisions_stay();

create table budget_imports (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    grant_id bigint not null references grants,
    file_name text not null,
    uploaded_at timestamptz not null,
    uploaded_by bigint references users,
    -- how numbers that can be read in two ways are read
    numbers text not null,
    -- the file's cells as they were read
    cells jsonb not null,
    -- the budget's lines as the preview showed them
    seen jsonb not null
);
create index budget_imports_grant on budget_imports (tenant_id, grant_id);

do $$
declare
    t text;
begin
    foreach t in array array['budget_revisions', 'budget_imports']
    loop
        execute format('alter table %I enable row level security, force row level security', t);
        execute format('create policy own_tenant on %I using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id))', t);
    end loop;
end
$$;
