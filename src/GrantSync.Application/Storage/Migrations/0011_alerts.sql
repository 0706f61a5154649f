-- Who is told of an incident, what was told, and a tenant's sending that somebody has paused.

create table alert_channels (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    kind text not null,
    name text not null,
    -- what a page may show: the addresses of e-mail, the host of a web address
    shown_address text not null,
    -- a web address often is a secret by itself
    sealed_address text,
    sealed_secret text,
    on_red boolean not null,
    on_escalation boolean not null,
    on_resolved boolean not null,
    saved_at timestamptz not null,
    removed_at timestamptz
);
create index alert_channels_tenant on alert_channels (tenant_id) where removed_at is null;

create table alert_deliveries (
    -- goes with the message, so that a receiver can drop one that came twice
    id uuid primary key,
    tenant_id text not null references tenants,
    incident_id bigint not null references incidents,
    channel_id bigint not null references alert_channels,
    kind text not null,
    state text not null,
    attempts int not null default 0,
    put_at timestamptz not null,
    -- when it is tried next; a node claims one by moving it
    next_at timestamptz,
    ended_at timestamptz,
    problem text,
    unique (incident_id, channel_id, kind)
);
create index alert_deliveries_due on alert_deliveries (next_at) where state = 'waiting';
create index alert_deliveries_channel on alert_deliveries (channel_id, put_at desc);

do $$
declare
    t text;
begin
    foreach t in array array['alert_channels', 'alert_deliveries']
    loop
        execute format('alter table %I enable row level security, force row level security', t);
        execute format('create policy own_tenant on %I using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id))', t);
    end loop;
end
$$;

-- nothing is sent to Odoo while paused_at is set
alter table lanes add column paused_at timestamptz;
alter table lanes add column paused_by bigint references users;
-- support's people are no users that a tenant can see
alter table lanes add column paused_by_name text;
alter table lanes add column paused_because text;
