-- Every table carries the tenant; row-level security shows a row to its own tenant, or to the scope '*' (worker, pinger, support).
-- An unset scope shows nothing.

create table tenants (
    id text primary key check (id ~ '^[a-z][a-z0-9_]{1,30}$'),
    name text not null,
    created_at timestamptz not null,
    category_code_pattern text not null default '{category}',
    line_code_pattern text not null default '{category}/{line}'
);

create table users (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    email text not null,
    name text not null,
    role text not null,
    password_hash text not null,
    active boolean not null default true,
    failed_sign_ins int not null default 0,
    locked_until timestamptz
);
create unique index users_email on users (lower(email));

create table api_tokens (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    user_id bigint not null references users,
    name text not null,
    token_hash text not null unique,
    created_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);

create table units (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    name text not null,
    country_code text not null check (country_code ~ '^[A-Z]{3}$'),
    odoo_company_id int,
    odoo_company_name text,
    unique (tenant_id, name)
);

create table donors (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    name text not null,
    code text not null check (code ~ '^[A-Z0-9]{3}$'),
    unique (tenant_id, code)
);

create table budget_templates (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    name text not null,
    unique (tenant_id, name)
);

create table template_categories (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    template_id bigint not null references budget_templates,
    code text not null,
    name text not null,
    position int not null,
    unique (template_id, code)
);

create table template_details (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    category_id bigint not null references template_categories,
    code text not null,
    name text not null,
    position int not null
);

create table grants (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    unit_id bigint not null references units,
    donor_id bigint not null references donors,
    template_id bigint not null references budget_templates,
    title text not null,
    code text not null check (code ~ '^[A-Z0-9]{3}$'),
    analytic_code text not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    unique (tenant_id, analytic_code)
);

create table projects (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    grant_id bigint not null references grants,
    name text not null,
    code text not null,
    starts_on date,
    ends_on date,
    allocated numeric(18, 4) not null default 0 check (allocated >= 0),
    unique (tenant_id, code)
);

create table budgets (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    grant_id bigint not null unique references grants,
    currency text not null,
    revision int not null,
    synced_revision int not null default 0
);

create table budget_categories (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    budget_id bigint not null references budgets,
    template_category_id bigint not null references template_categories,
    code text not null,
    name text not null,
    position int not null
);
create index budget_categories_budget on budget_categories (budget_id);

create table budget_lines (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    category_id bigint not null references budget_categories,
    code text not null,
    description text not null,
    units numeric(18, 4) not null,
    unit_name text not null,
    unit_value numeric(18, 4) not null,
    amount numeric(18, 4) not null,
    position int not null,
    revision int not null,
    removed_at timestamptz
);
create index budget_lines_category on budget_lines (category_id);
create unique index budget_lines_code on budget_lines (category_id, code) where removed_at is null;

create table connections (
    tenant_id text primary key references tenants,
    server text not null,
    database text not null,
    user_name text not null,
    uid int not null,
    sealed_key text not null,
    server_major int not null,
    server_version text not null,
    external_id_prefix text not null,
    far_side_limit_seconds int not null check (far_side_limit_seconds between 1 and 3600),
    saved_at timestamptz not null,
    next_ping_at timestamptz not null
);

create table plan_mappings (
    tenant_id text not null references connections (tenant_id),
    axis int not null check (axis between 1 and 3),
    plan_name text not null,
    existing_plan_id int,
    primary key (tenant_id, axis)
);

create table odoo_record_heads (
    tenant_id text not null references tenants,
    key text not null,
    entity text not null,
    model text not null,
    external_id text not null,
    code text,
    active boolean not null default true,
    wanted_revision int not null,
    wanted_hash text not null,
    confirmed_revision int not null default 0,
    confirmed_hash text,
    confirmed_payload text,
    confirmed_at timestamptz,
    odoo_id int,
    primary key (tenant_id, key),
    unique (tenant_id, external_id)
);
create index odoo_record_heads_code on odoo_record_heads (tenant_id, entity, code) where active;

create table intents (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    key text not null,
    entity text not null,
    entity_id bigint not null,
    grant_id bigint references grants,
    revision int not null,
    stage int not null,
    parents text[] not null,
    payload text not null,
    payload_hash text not null,
    state text not null,
    due_at timestamptz not null,
    attempts int not null default 0,
    batch_limit int not null,
    fence bigint,
    call_id bigint,
    sent_at timestamptz,
    problem text,
    created_at timestamptz not null,
    ended_at timestamptz,
    user_id bigint references users,
    unique (tenant_id, key, revision),
    foreign key (tenant_id, key) references odoo_record_heads
);
create index intents_queued on intents (tenant_id, stage, id) where state = 'queued';
create index intents_unsettled on intents (tenant_id, state) where state in ('sending', 'unknown', 'refused');
create index intents_grant on intents (grant_id);
create index intents_call on intents (call_id) where state in ('sending', 'unknown');
-- one revision of a key at a time is on its way
create unique index intents_one_in_flight on intents (tenant_id, key) where state in ('sending', 'unknown');

