#pragma once

#include <optional>
#include <vector>

#include "server/store/database.h"
#include "server/types/audit_record.h"

namespace parley {

// Which entries of the audit somebody wants to see; what is empty counts for nothing.
struct AuditQuery {
    static constexpr std::size_t kMaxEntries = 1000;

    std::optional<std::uint64_t> before{}; // entries with a smaller id
    std::string action{};
    std::string actor{};
    std::string object{};
    std::optional<bool> refused{};
    std::optional<UtcTime> from{};
    std::optional<UtcTime> to{}; // the first moment that does not belong
    std::size_t limit = 100; // 1 to kMaxEntries
};

struct AuditFound {
    std::vector<AuditRecord> records{}; // newest first
    std::optional<std::uint64_t> next{}; // to ask before for more; nullopt: that was all
};

// Who did what. Entries are added and never changed; the oldest go when there are more than
// kMaxEntries, which the schema's triggers hold everybody else to. Thread: store.
class AuditTable final
{
public:
    static constexpr std::int64_t kMaxEntries = 1'000'000; // about 400 MB
    static constexpr std::int64_t kForgotAtOnce = 1000; // so that no commit waits long
    //! Entries that one question looks at, however few of them it wants: 4.6 to 5.8 ms, measured
    //! with entries of 300 bytes in the page cache, for which whoever publishes waits. So a page
    //! may be short, or empty, and have more after it.
    static constexpr std::int64_t kMaxScanned = 20'000;

    explicit AuditTable(const Database &database);

    //! \return the id it got, one more than the last.
    Result<std::uint64_t> append(const AuditRecord &record);
    Result<AuditFound> find(const AuditQuery &query);

private:
    Result<void> forgetOldest(std::int64_t newest);
    static std::int64_t idOf(Statement &statement); // of the one row it finds; 0: none

    const Database &m_database;
    Statement m_append;
    Statement m_find;
    Statement m_oldest;
    Statement m_newest;
    Statement m_allow;
    Statement m_forget;
};

} // namespace parley
