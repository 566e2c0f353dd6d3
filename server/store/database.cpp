#include "server/store/database.h"

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley {
namespace {

constexpr int kBusyMilliseconds = 1000; // a backup may hold the file for a moment

Error errorOf(sqlite3 *handle, std::string_view doing)
{
    std::string message = std::string(doing) + ": " + sqlite3_errmsg(handle);
    switch (sqlite3_errcode(handle)) {
    case SQLITE_FULL: return {ErrorCode::Unavailable, std::move(message)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {ErrorCode::DataDamaged, std::move(message)};
    default: return {ErrorCode::StorageFailed, std::move(message)};
    }
}

} // namespace

Result<Database> Database::open(const std::string &path)
{
    // SQLite would make it readable for all; its other files take over the mode of this one. An old
    // file is not opened here: closing it would drop locks of this process.
    const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made >= 0)
        ::close(made);
    else if (::chmod(path.c_str(), 0600) != 0)
        return Error{ErrorCode::StorageFailed, "opening " + path + ": " + std::strerror(errno)};
    sqlite3 *handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int rc = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    Database database(handle);
    if (rc != SQLITE_OK)
        return database.lastError("opening " + path);
    sqlite3_busy_timeout(handle, kBusyMilliseconds);
    for (const char *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
                               "PRAGMA foreign_keys=ON", "PRAGMA cache_size=-8000",
                               // A row that is replaced is a row removed, to triggers too.
                               "PRAGMA recursive_triggers=ON"})
        if (auto ok = database.execute(pragma); !ok)
            return ok.error();
    return database;
}

Result<Database> Database::openForReading(const std::string &path)
{
    sqlite3 *handle = nullptr;
    // A log that its writer left behind is read in too, which may need the shared memory file.
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    const int rc = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    Database database(handle);
    if (rc != SQLITE_OK)
        return database.lastError("opening " + path);
    sqlite3_busy_timeout(handle, kBusyMilliseconds);
    return database;
}

int Database::versionOf(const std::string &path)
{
    struct stat file {
    };
    if (::stat(path.c_str(), &file) != 0)
        return 0;
    auto database = openForReading(path);
    if (!database)
        return 0;
    // Else closing would write the log into the file.
    if (::stat((path + "-wal").c_str(), &file) == 0 && file.st_size > 0)
        sqlite3_db_config(database->m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    int version = 0;
    const auto take = [](void *found, int, char **columns, char **) {
        *static_cast<int *>(found) = columns[0] ? std::atoi(columns[0]) : 0;
        return 0;
    };
    sqlite3_exec(database->m_handle, "PRAGMA user_version", take, &version, nullptr);
    return version;
}

// By text, not as prepared statements: of a file that is no database those cannot even be made.
Result<void> Database::copyInto(const std::string &path)
{
    bool whole = false;
    const auto look = [](void *found, int, char **columns, char **) {
        *static_cast<bool *>(found) = columns[0] && std::string_view(columns[0]) == "ok";
        return 0;
    };
    if (sqlite3_exec(m_handle, "PRAGMA integrity_check(1)", look, &whole, nullptr) != SQLITE_OK)
        return lastError("checking the file");
    if (!whole)
        return Error{ErrorCode::DataDamaged, "the file is damaged"};
    char *sql = sqlite3_mprintf("VACUUM INTO %Q", path.c_str());
    auto copied = execute(sql);
    sqlite3_free(sql);
    return copied;
}

Database::Database(Database &&other) noexcept :
    m_handle(std::exchange(other.m_handle, nullptr)), m_inTransaction(other.m_inTransaction),
    m_logPages(std::move(other.m_logPages))
{
}

Database::~Database()
{
    sqlite3_close_v2(m_handle); // statements that still live keep the file open until they go
}

Error Database::lastError(std::string_view doing) const
{
    return errorOf(m_handle, doing);
}

Result<void> Database::execute(const char *sql)
{
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return lastError("store");
    return {};
}

Statement Database::prepare(const char *sql) const
{
    sqlite3_stmt *statement = nullptr;
    [[maybe_unused]] const int rc
        = sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    assert(rc == SQLITE_OK && "a statement that the schema does not know");
    return Statement(m_handle, statement);
}

Result<void> Database::begin()
{
    if (m_inTransaction)
        return {};
    if (auto ok = execute("BEGIN IMMEDIATE"); !ok)
        return ok;
    m_inTransaction = true;
    return {};
}

Result<void> Database::commit()
{
    if (!m_inTransaction)
        return {};
    if (auto ok = execute("COMMIT"); !ok) {
        rollBack();
        return ok;
    }
    m_inTransaction = false;
    return {};
}

void Database::rollBack()
{
    sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr); // may have happened by itself
    m_inTransaction = false;
}

