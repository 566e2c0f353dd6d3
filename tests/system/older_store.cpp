#include "tests/system/older_store.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <sqlite3.h>
#include <zlib.h>

namespace parley::test {
namespace {

// What each version added, as it was written then: not what today's code says of it.
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
    R"sql(
CREATE INDEX deliveries_by_lane ON deliveries (webhook_id, state, (attempts > 0), id);
CREATE INDEX deliveries_waiting ON deliveries (webhook_id, next_attempt_at)
  WHERE state = 'waiting';
)sql",
    R"sql(
ALTER TABLE topics ADD COLUMN first_page INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN earlier_page INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN earlier_sequence INTEGER NOT NULL DEFAULT 0;
)sql",
    R"sql(
ALTER TABLE topics ADD COLUMN retained_messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN retained_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN slow_readers TEXT NOT NULL DEFAULT 'resume';
ALTER TABLE tokens ADD COLUMN publish_per_second INTEGER NOT NULL DEFAULT 0;
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
    R"sql(
ALTER TABLE messages ADD COLUMN idempotency_key TEXT;
ALTER TABLE message_topics ADD COLUMN removed_through INTEGER NOT NULL DEFAULT 0;
)sql",
};

constexpr qint64 kTime = 1'764'000'000'000;

class SqliteFile
{
public:
    explicit SqliteFile(const QString &path)
    {
        m_good = sqlite3_open(path.toUtf8().constData(), &m_handle) == SQLITE_OK;
        run("PRAGMA journal_mode=WAL");
    }
    ~SqliteFile() { sqlite3_close(m_handle); }
    SqliteFile(const SqliteFile &) = delete;
    SqliteFile &operator=(const SqliteFile &) = delete;

    void run(const QByteArray &sql)
    {
        m_good = m_good
            && sqlite3_exec(m_handle, sql.constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
    }
    void leaveLog() { sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }
    bool isGood() const { return m_good; }

private:
    sqlite3 *m_handle = nullptr;
    bool m_good = false;
};

// CRC-32 over the topic's number, page, sequence, time, publisher, kind (text) and payload.
qint64 checksumOf(qint64 sequence, const QByteArray &publisher, const QByteArray &text)
{
    uLong sum = crc32(0, nullptr, 0);
    const auto add = [&sum](const QByteArray &bytes) {
        sum = crc32_z(sum, reinterpret_cast<const Bytef *>(bytes.constData()),
                      z_size_t(bytes.size()));
    };
    const auto addNumber = [&add](qint64 number) {
        QByteArray bytes;
        for (int i = 0; i < 8; ++i)
            bytes.append(char(number >> (8 * i)));
        add(bytes);
    };
    addNumber(1);
    addNumber(OlderStore::kPage);
    addNumber(sequence);
    addNumber(kTime);
    add(publisher);
    addNumber(0);
    add(text);
    return qint64(sum);
}

bool makeAdministration(const QString &directory, int version)
{
    SqliteFile file(directory + QStringLiteral("/parley.db"));
    for (int i = 0; i < version; ++i)
        file.run(kAdministration[i]);
    const QByteArray time = QByteArray::number(kTime);
    const QByteArray page = QByteArray::number(OlderStore::kPage);
    const QByteArray digest
        = QCryptographicHash::hash(OlderStore::kSecret, QCryptographicHash::Sha256).toHex();
    file.run("INSERT INTO meta VALUES ('next_page', 70000000), ('clean_stop', 1)");
    file.run("INSERT INTO topics (namespace, topic, durability, retained_bytes, page, created_at) "
             "VALUES ('default', 'log', 'durable', 16777216, "
             + page + ", " + time + ")");
    file.run("INSERT INTO tokens (id, digest, label, publisher_id, scope, created_at) VALUES "
             "('tok_01JDMKQ4N6W2ZT3V8H5Y7XACEB', x'"
             + digest
             + "', 'of then', 'ana', '{\"admin\":false,\"grants\":[{\"role\":\"both\","
               "\"namespace\":\"default\",\"topic\":\"log\"}]}', "
             + time + ")");
    file.run("PRAGMA user_version=" + QByteArray::number(version));
    return file.isGood();
}

bool makeMessages(const QString &directory, int version)
{
    SqliteFile file(directory + QStringLiteral("/messages.db"));
    for (int i = 0; i < version; ++i)
        file.run(kMessages[i]);
    file.run("INSERT INTO message_topics (id, namespace, topic) VALUES (1, 'default', 'log')");
    for (qint64 sequence = 1; sequence <= OlderStore::kMessages; ++sequence) {
        const QByteArray text = OlderStore::text(sequence);
        file.run(
            "INSERT INTO messages (topic_id, page, sequence, time, publisher_id, kind, payload, "
            "checksum) VALUES (1, "
            + QByteArray::number(OlderStore::kPage) + ", " + QByteArray::number(sequence) + ", "
            + QByteArray::number(kTime) + ", 'ana', 0, x'" + text.toHex() + "', "
            + QByteArray::number(checksumOf(sequence, "ana", text)) + ")");
    }
    file.run("PRAGMA user_version=" + QByteArray::number(version));
    return file.isGood();
}

} // namespace

bool OlderStore::make(const QString &directory, int administration, int messages)
{
    return makeAdministration(directory, administration) && makeMessages(directory, messages);
}

bool OlderStore::setVersion(const QString &path, int version, bool inLog)
{
    SqliteFile file(path);
    if (inLog)
        file.leaveLog();
    file.run("PRAGMA user_version=" + QByteArray::number(version));
    return file.isGood();
}

} // namespace parley::test
