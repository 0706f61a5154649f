-- The engine in full: pace and breaker of a lane, doubt about a record, refusals that are grouped, and the end of grants and connections.

-- null: as the server bears
alter table connections add column calls_per_minute int check (calls_per_minute between 1 and 6000);
-- set while a tenant's records are being archived before the connection goes
alter table connections add column disconnecting_at timestamptz;

-- when the next call may leave, by the tenant's pace
alter table lanes add column pace_at timestamptz;
alter table lanes add column breaker text not null default 'closed';

-- when a record must be read again: a worker that had lost its lane may have written it late
alter table odoo_record_heads add column doubt_at timestamptz;
create index odoo_record_heads_doubt on odoo_record_heads (tenant_id, doubt_at) where doubt_at is not null;

-- the problem without its names and numbers, so that refusals of one kind stand together
alter table intents add column problem_kind text;
-- answers 'not now' in a row
alter table intents add column busy int not null default 0;

alter table grants add column closed_at timestamptz;
alter table projects add column removed_at timestamptz;
alter table budget_categories add column removed_at timestamptz;

-- goes up when a connection is ended: what is written afterwards is a fresh set under a fresh prefix
alter table tenants add column odoo_generation int not null default 1;

-- a removed grant keeps its rows for the log's sake, and gives its code free
alter table grants add column removed_at timestamptz;
alter table grants drop constraint grants_tenant_id_analytic_code_key;
create unique index grants_analytic_code on grants (tenant_id, analytic_code) where removed_at is null;
alter table projects drop constraint projects_tenant_id_code_key;
create unique index projects_code on projects (tenant_id, code) where removed_at is null;

-- the lane asks when its next record is due, and must not read a whole backlog for it
create index intents_due on intents (tenant_id, due_at) where state in ('queued', 'unknown');
