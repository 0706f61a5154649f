-- The sync log is sealed: each completed row carries a number and a hash over the row and over the seal before it, one chain a tenant.
-- The trigger seals, so that an older program which still runs beside this one seals too.
alter table sync_log add column body_digest bytea;
alter table sync_log add column seal_number bigint;
alter table sync_log add column seal bytea;
create index sync_log_seals on sync_log (tenant_id, seal_number);

create table sync_log_chains (
    tenant_id text primary key references tenants,
    began_at timestamptz not null,
    -- rows that were completed before sealing began: how many, and one digest of them all in the order of their ids
    earlier_rows bigint not null,
    earlier_digest bytea not null,
    last_number bigint not null,
    last_seal bytea not null
);
alter table sync_log_chains enable row level security, force row level security;
create policy own_tenant on sync_log_chains using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id));

-- A field as length:bytes, so that no two rows read the same; an empty one is a dash.
create function seal_field(field text) returns text language sql immutable parallel safe as $$
    select coalesce(octet_length(field)::text || ':' || field, '-') || ','
$$;

create function seal_moment(moment timestamptz) returns text language sql immutable parallel safe as $$
    select (extract(epoch from moment) * 1000000)::bigint::text
$$;

-- What a seal says of a row. GrantSync.Application/SyncLog/Seal.cs writes the same from what it reads, and a test compares the two.
create function sync_log_words(r sync_log) returns text language sql stable as $$
    select seal_field(r.id::text) || seal_field(r.tenant_id) || seal_field(seal_moment(r.at)) || seal_field(r.direction) || seal_field(r.entity)
        || seal_field(r.operation) || seal_field(cardinality(r.keys)::text) || coalesce((select string_agg(seal_field(k), '' order by n) from unnest(r.keys) with ordinality as keys(k, n)), '')
        || seal_field(r.model) || seal_field(r.method) || seal_field(r.attempt::text) || seal_field(r.trace_id) || seal_field(r.user_id::text)
        || seal_field(seal_moment(r.completed_at)) || seal_field(r.outcome) || seal_field(r.http_status::text) || seal_field(r.fault_code::text)
        || seal_field(r.request_bytes::text) || seal_field(r.response_bytes::text) || seal_field(r.latency_milliseconds::text) || seal_field(r.error)
        || seal_field(encode(r.body_digest, 'hex'))
$$;

create function sync_log_seal(before bytea, number bigint, r sync_log) returns bytea language sql stable as $$
    select sha256(before || convert_to(seal_field(number::text) || sync_log_words(r), 'UTF8'))
$$;

-- Both bodies in one digest.
create function sync_log_body_digest(request bytea, response bytea) returns bytea language sql immutable parallel safe as $$
    select sha256(sha256(request) || sha256(response))
$$;

create function sync_log_digest_of_earlier(tenant text) returns bytea language sql stable as $$
    select sha256(convert_to(coalesce(string_agg(sync_log_words(r), '' order by r.id), ''), 'UTF8'))
    from sync_log r where r.tenant_id = tenant and r.completed_at is not null and r.seal_number is null
$$;

-- The first seal of a chain.
create function sync_log_genesis(tenant text, earlier bytea) returns bytea language sql immutable as $$
    select sha256(convert_to('grantsync ' || tenant || ' ', 'UTF8') || earlier)
$$;

insert into sync_log_chains (tenant_id, began_at, earlier_rows, earlier_digest, last_number, last_seal)
select t.id, now(), (select count(*) from sync_log r where r.tenant_id = t.id and r.completed_at is not null), d.digest, 0, sync_log_genesis(t.id, d.digest)
from tenants t cross join lateral (select sync_log_digest_of_earlier(t.id) as digest) d;

create or replace function sync_log_is_append_only() returns trigger language plpgsql as $$
declare
    chain sync_log_chains;
begin
    if tg_op = 'INSERT' then
        if new.completed_at is null and new.seal_number is null and new.seal is null then
            return new;
        end if;
        raise exception 'sync_log is append-only: a row begins before its call, and is sealed when it ends' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and old.completed_at is null and new.completed_at is not null
        and (new.id, new.tenant_id, new.at, new.direction, new.entity, new.operation, new.keys, new.model, new.method, new.attempt)
            is not distinct from
            (old.id, old.tenant_id, old.at, old.direction, old.entity, old.operation, old.keys, old.model, old.method, old.attempt)
        and (new.trace_id, new.user_id) is not distinct from (old.trace_id, old.user_id)
    then
        insert into sync_log_chains (tenant_id, began_at, earlier_rows, earlier_digest, last_number, last_seal)
            values (new.tenant_id, now(), 0, sha256(''), 0, sync_log_genesis(new.tenant_id, sha256('')))
            on conflict do nothing;
        -- the chain's row is locked last in each transaction that completes a row, and held until it ends: rows are numbered as they commit
        select * into chain from sync_log_chains where tenant_id = new.tenant_id for update;
        select sync_log_body_digest(b.request, b.response) into new.body_digest from sync_log_bodies b where b.log_id = new.id and b.at = new.at;
        new.seal_number := chain.last_number + 1;
        new.seal := sync_log_seal(chain.last_seal, new.seal_number, new);
        update sync_log_chains set last_number = new.seal_number, last_seal = new.seal where tenant_id = new.tenant_id;
        return new;
    end if;
    raise exception 'sync_log is append-only: % refused', lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger sync_log_begins_open before insert on sync_log for each row execute function sync_log_is_append_only();

-- A chain goes forward by a row at a time, and what it began with stays.
create function sync_log_chains_go_forward() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.last_number = old.last_number + 1
        and (new.tenant_id, new.began_at, new.earlier_rows, new.earlier_digest) = (old.tenant_id, old.began_at, old.earlier_rows, old.earlier_digest)
    then
        return new;
    end if;
    raise exception 'sync_log_chains only go forward: % refused', lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger sync_log_chains_forward before update or delete on sync_log_chains for each row execute function sync_log_chains_go_forward();
