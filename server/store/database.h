#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "server/base/result.h"

namespace parley {

class Statement;

// One SQLite file. Thread: the one that opened it or took it over; never two at once.
// Errors of SQLite become StorageFailed with SQLite's own words, which name no row values; a full
// disk becomes Unavailable, a file that is no database DataDamaged.
class Database final
{
public:
    //! Pages of the log that make a checkpoint: 4 MB, some milliseconds of work.
    static constexpr int kLogPages = 1000;

    //! Opens or makes the file: WAL, synchronous=FULL. FULL costs what NORMAL costs once commits
    //! are grouped, and alone keeps every commit through power loss (facts on performance, section
    //! 4).
    static Result<Database> open(const std::string &path);
    //! A file that is there, beside others who may write to it.
    static Result<Database> openForReading(const std::string &path);
    //! The version of a file, which stays as it is byte for byte, and so does its log; 0: it has
    //! none or cannot be read.
    static int versionOf(const std::string &path);
    ~Database();
    Database(Database &&other) noexcept;
    Database &operator=(Database &&) = delete;

    Result<void> execute(const char *sql);
    Statement prepare(const char *sql) const; // a wrong statement is a bug: asserted

    Result<void> begin(); // does nothing inside a transaction
    Result<void> commit(); // does nothing outside of one
    void rollBack();
    bool inTransaction() const { return m_inTransaction; }

    //! Writes one snapshot of everything to a new file, after it was found whole.
    Result<void> copyInto(const std::string &path);
    //! Writes and syncs everything that was committed into the main file.
    Result<void> checkpoint();

    //! From now on no commit waits for a checkpoint: whoever commits calls checkpointLog() now and
    //! then, when nobody waits.
    void separateCheckpoints();
    //! Brings what was committed into the main file, once it is much. What fails is done later.
    void checkpointLog();
    //! Fills the log up to its usual size with zeros: a commit into a file that is there takes a
    //! tenth of the time of one that makes it longer, because the length need not be synced. Does
    //! nothing where that is not possible.
    void fillLog();

    std::int64_t lastRowId() const { return sqlite3_last_insert_rowid(m_handle); }
    int changes() const { return sqlite3_changes(m_handle); } // rows of the last statement
    int version() const; // PRAGMA user_version
    Result<void> setVersion(int version);

private:
    explicit Database(sqlite3 *handle) : m_handle(handle) {}
    Error lastError(std::string_view doing) const;
    friend class Statement;

    sqlite3 *m_handle;
    bool m_inTransaction = false;
    std::unique_ptr<int> m_logPages{}; // in the log since separateCheckpoints(); SQLite writes it
};

// A prepared statement. Parameters and columns count from 0. Values bound as views must stay until
// the statement is reset, which run(), finish() and every loop of next() to its end do.
class Statement final
{
public:
    ~Statement();
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&) = delete;

    Statement &bind(int index, std::int64_t value);
    Statement &bind(int index, std::string_view text);
    Statement &bindBlob(int index, std::string_view bytes);
    Statement &bind(int index, std::optional<std::int64_t> value);

    Result<void> run(); // a statement without rows
    bool next(); // steps to the next row; false at the end or on failure
    std::optional<Error> failure() const { return m_failure; } // why the last next() ended early
    void finish(); // no more rows are wanted

    std::int64_t integer(int column) const;
    std::optional<std::int64_t> optionalInteger(int column) const;
    std::string text(int column) const;
    std::string blob(int column) const;

private:
    friend class Database;
    Statement(sqlite3 *handle, sqlite3_stmt *statement) : m_handle(handle), m_statement(statement)
    {
    }

    sqlite3 *m_handle;
    sqlite3_stmt *m_statement;
    std::optional<Error> m_failure{};
};

} // namespace parley