Result<void> Database::checkpoint()
{
    const int rc = sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                             nullptr);
    return rc == SQLITE_OK ? Result<void>{} : lastError("checkpoint");
}

void Database::separateCheckpoints()
{
    m_logPages = std::make_unique<int>(0);
    const auto note = [](void *pages, sqlite3 *, const char *, int inLog) {
        *static_cast<int *>(pages) = inLog;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(m_handle, note, m_logPages.get()); // takes the place of SQLite's own
}

void Database::checkpointLog()
{
    if (!m_logPages || *m_logPages < kLogPages || m_inTransaction)
        return;
    *m_logPages = 0; // a backup that reads on holds it up: the next commit counts anew
    sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

void Database::fillLog()
{
    constexpr sqlite3_int64 kBytes = sqlite3_int64{kLogPages} * 4120 * 5 / 4; // a group goes beyond
    constexpr int kPart = 64 * 1024;
    sqlite3_file *log = nullptr;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(m_handle, nullptr, SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK
        || !log || !log->pMethods || log->pMethods->xFileSize(log, &size) != SQLITE_OK)
        return;
    // Behind the last frame SQLite reads on until a frame is not of this log: zeros never are.
    const std::string zeros(kPart, '\0');
    bool more = size < kBytes;
    for (; more && size < kBytes; size += kPart)
        more = log->pMethods->xWrite(log, zeros.data(), kPart, size) == SQLITE_OK;
    if (more)
        log->pMethods->xSync(log, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

int Database::version() const
{
    Statement statement = prepare("PRAGMA user_version");
    return statement.next() ? static_cast<int>(statement.integer(0)) : 0;
}

Result<void> Database::setVersion(int version)
{
    return execute(("PRAGMA user_version=" + std::to_string(version)).c_str());
}

Statement::Statement(Statement &&other) noexcept :
    m_handle(other.m_handle), m_statement(std::exchange(other.m_statement, nullptr))
{
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

Statement &Statement::bind(int index, std::int64_t value)
{
    sqlite3_bind_int64(m_statement, index + 1, value);
    return *this;
}

Statement &Statement::bind(int index, std::string_view text)
{
    sqlite3_bind_text(m_statement, index + 1, text.empty() ? "" : text.data(),
                      static_cast<int>(text.size()), SQLITE_STATIC);
    return *this;
}

Statement &Statement::bindBlob(int index, std::string_view bytes)
{
    if (bytes.empty())
        sqlite3_bind_zeroblob(m_statement, index + 1, 0);
    else
        sqlite3_bind_blob(m_statement, index + 1, bytes.data(), static_cast<int>(bytes.size()),
                          SQLITE_STATIC);
    return *this;
}

Statement &Statement::bind(int index, std::optional<std::int64_t> value)
{
    if (value)
        return bind(index, *value);
    sqlite3_bind_null(m_statement, index + 1);
    return *this;
}

void Statement::finish()
{
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
}

Result<void> Statement::run()
{
    const int rc = sqlite3_step(m_statement);
    if (rc != SQLITE_DONE && rc != SQLITE_ROW) {
        Error error = errorOf(m_handle, "store");
        finish();
        return error;
    }
    finish();
    return {};
}

bool Statement::next()
{
    m_failure.reset();
    const int rc = sqlite3_step(m_statement);
    if (rc == SQLITE_ROW)
        return true;
    if (rc != SQLITE_DONE)
        m_failure = errorOf(m_handle, "store");
    finish();
    return false;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::optional<std::int64_t> Statement::optionalInteger(int column) const
{
    if (sqlite3_column_type(m_statement, column) == SQLITE_NULL)
        return std::nullopt;
    return integer(column);
}

std::string Statement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return bytes
        ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
        : std::string();
}

std::string Statement::blob(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return bytes
        ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
        : std::string();
}

} // namespace parley
