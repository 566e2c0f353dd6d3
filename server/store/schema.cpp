#include "server/store/schema.h"

#include <span>

namespace parley {
namespace {

// One entry per version, append only. Times are milliseconds since 1970 UTC.
constexpr const char *kAdministration[] = {
    R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE namespaces (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE topics (
  namespace TEXT NOT NULL, topic TEXT NOT NULL, durability TEXT NOT NULL,
  retained_bytes INTEGER NOT NULL, page INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (namespace, topic)) WITHOUT ROWID;
CREATE TABLE tokens (
  id TEXT PRIMARY KEY, digest BLOB NOT NULL UNIQUE, label TEXT NOT NULL, publisher_id TEXT NOT NULL,
  scope TEXT NOT NULL, created_at INTEGER NOT NULL, valid_until INTEGER, revoked_at INTEGER)
  WITHOUT ROWID;
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, namespace TEXT NOT NULL, topic TEXT NOT NULL,
  url TEXT NOT NULL, format TEXT NOT NULL, schedule TEXT NOT NULL, level TEXT NOT NULL,
  state TEXT NOT NULL, state_reason TEXT NOT NULL, secret TEXT NOT NULL,
  momento_secret TEXT NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE rooms (
  namespace TEXT NOT NULL, name TEXT NOT NULL, languages TEXT NOT NULL,
  fail_closed INTEGER NOT NULL, webhook_id TEXT NOT NULL, function_token_id TEXT NOT NULL,
  created_at INTEGER NOT NULL, PRIMARY KEY (namespace, name)) WITHOUT ROWID;
CREATE TABLE feeds (
  webhook_id TEXT PRIMARY KEY, page INTEGER NOT NULL, sequence INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY, webhook_id TEXT NOT NULL, namespace TEXT NOT NULL, topic TEXT NOT NULL,
  page INTEGER NOT NULL, sequence INTEGER NOT NULL, publisher_id TEXT NOT NULL,
  created_at INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
  attempts INTEGER NOT NULL, next_attempt_at INTEGER, body BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id, state, id);
CREATE INDEX deliveries_by_state ON deliveries (state, id);
CREATE TABLE attempts (
  delivery_id TEXT NOT NULL, number INTEGER NOT NULL, trigger TEXT NOT NULL,
  started_at INTEGER NOT NULL, outcome TEXT NOT NULL, outcome_text TEXT NOT NULL,
  http_status INTEGER NOT NULL, address TEXT NOT NULL, tls TEXT NOT NULL,
  reused_connection INTEGER NOT NULL, us_dns INTEGER NOT NULL, us_connect INTEGER NOT NULL,
  us_tls INTEGER NOT NULL, us_write INTEGER NOT NULL, us_first_byte INTEGER NOT NULL,
  us_body INTEGER NOT NULL, us_total INTEGER NOT NULL, request_head BLOB NOT NULL,
  response_head BLOB NOT NULL, response_body BLOB NOT NULL, response_bytes INTEGER NOT NULL,
  response_truncated INTEGER NOT NULL, decision TEXT NOT NULL,
  PRIMARY KEY (delivery_id, number)) WITHOUT ROWID;
)sql",
    // What a webhook sends next: first attempts and retries apart, and what waits by its time.
    R"sql(
CREATE INDEX deliveries_by_lane ON deliveries (webhook_id, state, (attempts > 0), id);
CREATE INDEX deliveries_waiting ON deliveries (webhook_id, next_attempt_at)
  WHERE state = 'waiting';
)sql",
    // The pages from which a topic counts on; 0: from none.
    R"sql(
ALTER TABLE topics ADD COLUMN first_page INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN earlier_page INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN earlier_sequence INTEGER NOT NULL DEFAULT 0;
)sql",
    // Retention by count and age, and what becomes of slow readers; how fast a token publishes.
    // 0: no bound.
    R"sql(
ALTER TABLE topics ADD COLUMN retained_messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN retained_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN slow_readers TEXT NOT NULL DEFAULT 'resume';
ALTER TABLE tokens ADD COLUMN publish_per_second INTEGER NOT NULL DEFAULT 0;
)sql",
    // What a token is, whom it came from and what it may do beside its grants; what tokens are
    // issued from; and who did what. The audit only grows, but for the oldest entries: those go
    // when meta.audit_forgotten says so first.
    R"sql(
ALTER TABLE tokens ADD COLUMN kind TEXT NOT NULL DEFAULT 'key';
ALTER TABLE tokens ADD COLUMN templates TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN issuer TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN template TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN room TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN one_use INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN used_at INTEGER;
ALTER TABLE tokens ADD COLUMN last_used_at INTEGER;
ALTER TABLE tokens ADD COLUMN requests_per_second INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN max_connections INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN allowed_origins TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN previous_digest BLOB;
ALTER TABLE tokens ADD COLUMN previous_until INTEGER;
ALTER TABLE tokens ADD COLUMN refresh_digest BLOB;
ALTER TABLE tokens ADD COLUMN valid_for INTEGER NOT NULL DEFAULT 0;
CREATE TABLE token_templates (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY, time INTEGER NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL,
  address TEXT NOT NULL, object TEXT NOT NULL, refused_by INTEGER, count INTEGER NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL);
