-- What Odoo's analytic lines say was spent: whole reads, of which one is shown, with Odoo's own sums beside the lines; and the rates at which a
-- grant's actuals are converted.

create table actual_reads (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    started_at timestamptz not null,
    started_by bigint references users,
    -- moves while it goes on; one that has stood still is dead
    alive_at timestamptz not null,
    ended_at timestamptz,
    total int not null default 0,
    lines int not null default 0,
    is_current boolean not null default false,
    has_plans boolean not null default true,
    knows_payments boolean not null default true,
    problem text
);
create unique index actual_reads_current on actual_reads (tenant_id) where is_current;
create unique index actual_reads_running on actual_reads (tenant_id) where ended_at is null;
create index actual_reads_newest on actual_reads (tenant_id, id desc);

create table actual_lines (
    tenant_id text not null references tenants,
    read_id bigint not null references actual_reads on delete cascade,
    odoo_id int not null,
    grant_id bigint not null references grants,
    date date not null,
    text text not null,
    partner text,
    reference text,
    -- as in Odoo: a cost is negative; in the company's currency
    amount numeric(18, 4) not null,
    -- the part of it that is posted and not paid yet; null: not known
    unpaid numeric(18, 4),
    currency text not null,
    company_id int not null,
    project_account int,
    category_account int,
    detail_account int,
    ledger_account text,
    entry text,
    move_line_id int,
    primary key (read_id, odoo_id)
);
create index actual_lines_grant on actual_lines (tenant_id, read_id, grant_id, odoo_id);

-- what Odoo itself sums over the same lines, asked for separately
create table actual_sums (
    tenant_id text not null references tenants,
    read_id bigint not null references actual_reads on delete cascade,
    grant_id bigint not null references grants,
    company_id int not null,
    lines int not null,
    amount numeric(18, 4) not null,
    primary key (read_id, grant_id, company_id)
);

-- how many units of the books' currency one unit of the grant's currency is; the newest holds, the former ones are the history
create table actuals_rates (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    grant_id bigint not null references grants,
    currency text not null,
    rate numeric(18, 8) not null check (rate > 0),
    set_at timestamptz not null,
    set_by bigint references users
);
create index actuals_rates_grant on actuals_rates (tenant_id, grant_id, id desc);

-- tenants that are connected already begin in the coming night, spread over three hours
alter table connections add column next_actuals_at timestamptz not null
    default ((date_trunc('day', now() at time zone 'utc') + interval '1 day 1 hour' + random() * interval '3 hours') at time zone 'utc');

do $$
declare
    t text;
begin
    foreach t in array array['actual_reads', 'actual_lines', 'actual_sums', 'actuals_rates']
    loop
        execute format('alter table %I enable row level security, force row level security', t);
        execute format('create policy own_tenant on %I using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id))', t);
    end loop;
end
$$;
