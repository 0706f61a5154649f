-- How long a tenant's log is kept, in months; a tenant without a row here has the usual times.
create table log_retentions (
    tenant_id text primary key references tenants,
    rows_months int not null check (rows_months between 12 and 240),
    bodies_months int not null check (bodies_months between 1 and 240),
    set_at timestamptz not null,
    set_by bigint references users,
    check (bodies_months <= rows_months)
);

-- What was dropped, and where that leaves a gap in the chain: the seal of the last row before the next one that is still there.
create table log_drops (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    what text not null check (what in ('rows', 'bodies')),
    month date not null,
    dropped_at timestamptz not null,
    row_count bigint not null,
    first_number bigint,
    last_number bigint,
    last_seal bytea
);
create index log_drops_of_tenant on log_drops (tenant_id, first_number);
create function log_drops_are_kept() returns trigger language plpgsql as $$
begin
    raise exception 'log_drops are kept: % refused', lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger log_drops_kept before update or delete on log_drops for each row execute function log_drops_are_kept();

do $$
declare
    t text;
begin
    foreach t in array array['log_retentions', 'log_drops']
    loop
        execute format('alter table %I enable row level security, force row level security', t);
        execute format('create policy own_tenant on %I using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id))', t);
    end loop;
end
$$;

-- Parts by tenant want the tenant in each unique key. Calls wait while the keys are built anew.
alter table sync_log drop constraint sync_log_pkey, add primary key (id, at, tenant_id);
alter table sync_log_bodies drop constraint sync_log_bodies_pkey, add primary key (log_id, at, tenant_id);

-- One table's partition for a month, itself cut by tenant: a part of its own for each tenant that keeps its log for a time of its own, and one
-- for all others. A month that was made before this stays as it is, and so does one whose rows lie in the partition of the rest already.
create function sync_log_make_part(parent text, month date, tenants text[]) returns void language plpgsql as $$
declare
    name text := parent || '_' || to_char(month, 'YYYY_MM');
    tenant text;
    part text;
begin
    if to_regclass(name) is null then
        begin
            execute format('create table %I partition of %I for values from (%L) to (%L) partition by list (tenant_id)', name, parent,
                month::text || ' 00:00+00', (month + interval '1 month')::date::text || ' 00:00+00');
        exception when check_violation then
            raise warning '% has no part of its own: its rows are with the rest', name;
            return;
        end;
        execute format('create table %I partition of %I default', name || '_others', name);
        -- row-level security of a parent does not guard a query that names the partition
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('alter table %I enable row level security, force row level security', name || '_others');
    end if;
    if (select relkind from pg_class where oid = to_regclass(name)) <> 'p' then
        return;
    end if;
    foreach tenant in array tenants
    loop
        part := name || '_of_' || tenant;
        if to_regclass(quote_ident(part)) is null then
            execute format('create table %I partition of %I for values in (%L)', part, name, tenant);
            execute format('alter table %I enable row level security, force row level security', part);
        end if;
    end loop;
end
$$;

-- Called ahead of time by the program: a tenant has its part from the first month on that is made, or has not begun, after it asked for a time
-- of its own.
create or replace function sync_log_make_month(moment timestamptz) returns void language plpgsql as $$
declare
    month date := date_trunc('month', moment at time zone 'utc')::date;
    tenants text[] := '{}';
begin
    perform pg_advisory_xact_lock(hashtext('sync_log_make_month'));
    if month > date_trunc('month', now() at time zone 'utc')::date or to_regclass('sync_log_' || to_char(month, 'YYYY_MM')) is null then
        select coalesce(array_agg(tenant_id), '{}') into tenants from log_retentions;
    end if;
    perform sync_log_make_part('sync_log', month, tenants);
    perform sync_log_make_part('sync_log_bodies', month, tenants);
    if to_regclass('sync_log_terms_' || to_char(month, 'YYYY_MM')) is null and to_regclass('sync_log_' || to_char(month, 'YYYY_MM')) is not null then
        execute format('create table sync_log_terms_%s partition of sync_log_terms for values from (%L) to (%L)', to_char(month, 'YYYY_MM'),
            month::text || ' 00:00+00', (month + interval '1 month')::date::text || ' 00:00+00');
    end if;
end
$$;
-- Drops a month's part, and the month itself with its last one.
create function sync_log_drop_part(part text) returns void language plpgsql as $$
declare
    month text := substring(part from '^sync_log(?:_bodies)?_[0-9]{4}_[0-9]{2}');
begin
    if month is null then
        raise exception '% is no month of the sync log', part;
    end if;
    execute format('drop table %I', part);
    if to_regclass(quote_ident(month)) is not null and not exists (select from pg_inherits where inhparent = to_regclass(quote_ident(month))) then
        execute format('drop table %I', month);
    end if;
end
$$;

-- Words of a month are kept as long as any row of it.
create function sync_log_drop_terms() returns void language plpgsql as $$
declare
    part text;
begin
    for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'sync_log_terms'::regclass and c.relname ~ '_[0-9]{4}_[0-9]{2}$' and to_regclass('sync_log_' || right(c.relname, 7)) is null
    loop
        execute format('drop table %I', part);
    end loop;
end
$$;

select sync_log_make_month(now()), sync_log_make_month(now() + interval '1 month');
