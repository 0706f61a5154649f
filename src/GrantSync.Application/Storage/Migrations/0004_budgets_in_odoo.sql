-- Which budget model the tenant's Odoo has, and when that was looked at; null for none.
alter table connections add budget_model text, add budgets_checked_at timestamptz;

-- The companies of the tenant's Odoo with the currency of their books, as seen last.
create table odoo_companies (
    tenant_id text not null references tenants,
    odoo_id int not null,
    name text not null,
    currency text not null,
    primary key (tenant_id, odoo_id)
);
alter table odoo_companies enable row level security, force row level security;
create policy own_tenant on odoo_companies using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id));

-- A record that was in Odoo before us: it has no external id of ours and is written by its database id.
alter table odoo_record_heads add adopted boolean not null default false;
create unique index odoo_record_heads_adopted on odoo_record_heads (tenant_id, model, odoo_id) where adopted;

-- Who decided that a record there is ours, and what it was called then.
create table adoptions (
    tenant_id text not null references tenants,
    key text not null,
    model text not null,
    odoo_id int not null,
    name text not null,
    code text,
    user_id bigint references users,
    at timestamptz not null,
    primary key (tenant_id, key)
);
alter table adoptions enable row level security, force row level security;
create policy own_tenant on adoptions using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id));