CREATE INDEX audit_by_action ON audit (action, id);
CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
  WHEN OLD.id > COALESCE((SELECT value FROM meta WHERE key = 'audit_forgotten'), 0)
  BEGIN SELECT RAISE(ABORT, 'the audit is not removed'); END;
)sql",
    // How a webhook delivers and what it shows an endpoint; where it is in each of its topics; and
    // what is sent in order, or together. `line`: the order in which deliveries were made.
    R"sql(
ALTER TABLE webhooks ADD COLUMN settings TEXT NOT NULL DEFAULT '';
ALTER TABLE webhooks ADD COLUMN credentials TEXT NOT NULL DEFAULT '';
ALTER TABLE webhooks ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhooks ADD COLUMN failing_since INTEGER;
CREATE TABLE feed_positions (
  webhook_id TEXT NOT NULL, namespace TEXT NOT NULL, topic TEXT NOT NULL, page INTEGER NOT NULL,
  sequence INTEGER NOT NULL, PRIMARY KEY (webhook_id, namespace, topic)) WITHOUT ROWID;
INSERT INTO feed_positions SELECT webhook_id, namespace, topic, page, sequence
  FROM feeds JOIN webhooks ON webhooks.id = feeds.webhook_id;
DROP TABLE feeds;
ALTER TABLE deliveries ADD COLUMN line INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN ordering_key TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN batch_id TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN hops INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_by_batch ON deliveries (batch_id) WHERE batch_id <> '';
)sql",
    // What people write for webhooks to call, and how the inspector was set: a row of JSON.
    R"sql(
CREATE TABLE functions (
  name TEXT PRIMARY KEY, source TEXT NOT NULL, token_id TEXT NOT NULL,
  milliseconds INTEGER NOT NULL, megabytes INTEGER NOT NULL, changed_at INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE inspector (id INTEGER PRIMARY KEY CHECK (id = 0), settings TEXT NOT NULL);
)sql",
    // What the log of deliveries takes; triggers keep the sums. An attempt is stored twice, when it
    // begins and when it is over, and the second takes the place of the first.
    R"sql(
CREATE TABLE delivery_usage (
  id INTEGER PRIMARY KEY CHECK (id = 0), deliveries INTEGER NOT NULL, bytes INTEGER NOT NULL,
  open INTEGER NOT NULL, open_bytes INTEGER NOT NULL);
INSERT INTO delivery_usage SELECT 0, (SELECT count(*) FROM deliveries),
  (SELECT ifnull(sum(length(body)), 0) FROM deliveries)
  + (SELECT ifnull(sum(length(request_head) + length(response_head) + length(response_body)), 0)
     FROM attempts),
  (SELECT count(*) FROM deliveries WHERE state IN ('queued', 'sending', 'waiting', 'held')),
  (SELECT ifnull(sum(length(body)), 0) FROM deliveries
   WHERE state IN ('queued', 'sending', 'waiting', 'held'));
CREATE TRIGGER delivery_is_added AFTER INSERT ON deliveries BEGIN
  UPDATE delivery_usage SET deliveries = deliveries + 1, bytes = bytes + length(NEW.body),
    open = open + (NEW.state IN ('queued', 'sending', 'waiting', 'held')),
    open_bytes = open_bytes
      + (NEW.state IN ('queued', 'sending', 'waiting', 'held')) * length(NEW.body); END;
CREATE TRIGGER delivery_is_removed AFTER DELETE ON deliveries BEGIN
  UPDATE delivery_usage SET deliveries = deliveries - 1, bytes = bytes - length(OLD.body),
    open = open - (OLD.state IN ('queued', 'sending', 'waiting', 'held')),
    open_bytes = open_bytes
      - (OLD.state IN ('queued', 'sending', 'waiting', 'held')) * length(OLD.body); END;
CREATE TRIGGER delivery_is_over AFTER UPDATE OF state ON deliveries
  WHEN OLD.state IN ('queued', 'sending', 'waiting', 'held')
    AND NEW.state NOT IN ('queued', 'sending', 'waiting', 'held') BEGIN
  UPDATE delivery_usage SET open = open - 1, open_bytes = open_bytes - length(NEW.body); END;
CREATE TRIGGER delivery_is_open_again AFTER UPDATE OF state ON deliveries
  WHEN OLD.state NOT IN ('queued', 'sending', 'waiting', 'held')
    AND NEW.state IN ('queued', 'sending', 'waiting', 'held') BEGIN
  UPDATE delivery_usage SET open = open + 1, open_bytes = open_bytes + length(NEW.body); END;
CREATE TRIGGER attempt_is_added AFTER INSERT ON attempts BEGIN
  UPDATE delivery_usage SET bytes = bytes + length(NEW.request_head)
    + length(NEW.response_head) + length(NEW.response_body); END;
