-- Why a ping was not good, in a word for programs. Old rows and an older program leave it empty.
alter table pings add column cause text;

-- The pill as the newest measurement left it: each ping takes it one step further, so that it never depends on how far back one looks.
create table tenant_health (
    tenant_id text primary key references tenants,
    measured_at timestamptz not null,
    measured_since timestamptz not null,
    pill text not null,
    since timestamptz not null,
    bad_in_row int not null,
    answered_in_row int not null,
    good_in_row int not null,
    first_bad_at timestamptz,
    cause text,
    cause_since timestamptz,
    cause_in_row int not null,
    problem text
);

-- A tenant's own thresholds; null: the default holds.
create table health_thresholds (
    tenant_id text primary key references tenants,
    slow_milliseconds int check (slow_milliseconds > 0),
    bad_before_red int check (bad_before_red > 0),
    good_before_green int check (good_before_green > 0),
    amber_minutes int check (amber_minutes > 0),
    alert_minutes int check (alert_minutes > 0),
    escalate_minutes int check (escalate_minutes > 0),
    relapse_minutes int check (relapse_minutes > 0),
    changed_at timestamptz not null,
    changed_by bigint references users
);

-- What was bad with a tenant's Odoo, from its first bad ping to its end.
create table incidents (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    cause text not null,
    state text not null,
    began_at timestamptz not null,
    red_at timestamptz,
    red_since timestamptz,
    red_seconds_before int not null default 0,
    part_of bigint references incidents,
    alerted_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by bigint references users,
    snoozed_until timestamptz,
    escalated_at timestamptz,
    resolved_at timestamptz,
    resolved_told_at timestamptz,
    relapses int not null default 0,
    problem text not null
);
create unique index incidents_one_open on incidents (tenant_id, cause) where state <> 'resolved';
create index incidents_newest on incidents (tenant_id, began_at desc);
create index incidents_to_tell on incidents (tenant_id) where state = 'resolved' and alerted_at is not null and resolved_told_at is null;

create table incident_events (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    incident_id bigint not null references incidents,
    kind text not null,
    at timestamptz not null,
    user_id bigint references users,
    user_name text,
    note text,
    until timestamptz
);
create index incident_events_of on incident_events (incident_id, id);

create table maintenance_windows (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    from_at timestamptz not null,
    to_at timestamptz not null check (to_at >= from_at),
    reason text not null,
    planned_at timestamptz not null,
    planned_by bigint references users,
    planned_by_name text,
    ended_at timestamptz,
    ended_by_name text
);
create index maintenance_windows_of on maintenance_windows (tenant_id, to_at desc);

do $$
declare
    t text;
begin
    foreach t in array array['tenant_health', 'health_thresholds', 'incidents', 'incident_events', 'maintenance_windows']
    loop
        execute format('alter table %I enable row level security, force row level security', t);
        execute format('create policy own_tenant on %I using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id))', t);
    end loop;
end
$$;
