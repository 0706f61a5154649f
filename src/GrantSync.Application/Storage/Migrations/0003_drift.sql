-- What was changed in Odoo behind our back, what was decided about it, and when Odoo was compared.

create table drift_findings (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    key text not null,
    entity text not null,
    entity_id bigint not null,
    kind text not null,
    field text not null,
    meant text,
    confirmed text,
    in_odoo text,
    odoo_id int,
    found_at timestamptz not null,
    last_seen_at timestamptz not null,
    decided_at timestamptz,
    decided_by bigint references users,
    decision text check (decision in ('keep_odoo', 'write_ours', 'made_again', 'gone_by_itself')),
    check ((decided_at is null) = (decision is null)),
    foreign key (tenant_id, key) references odoo_record_heads
);
create unique index drift_findings_open on drift_findings (tenant_id, key, kind, field) where decided_at is null;
create index drift_findings_decided on drift_findings (tenant_id, decided_at desc) where decided_at is not null;

create table kept_values (
    tenant_id text not null references tenants,
    key text not null,
    field text not null,
    meant text,
    kept text,
    decided_by bigint references users,
    decided_at timestamptz not null,
    primary key (tenant_id, key, field),
    foreign key (tenant_id, key) references odoo_record_heads
);

create table drift_runs (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    started_at timestamptz not null,
    started_by bigint references users,
    ended_at timestamptz,
    total int not null,
    compared int not null default 0,
    on_their_way int not null default 0,
    drifted int not null default 0,
    made_again int not null default 0,
    problem text
);
create index drift_runs_newest on drift_runs (tenant_id, started_at desc);

-- tenants that are connected already begin in the coming night, spread over three hours
alter table connections add column next_drift_at timestamptz not null
    default ((date_trunc('day', now() at time zone 'utc') + interval '1 day 1 hour' + random() * interval '3 hours') at time zone 'utc');

do $$
declare
    t text;
begin
    foreach t in array array['drift_findings', 'kept_values', 'drift_runs']
    loop
        execute format('alter table %I enable row level security, force row level security', t);
        execute format('create policy own_tenant on %I using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id))', t);
    end loop;
end
$$;
