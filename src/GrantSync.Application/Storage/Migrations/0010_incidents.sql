-- What was bad with a tenant's Odoo, from its first bad ping to its end.
create table incidents (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    cause text not null,
    state text not null,
    began_at timestamptz not null,
    red_at timestamptz,
    alerted_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by bigint references users,
    snoozed_until timestamptz,
    escalated_at timestamptz,
    resolved_at timestamptz,
    relapses int not null default 0,
    problem text not null
);
create unique index incidents_one_open on incidents (tenant_id, cause) where state <> 'resolved';
create index incidents_newest on incidents (tenant_id, began_at desc);
alter table incidents enable row level security, force row level security;
create policy own_tenant on incidents using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id));