create table lanes (
    tenant_id text primary key references tenants,
    due_at timestamptz,
    holder text,
    lease_until timestamptz,
    fence bigint not null default 0,
    stopped_because text,
    failures int not null default 0
);

create sequence sync_log_id;

create table sync_log (
    id bigint not null default nextval('sync_log_id'),
    tenant_id text not null,
    at timestamptz not null,
    direction text not null,
    entity text not null,
    operation text not null,
    keys text[] not null,
    model text not null,
    method text not null,
    attempt int not null,
    trace_id text,
    user_id bigint,
    completed_at timestamptz,
    outcome text,
    http_status int,
    fault_code int,
    request_bytes int,
    response_bytes int,
    latency_milliseconds int,
    error text,
    primary key (id, at)
) partition by range (at);
create table sync_log_rest partition of sync_log default;
create index sync_log_newest on sync_log (tenant_id, id desc);
create index sync_log_outcome on sync_log (tenant_id, outcome, id desc);
create index sync_log_keys on sync_log using gin (keys);
create index sync_log_pending on sync_log (tenant_id) where completed_at is null;

create table sync_log_bodies (
    log_id bigint not null,
    tenant_id text not null,
    at timestamptz not null,
    request bytea not null,
    response bytea not null,
    primary key (log_id, at)
) partition by range (at);
create table sync_log_bodies_rest partition of sync_log_bodies default;

-- A row is completed once, and nothing else ever happens to it.
create function sync_log_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.completed_at is null and new.completed_at is not null
        and (new.id, new.tenant_id, new.at, new.direction, new.entity, new.operation, new.keys, new.model, new.method, new.attempt)
            is not distinct from
            (old.id, old.tenant_id, old.at, old.direction, old.entity, old.operation, old.keys, old.model, old.method, old.attempt)
        and (new.trace_id, new.user_id) is not distinct from (old.trace_id, old.user_id)
    then
        return new;
    end if;
    raise exception 'sync_log is append-only: % refused', lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger sync_log_append_only before update or delete on sync_log
    for each row execute function sync_log_is_append_only();

create function sync_log_bodies_are_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'sync_log_bodies is append-only: % refused', lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger sync_log_bodies_append_only before update or delete on sync_log_bodies
    for each row execute function sync_log_bodies_are_append_only();
create trigger sync_log_no_truncate before truncate on sync_log execute function sync_log_bodies_are_append_only();
create trigger sync_log_bodies_no_truncate before truncate on sync_log_bodies execute function sync_log_bodies_are_append_only();

-- Partitions for the month of a moment; called ahead of time by the program.
create function sync_log_make_month(moment timestamptz) returns void language plpgsql as $$
declare
    first date := date_trunc('month', moment at time zone 'utc')::date;
    suffix text := to_char(first, 'YYYY_MM');
begin
    perform pg_advisory_xact_lock(hashtext('sync_log_make_month'));
    if to_regclass('sync_log_' || suffix) is null then
        execute format('create table sync_log_%s partition of sync_log for values from (%L) to (%L)', suffix,
            first::text || ' 00:00+00', (first + interval '1 month')::date::text || ' 00:00+00');
        execute format('create table sync_log_bodies_%s partition of sync_log_bodies for values from (%L) to (%L)', suffix,
            first::text || ' 00:00+00', (first + interval '1 month')::date::text || ' 00:00+00');
        -- row-level security of a parent does not guard a query that names the partition
        execute format('alter table sync_log_%s enable row level security, force row level security', suffix);
        execute format('alter table sync_log_bodies_%s enable row level security, force row level security', suffix);
    end if;
end
$$;

create table pings (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    at timestamptz not null,
    is_probe boolean not null,
    verdict text not null,
    latency_milliseconds int not null,
    problem text
);
create index pings_newest on pings (tenant_id, at desc);

create function tenant_in_scope(tenant text) returns boolean language sql stable as $$
    select tenant = current_setting('grantsync.tenant', true) or current_setting('grantsync.tenant', true) = '*'
$$;

do $$
declare
    t text;
begin
    foreach t in array array['users', 'api_tokens', 'units', 'donors', 'budget_templates', 'template_categories', 'template_details', 'grants',
        'projects', 'budgets', 'budget_categories', 'budget_lines', 'connections', 'plan_mappings', 'odoo_record_heads', 'intents', 'lanes',
        'sync_log', 'sync_log_bodies', 'pings']
    loop
        execute format('alter table %I enable row level security, force row level security', t);
        execute format('create policy own_tenant on %I using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id))', t);
    end loop;
end
$$;
alter table tenants enable row level security, force row level security;
create policy own_tenant on tenants using (tenant_in_scope(id)) with check (tenant_in_scope(id));
alter table sync_log_rest enable row level security, force row level security;
alter table sync_log_bodies_rest enable row level security, force row level security;