CREATE TRIGGER attempt_is_removed AFTER DELETE ON attempts BEGIN
  UPDATE delivery_usage SET bytes = bytes - length(OLD.request_head)
    - length(OLD.response_head) - length(OLD.response_body); END;
CREATE TRIGGER attempt_is_changed AFTER UPDATE ON attempts BEGIN
  UPDATE delivery_usage SET bytes = bytes + length(NEW.request_head) + length(NEW.response_head)
    + length(NEW.response_body) - length(OLD.request_head) - length(OLD.response_head)
    - length(OLD.response_body); END;
DROP INDEX deliveries_by_batch;
)sql",
    // How a webhook's attempts went, hour by hour of the last day; its last success.
    R"sql(
CREATE TABLE webhook_hours (
  webhook_id TEXT NOT NULL, slot INTEGER NOT NULL, hour INTEGER NOT NULL,
  succeeded INTEGER NOT NULL, failed INTEGER NOT NULL, durations BLOB NOT NULL,
  last_success_at INTEGER, PRIMARY KEY (webhook_id, slot)) WITHOUT ROWID;
)sql",
    // A room is more than its languages: what a person sets of it is a row of JSON.
    R"sql(
ALTER TABLE rooms ADD COLUMN settings TEXT NOT NULL DEFAULT '';
UPDATE rooms SET settings = '{"languages":["' || replace(languages, ' ', '","') || '"],"moderation":'
  || '{"failClosed":' || iif(fail_closed, 'true', 'false') || '}}';
ALTER TABLE rooms DROP COLUMN languages;
ALTER TABLE rooms DROP COLUMN fail_closed;
)sql",
    // Messages that a room's moderation held, until a moderator has looked at them.
    R"sql(
CREATE TABLE held_messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL, room TEXT NOT NULL,
  message_id TEXT NOT NULL, revision INTEGER NOT NULL, sender_id TEXT NOT NULL,
  sender_name TEXT NOT NULL, text TEXT NOT NULL, rule TEXT NOT NULL, category TEXT NOT NULL,
  severity INTEGER NOT NULL, call TEXT NOT NULL, hops INTEGER NOT NULL, held_at INTEGER NOT NULL,
  review TEXT NOT NULL, reviewed_at INTEGER, reviewed_by TEXT NOT NULL,
  UNIQUE (namespace, room, sender_id, message_id, revision));
CREATE INDEX held_messages_by_review ON held_messages (namespace, room, review, id);
)sql",
};

constexpr const char *kMessages[] = {
    R"sql(
CREATE TABLE message_topics (
  id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, topic TEXT NOT NULL,
  UNIQUE (namespace, topic));
CREATE TABLE messages (
  topic_id INTEGER NOT NULL, page INTEGER NOT NULL, sequence INTEGER NOT NULL,
  time INTEGER NOT NULL, publisher_id TEXT NOT NULL, kind INTEGER NOT NULL, payload BLOB NOT NULL,
  checksum INTEGER NOT NULL, PRIMARY KEY (topic_id, page, sequence)) WITHOUT ROWID;
)sql",
    // Null: the publisher gave none. Numbers of removed messages are not given out again.
    R"sql(
ALTER TABLE messages ADD COLUMN idempotency_key TEXT;
ALTER TABLE message_topics ADD COLUMN removed_through INTEGER NOT NULL DEFAULT 0;
)sql",
    // A row of kind 2 holds so many messages, as message_block.h says; its number is the last
    // one's, and what each message says for itself is empty in the row.
    R"sql(
ALTER TABLE messages ADD COLUMN messages INTEGER NOT NULL DEFAULT 1;
)sql",
    // Nothing in the tables: the kind of a record in a block says its hops too from here on, which
    // an older Parley would take for damage.
    "SELECT 1;",
};

Result<void> checkKnown(int version, std::span<const char *const> known)
{
    const int newest = static_cast<int>(known.size());
    if (version <= newest)
        return {};
    return Error{ErrorCode::FailedPrecondition,
                 "the data directory was written by a newer Parley (store version "
                     + std::to_string(version) + "); this one knows " + std::to_string(newest)};
}

Result<void> migrate(Database &database, std::span<const char *const> versions)
{
    const int newest = static_cast<int>(versions.size());
    const int found = database.version();
    if (auto ok = checkKnown(found, versions); !ok)
        return ok;
    if (found == newest)
        return {};
    if (auto ok = database.begin(); !ok)
        return ok;
    for (int version = found; version < newest; ++version)
        if (auto ok = database.execute(versions[static_cast<std::size_t>(version)]); !ok) {
            database.rollBack();
            return ok;
        }
    if (auto ok = database.setVersion(newest); !ok)
        return ok;
    return database.commit();
}

} // namespace

Result<void> refuseNewer(const std::string &administration, const std::string &messages)
{
    if (auto ok = checkKnown(Database::versionOf(administration), kAdministration); !ok)
        return ok;
    return checkKnown(Database::versionOf(messages), kMessages);
}

Result<void> migrateAdministration(Database &database)
{
    return migrate(database, kAdministration);
}

Result<void> migrateMessages(Database &database)
{
    return migrate(database, kMessages);
}

} // namespace parley
