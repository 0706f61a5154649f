-- The sync log is searched by any of its columns at any age. What makes that fast under row-level security, and why not otherwise:
-- docs/decisions/0013-the-log-is-searched-by-facets-and-terms.md. The new column rewrites sync_log: calls wait while this runs.

-- What a row can be filtered by, as one number. There are some hundreds of them per tenant, so that a filter of any columns is a short list of numbers.
alter table sync_log add column facets bigint not null generated always as (hashtextextended(
    direction || E'\n' || entity || E'\n' || operation || E'\n' || model || E'\n' || method || E'\n' || coalesce(outcome, '') || E'\n'
        || coalesce(http_status::text, '') || E'\n' || coalesce(fault_code::text, ''), 0)) stored;

-- Rows that did not end well and look alike: the call, its outcome and the error without names and numbers.
alter table sync_log add column fingerprint text;

create index sync_log_by_time on sync_log (tenant_id, at, id);
create index sync_log_by_facets on sync_log (tenant_id, facets, at, id);
create index sync_log_by_user on sync_log (user_id, facets, at, id) where user_id is not null;
create index sync_log_by_fingerprint on sync_log (fingerprint, at, id) where fingerprint is not null;
-- for support, who look at all tenants at once
create index sync_log_all_by_time on sync_log (at, id);
create index sync_log_all_by_facets on sync_log (facets, at, id);

-- Always true, and said to be dear. A query that asks for it reads by the index that has all of its columns: guesses of how many rows match are
-- wrong for rare combinations, and the planner would walk through millions of rows by time to find them.
create function sync_log_is_dear(id bigint) returns boolean language plpgsql immutable cost 1000 as 'begin return true; end';

-- pages went by id; "contains this key" on an array is not leakproof, so that row-level security kept the program from ever using this index
drop index sync_log_newest;
drop index sync_log_outcome;
drop index sync_log_keys;

-- Words of a row, each as a number that has the tenant in it: one tenant's words are never another's. No row-level security, because with it
-- PostgreSQL could not use the index; it tells nothing but ids, and the rows themselves are read from sync_log under its policies.
create table sync_log_terms (
    log_id bigint not null,
    at timestamptz not null,
    terms bigint[] not null,
    primary key (log_id, at)
) partition by range (at);
create table sync_log_terms_rest partition of sync_log_terms default;
-- without a pending list: a search would read all of it each time
create index sync_log_terms_words on sync_log_terms using gin (terms) with (fastupdate = off);

-- A term: the first 8 bytes of a SHA-256, fixed for ever; LogTerms.cs makes the same.
create function sync_log_term(tenant text, kind text, word text) returns bigint language sql immutable parallel safe as $$
    select ('x' || left(encode(sha256(convert_to(tenant || E'\n' || kind || E'\n' || word, 'UTF8')), 'hex'), 16))::bit(64)::bigint
$$;

-- How often, and since when, a fingerprint was seen: a row a day, written with the log row.
create table sync_log_problems (
    tenant_id text not null references tenants,
    fingerprint text not null,
    day date not null,
    count int not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    last_id bigint not null,
    entity text not null,
    operation text not null,
    model text not null,
    method text not null,
    outcome text not null,
    fault_code int,
    error text not null,
    primary key (tenant_id, fingerprint, day)
);
create index sync_log_problems_day on sync_log_problems (tenant_id, day);
alter table sync_log_problems enable row level security, force row level security;
create policy own_tenant on sync_log_problems using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id));

create or replace function sync_log_make_month(moment timestamptz) returns void language plpgsql as $$
declare
    first date := date_trunc('month', moment at time zone 'utc')::date;
    suffix text := to_char(first, 'YYYY_MM');
    of_month text := format('for values from (%L) to (%L)', first::text || ' 00:00+00', (first + interval '1 month')::date::text || ' 00:00+00');
begin
    perform pg_advisory_xact_lock(hashtext('sync_log_make_month'));
    if to_regclass('sync_log_' || suffix) is null then
        execute format('create table sync_log_%s partition of sync_log %s', suffix, of_month);
        execute format('create table sync_log_bodies_%s partition of sync_log_bodies %s', suffix, of_month);
        -- row-level security of a parent does not guard a query that names the partition
        execute format('alter table sync_log_%s enable row level security, force row level security', suffix);
        execute format('alter table sync_log_bodies_%s enable row level security, force row level security', suffix);
    end if;
    if to_regclass('sync_log_terms_' || suffix) is null then
        execute format('create table sync_log_terms_%s partition of sync_log_terms %s', suffix, of_month);
    end if;
end
$$;

-- Months that are there already; and what stands in rows, so that old calls are found by key, trace, user, filter and error. The words of their bodies are not.
do $$
declare
    partition text;
begin
    for partition in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'sync_log'::regclass and c.relname ~ '_[0-9]{4}_[0-9]{2}$'
    loop
        perform sync_log_make_month(to_timestamp(right(partition, 7) || '-15', 'YYYY_MM-DD'));
    end loop;
end
$$;
insert into sync_log_terms (log_id, at, terms)
select id, at, array(
    select sync_log_term(tenant_id, 'key', key) from unnest(keys) key
    union select sync_log_term('', 'facets', facets::text)
    union select sync_log_term(tenant_id, 'trace', trace_id) where trace_id is not null
    union select sync_log_term(tenant_id, 'user', user_id::text) where user_id is not null
    union select sync_log_term(tenant_id, 'word', word) from regexp_split_to_table(lower(error), '[^[:alnum:]]+') word where word <> '')
from sync_log;
